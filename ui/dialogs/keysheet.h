// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

namespace somno::ui {

/// All keys on one page, read from the actions themselves so that the page cannot be wrong.
class KeySheet : public QDialog {
    Q_OBJECT
public:
    struct Line {
        QString keys;
        QString meaning;
    };
    struct Section {
        QString title;
        QList<Line> lines;
    };

    explicit KeySheet(const QList<Section> &sections, QWidget *parent = nullptr);
};

} // namespace somno::ui
