// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recordingpicker.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>

#include "core/recordings/recordingformat.h"
#include "ui/dialogs/channelfactsdialog.h"
#include "ui/models/recordinglistmodel.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/statusline.h"
#include "ui/window/actiontable.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {
namespace {

constexpr int kRecentInMenu = 10;

QString askForRecording(QWidget *window, const QString &folder)
{
    return QFileDialog::getOpenFileName(
        window, RecordingPicker::tr("Open a recording"), folder,
        RecordingPicker::tr("Recordings (%1);;All files (*)").arg(io::recordingPatterns()));
}

} // namespace

RecordingPicker::RecordingPicker(RecordingOpener *recordings, const RecordingListModel *known, ActionTable *table,
                                 MessageBar *messages, StatusLine *statusLine, QWidget *window)
    : QObject(window), m_recordings(recordings), m_known(known), m_table(table), m_messages(messages),
      m_statusLine(statusLine), m_window(window)
{
    connect(known, &QAbstractItemModel::modelReset, this, &RecordingPicker::showRecent);
    connect(recordings, &RecordingOpener::asked, this, &RecordingPicker::askForFacts);
}

void RecordingPicker::askForFacts(const io::RecordingDraftPtr &draft)
{
    auto *dialog = new ChannelFactsDialog(draft, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_recordings->answer(dialog->answers()); });
    connect(dialog, &QDialog::rejected, m_recordings, &RecordingOpener::giveUp);
    dialog->open();
}

QList<ActionEntry> RecordingPicker::actions()
{
    return {{.id = QStringLiteral("actionOpen"),
             .text = tr("&Open…"),
             .keys = {QKeySequence::Open},
             .icon = QStringLiteral("open"),
             .iconText = tr("Open"),
             .menu = MenuGroup::FileOpen,
             .bar = BarGroup::Files,
             .section = KeySection::File,
             .run = [this] { ask(); }}};
}

void RecordingPicker::showRecent()
{
    QList<ActionEntry> recent;
    for (const QString &path : m_known->presentPaths().mid(0, kRecentInMenu))
        recent.append({.id = QStringLiteral("actionRecent%1").arg(recent.size()),
                       .text = QFileInfo(path).fileName(),
                       .toolTip = path,
                       .menu = MenuGroup::FileRecent,
                       .run = [this, path] { pick(path); }});
    m_table->put(QStringLiteral("recent"), recent);
}

void RecordingPicker::ask(const QString &folder)
{
    QSettings settings;
    const QString path = askForRecording(
        m_window,
        folder.isEmpty() ? settings.value(QStringLiteral("openFolder"), QDir::homePath()).toString() : folder);
    if (path.isEmpty())
        return;
    settings.setValue(QStringLiteral("openFolder"), QFileInfo(path).path());
    pick(path);
}

void RecordingPicker::pick(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    const RecordingSession *open = m_recordings->session();
    if (open && open->path() == absolute)
        m_statusLine->showNotice(tr("%1 is open already.").arg(open->name()));
    else if (m_known->find(absolute) && !QFileInfo::exists(absolute))
        askWhereItIs(absolute);
    else
        m_recordings->open(absolute);
}

void RecordingPicker::askWhereItIs(const QString &path)
{
    const QString folder = QFileInfo(path).path();
    m_messages->showMessage(
        MessageBar::Kind::Warning, tr("%1 is not where it was.").arg(QFileInfo(path).fileName()),
        tr("It was last seen in %1. Your labels are kept in the project; say where the recording is now.").arg(folder),
        {tr("Locate…"), [this, folder] { ask(QFileInfo::exists(folder) ? folder : QDir::homePath()); }});
}

} // namespace somno::ui
