// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/keypage.h"

#include <QAction>

#include "ui/window/actiontable.h"

namespace somno::ui {
namespace {

KeySheet::Line lineOf(const QAction &action)
{
    QList<QKeySequence> keys = action.shortcuts();
    // Enter of the number block goes without saying beside Return.
    keys.removeIf([](const QKeySequence &sequence) { return sequence[0].key() == Qt::Key_Enter; });
    return {
        QKeySequence::listToString(keys, QKeySequence::NativeText).replace(QStringLiteral("; "), QStringLiteral("   ")),
        action.iconText().remove(QLatin1Char('&')).remove(QStringLiteral("…"))};
}

} // namespace

QList<KeySheet::Section> keyPage(const ActionTable &table)
{
    QList<KeySheet::Section> page;
    for (const auto &[section, title] :
         {std::pair(KeySection::Score, KeySheet::tr("Score")), std::pair(KeySection::Go, KeySheet::tr("Go")),
          std::pair(KeySection::Review, KeySheet::tr("Review")), std::pair(KeySection::View, KeySheet::tr("View")),
          std::pair(KeySection::File, KeySheet::tr("File"))}) {
        page.append({title, {}});
        for (const auto &[entry, action] : table.rows())
            if (entry.section == section && !entry.keys.isEmpty())
                page.last().lines.append(lineOf(*action));
    }
    page.append({KeySheet::tr("Hypnogram"),
                 {{KeySheet::tr("Hatched"), KeySheet::tr("Automatic, not reviewed")},
                  {KeySheet::tr("Striped"), KeySheet::tr("Imported, not reviewed")},
                  {KeySheet::tr("Solid"), KeySheet::tr("Confirmed by you")},
                  {KeySheet::tr("Solid, underlined"), KeySheet::tr("Set or corrected by you")}}});
    page.append({KeySheet::tr("Mouse"),
                 {{KeySheet::tr("Drag"), KeySheet::tr("Select epochs")},
                  {KeySheet::tr("Right-click"), KeySheet::tr("Select the whole bout")},
                  {KeySheet::tr("Click"), KeySheet::tr("Go to the epoch")},
                  {KeySheet::tr("Wheel"), KeySheet::tr("Scroll")},
                  {KeySheet::tr("Ctrl+wheel"), KeySheet::tr("Zoom")},
                  {KeySheet::tr("Shift+drag"), KeySheet::tr("Move the view")}}});
    return page;
}

} // namespace somno::ui
