// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/keysheet.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace somno::ui {
namespace {

QWidget *sectionWidget(const KeySheet::Section &section)
{
    auto *widget = new QWidget;
    auto *grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 12);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    auto *title = new QLabel(section.title);
    title->setProperty("role", QStringLiteral("caption"));
    grid->addWidget(title, 0, 0, 1, 2);
    for (const KeySheet::Line &line : section.lines) {
        const int row = grid->rowCount();
        auto *keys = new QLabel(line.keys);
        keys->setProperty("role", QStringLiteral("keys"));
        keys->setMinimumWidth(140);
        grid->addWidget(keys, row, 0);
        grid->addWidget(new QLabel(line.meaning), row, 1);
    }
    return widget;
}

} // namespace

KeySheet::KeySheet(const QList<Section> &sections, QWidget *parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("keySheet"));
    setWindowTitle(tr("Keys"));
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(24, 20, 24, 12);
    columns->setSpacing(40);
    QVBoxLayout *column[2];
    for (QVBoxLayout *&layout : column) {
        layout = new QVBoxLayout;
        layout->setSpacing(0);
        columns->addLayout(layout);
    }
    // Sections go where fewer lines stand, so that both columns end at about the same height.
    qsizetype lines[2] = {0, 0};
    for (const Section &section : sections) {
        const int place = lines[1] < lines[0] ? 1 : 0;
        column[place]->addWidget(sectionWidget(section));
        lines[place] += section.lines.size() + 2;
    }
    for (QVBoxLayout *layout : column)
        layout->addStretch(1);
}

} // namespace somno::ui
