// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/scoring/stage.h"

namespace somno::scoring {

/// A stage of a set: how it is called, typed, written and drawn.
struct StageDefinition {
    Stage stage = Stage::Unscored;
    QString name;      ///< "NREM": on screen, in CSV
    QString shortName; ///< "N": lane labels
    QString edfText;   ///< EDF+ annotation text, "Sleep stage N"; empty: made of the name
    QString keys;      ///< each character scores it, the digit first: "2NS"
    quint32 rgb = 0;   ///< 0xrrggbb; 0 leaves the colour to the theme

    /// What EDF+ files call it.
    [[nodiscard]] QString annotation() const;
    /// Whether a text is its name, short name or annotation, whatever the case.
    [[nodiscard]] bool isCalled(const QString &text) const;
    friend bool operator==(const StageDefinition &, const StageDefinition &) = default;
};

/// The stages that one kind of scoring uses, in display order from top to bottom: a value, cheap to copy. Hypnogram,
/// document, project and files of labels say by it what a Stage means.
class StageSet {
public:
    /// Wake, REM, NREM: what the models know.
    [[nodiscard]] static const StageSet &mouse();
    /// The same with microarousals: a scoring that nothing else was chosen for.
    [[nodiscard]] static const StageSet &mouseWithMicroarousal();
    /// W, R, N1, N2, N3 (American Academy of Sleep Medicine).
    [[nodiscard]] static const StageSet &aasm();
    /// W, movement time, REM, S1 to S4 (Rechtschaffen and Kales, 1968).
    [[nodiscard]] static const StageSet &rechtschaffenKales();
    /// All that the program brings, those above first.
    [[nodiscard]] static std::span<const StageSet> builtIn();
    /// A laboratory's own. InvalidArgument where a stage, a word for one or a key is there twice, where a stage has no
    /// name or a word that files cannot hold, and where a stage that all sets know has the usual name of another.
    [[nodiscard]] static Result<StageSet> make(const QString &id, const QString &name,
                                               std::vector<StageDefinition> stages);
    /// `preferred` where it holds all the stages, else the first built-in set that does, else one of its own with
    /// whatever is known of them, by other names where theirs are taken. Unscored is in every set.
    [[nodiscard]] static StageSet holding(std::span<const Stage> stages, const StageSet &preferred);

    /// As projects keep it. A built-in set is read as this program knows it.
    [[nodiscard]] QJsonObject toJson() const;
    /// Errors as make(); InvalidArgument for what is no stage set.
    [[nodiscard]] static Result<StageSet> fromJson(const QJsonObject &json);

    StageSet() : StageSet(mouseWithMicroarousal()) {}

    [[nodiscard]] const QString &id() const { return m_data->id; }
    [[nodiscard]] const QString &name() const { return m_data->name; }
    [[nodiscard]] std::span<const StageDefinition> stages() const { return m_data->stages; }
    [[nodiscard]] const StageDefinition *find(Stage stage) const;
    [[nodiscard]] bool contains(Stage stage) const { return stage == Stage::Unscored || find(stage); }
    /// Name of a stage; empty for Unscored and for stages of other sets.
    [[nodiscard]] QString name(Stage stage) const;
    /// The stage of this set that has such a name, short name or annotation; nullopt where none has.
    [[nodiscard]] std::optional<Stage> called(const QString &text) const;
    friend bool operator==(const StageSet &a, const StageSet &b);

    /// Any common spelling ("NREM", "Sleep stage N", "sws", "W", "R", "MA", ...) and stageName(), case-insensitive.
    /// nullopt for a text that is not a stage; Unscored for "Sleep stage ?", "?" and "unscored".
    [[nodiscard]] static std::optional<Stage> fromText(const QString &text);

private:
    struct Data {
        QString id;
        QString name;
        std::vector<StageDefinition> stages;
    };
    StageSet(QString id, QString name, std::vector<StageDefinition> stages);

    std::shared_ptr<const Data> m_data;
};

/// The name of a stage where no set is at hand: the classes of models, keys of figures, files. N1 to N3 are called so;
/// a laboratory's own are "Stage 16" and so on, Unscored is empty.
[[nodiscard]] QString stageName(Stage stage);

} // namespace somno::scoring
