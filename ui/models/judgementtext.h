// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace somno::ui {

enum class ModelVerdict { Unknown, Better, NotDistinguishable, Worse };

/// What a model's own metrics say of it beside its parent, on held-out epochs of its own labels.
[[nodiscard]] ModelVerdict verdictOf(const QJsonObject &metrics);
/// Whether it was found worse on what its first ancestor learned for.
[[nodiscard]] bool hasForgotten(const QJsonObject &metrics);
/// "better", "worse", "not distinguishable"; "not judged" where it never was.
[[nodiscard]] QString verdictWord(ModelVerdict verdict);
/// A figure ("accuracy", "macro_f1") of the parent and of the model on the same held-out epochs, "0.800 → 0.900"; "–"
/// where it was never judged.
[[nodiscard]] QString beforeAndAfter(const QJsonObject &metrics, const QString &figure);
/// What lies between the two, with its interval; empty where it was never judged.
[[nodiscard]] QString changeLine(const QJsonObject &metrics, const QString &figure);
/// "better (accuracy 0.871 → 0.921)", in one line; empty where the model was never judged.
[[nodiscard]] QString verdictLine(const QJsonObject &metrics);
/// Verdict, figures before and after with their intervals, per stage, and what was forgotten: rich text.
[[nodiscard]] QString judgementHtml(const QJsonObject &metrics);

} // namespace somno::ui
