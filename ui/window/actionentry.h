// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <functional>

namespace somno::ui {

/// What must be so before an action can be done.
enum class Need {
    Recording = 0x01, ///< a recording is open
    Scoring = 0x02,   ///< and its scoring has been found
    Writable = 0x04,  ///< labels can be kept; without it the action stays enabled and is refused in words
    EngineIdle = 0x08,
    UndoPossible = 0x10,
    RedoPossible = 0x20,
};
Q_DECLARE_FLAGS(Needs, Need)
Q_DECLARE_OPERATORS_FOR_FLAGS(Needs)

/// A stretch of a menu between two separators, or a submenu; windowmenus.cpp says of which menu.
enum class MenuGroup {
    None, ///< reached by its key alone
    FileOpen,
    FileRecent,
    FileLabels,
    FileEnd,
    EditHistory,
    EditEpochs,
    ScoreByModel,
    ScoreByKey,
    ScoreReview,
    ScoreWhose,
    ScoreScorings,
    GoStep,
    GoSearch,
    GoDoubt,
    ViewSpan,
    ViewScale,
    ViewShown,
    ViewTheme,
    ViewColours,
    Help,
};

/// A stretch of the tool bar between two separators, in their order.
enum class BarGroup { None, Files, Model, Span, History };

enum class BarStyle {
    IconAndText,
    Icon,        ///< known by its icon: room for the others in a narrow window
    InMenuBefore ///< in a menu at the button before
};

/// A section of the page of keys, in their order.
enum class KeySection { None, Score, Go, Review, View, File };

enum class Check {
    None,
    Toggle,
    OneOfGroup ///< exactly one of its MenuGroup is checked
};

/// One action of the window as a value: its words, its places, what it needs and what it does. Within a group actions
/// stand in the order of the table.
struct ActionEntry {
    QString id; ///< objectName of the action
    QString text;
    QList<QKeySequence> keys = {};
    QString icon = {};     ///< as themedIcon() names them
    QString iconText = {}; ///< short, for the tool bar; made of the text where empty
    QString toolTip = {};  ///< text and first key where empty
    MenuGroup menu = MenuGroup::None;
    BarGroup bar = BarGroup::None;
    BarStyle barStyle = BarStyle::IconAndText;
    KeySection section = KeySection::None; ///< of each action with a key
    Check check = Check::None;
    bool checked = false;   ///< at the start
    bool autoRepeat = true; ///< while the key is held down
    Needs needs = {};
    std::function<void()> run = {};
    std::function<void(bool on)> toggled = {}; ///< each time the check mark changes, also by the program
};

} // namespace somno::ui
