// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include "core/base/samplerate.h"

namespace somno::scoring {

/// What a change of labels was, in no language: the log keeps this, and the Undo menu says it in words.
struct EditReason {
    enum class Kind {
        Words,     ///< of a program that kept nothing but its sentence: `name` is that
        Score,     ///< `epochs` epochs as the stage called `name`
        Clear,     ///< `epochs` epochs
        Confirm,   ///< `epochs` epochs
        AutoScore, ///< `epochs` epochs by the model called `name`
        Import,    ///< `epochs` epochs from the file called `name`; 0 where it was not counted yet
    };

    Kind kind = Kind::Words;
    EpochIndex epochs = 0;
    QString name;

    [[nodiscard]] QJsonObject toJson() const;
    /// Kind::Words without words for what is none.
    [[nodiscard]] static EditReason fromJson(const QJsonObject &json);
    /// For the Undo menu, in the user's language: "Score 2 epochs as REM".
    [[nodiscard]] QString text() const;
    friend bool operator==(const EditReason &, const EditReason &) = default;
};

} // namespace somno::scoring
