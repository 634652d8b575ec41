// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/channelactions.h"

#include "ui/dialogs/channeldialog.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {
namespace {

void chooseChannels(const RecordingOpener *recordings, QWidget *window)
{
    const LoadedRecording &loaded = recordings->session()->content();
    auto *dialog = new ChannelDialog(*loaded.recording, loaded.choice, loaded.others, loaded.voters, window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, recordings, [recordings, dialog] {
        if (RecordingSession *session = recordings->session())
            session->setChannels(dialog->choice(), dialog->others(), dialog->voters());
    });
    dialog->open();
}

} // namespace

QList<ActionEntry> channelActions(const RecordingOpener *recordings, QWidget *window)
{
    return {{.id = QStringLiteral("actionChannels"),
             .text = RecordingOpener::tr("&Channels…"),
             .icon = QStringLiteral("channels"),
             .iconText = RecordingOpener::tr("Channels"),
             .toolTip = RecordingOpener::tr("Choose the channels that are shown and scored"),
             .menu = MenuGroup::ViewShown,
             .bar = BarGroup::Model,
             .needs = Need::Recording,
             .run = [recordings, window] { chooseChannels(recordings, window); }}};
}

} // namespace somno::ui
