// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <vector>

#include "ui/window/actionentry.h"

class QAction;
class QActionGroup;
class QWidget;

namespace somno::ui {

/// Every action of the window. Menus, tool bar, page of keys and what is enabled follow from it.
class ActionTable : public QObject {
    Q_OBJECT
public:
    struct Row {
        ActionEntry entry;
        QAction *action; ///< owned by the table
    };

    /// The actions' keys are heard in this window, which is not owned.
    explicit ActionTable(QWidget *window);

    /// Puts the entries of one duty at the end of the table, or in the place of those that it put before; not to be
    /// called from within one of these.
    void put(const QString &duty, const QList<ActionEntry> &entries);
    /// In the order of the table.
    [[nodiscard]] std::vector<Row> rows() const;
    /// Null where there is none of that id.
    [[nodiscard]] QAction *action(const QString &id) const;

    /// Says what is so; at the start nothing is.
    void setFact(Need fact, bool holds);

Q_SIGNALS:
    /// Actions came or went.
    void changed();
    /// An action was called that needs Need::Writable, which is not so.
    void refused();

private:
    struct Duty {
        QString name;
        std::vector<Row> rows;
    };

    [[nodiscard]] QAction *make(const ActionEntry &entry);
    void connectHandlers(QAction *action, const ActionEntry &entry);
    [[nodiscard]] bool isEnabled(const ActionEntry &entry) const;

    QWidget *m_window;
    std::vector<Duty> m_duties;
    QHash<MenuGroup, QActionGroup *> m_exclusive;
    Needs m_facts;
};

} // namespace somno::ui
