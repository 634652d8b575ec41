// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace somno::ui {

class ModelShelf;

/// Activates a version; one that was judged worse than its parent only after a deliberate yes.
void useModel(QWidget *window, ModelShelf *models, qint64 id);
/// Deletes a version after a yes.
void askRemoveModel(QWidget *window, ModelShelf *models, qint64 id);

/// Takes a run that could go on off the list, after a yes.
void askForgetRun(QWidget *window, const QString &title, std::function<void()> forget);

} // namespace somno::ui
