// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <functional>

#include "core/base/result.h"

class QLabel;
class QPushButton;

namespace somno::ui {

/// One inline message above the lanes: what happened, why, and at most one button that helps.
/// A new message takes the place of the old one; nothing blocks while it is shown.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Done, Info, Warning, Error };

    /// What the one button of a message says and does; no button when `text` is empty.
    struct Action {
        QString text;
        std::function<void()> run;
    };

    explicit MessageBar(QWidget *parent = nullptr);

    void showMessage(Kind kind, const QString &message, const QString &detail = {}, Action action = {});
    void showError(const Error &error, Action action = {});
    /// The message shown at the moment; empty when the bar is hidden.
    [[nodiscard]] QString message() const;
    /// The second line of the message.
    [[nodiscard]] QString detail() const;

Q_SIGNALS:
    void dismissed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyKind();
    void drawIcon();

    Kind m_kind = Kind::Info;
    QLabel *m_icon;
    QLabel *m_message;
    QLabel *m_detail;
    QPushButton *m_button;
    Action m_action;
};

} // namespace somno::ui
