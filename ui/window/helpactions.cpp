// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/helpactions.h"

#include <QCoreApplication>
#include <QMessageBox>

#include "ui/panels/themedicon.h"
#include "ui/window/keypage.h"

namespace somno::ui {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::ui::Help)
};

void showKeys(const ActionTable &table, QWidget *window)
{
    auto *sheet = new KeySheet(keyPage(table), window);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->show();
}

void showAbout(QWidget *window)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, Text::tr("About Somnoscribe"),
                                Text::tr("Somnoscribe %1").arg(QCoreApplication::applicationVersion()),
                                QMessageBox::Close, window);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(applicationIcon().pixmap(64, 64));
    box->setInformativeText(
        Text::tr("Sleep scoring with sDREAMER, for experts who check.\n\n"
                 "The starter model learned from simulated recordings. Check its labels, and fine-tune "
                 "it on recordings that your own laboratory has scored.\n\n"
                 "Free software under the GNU General Public License, version 3 or later."));
    box->open();
}

} // namespace

QList<ActionEntry> helpActions(const ActionTable *table, QWidget *window)
{
    return {{.id = QStringLiteral("actionKeys"),
             .text = Text::tr("&Keys"),
             .keys = {QKeySequence(Qt::Key_F1), QKeySequence(Text::tr("?"))},
             .icon = QStringLiteral("keys"),
             .menu = MenuGroup::Help,
             .section = KeySection::File,
             .run = [table, window] { showKeys(*table, window); }},
            {.id = QStringLiteral("actionAbout"),
             .text = Text::tr("&About Somnoscribe"),
             .menu = MenuGroup::Help,
             .run = [window] { showAbout(window); }}};
}

} // namespace somno::ui
