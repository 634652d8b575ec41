// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The stage sets that the program brings, with names, keys and words for files. Another one is one more entry.
#include <array>

#include "core/scoring/stageset.h"

namespace somno::scoring {

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

StageDefinition definition(Stage stage, const char *name, const char *shortName, const char *edf, const char *keys)
{
    return {stage, text(name), text(shortName), text(edf), text(keys)};
}

const StageDefinition kMicroarousal = definition(Stage::Microarousal, "Microarousal", "MA", "Microarousal", "4M");

std::vector<StageDefinition> mouseStages()
{
    return {definition(Stage::Wake, "Wake", "W", "Sleep stage W", "1W"),
            definition(Stage::Rem, "REM", "R", "Sleep stage R", "3R"),
            definition(Stage::Nrem, "NREM", "N", "Sleep stage N", "2NS")};
}

std::vector<StageDefinition> mouseStagesWithMicroarousal()
{
    std::vector<StageDefinition> stages = mouseStages();
    stages.insert(stages.begin() + 1, kMicroarousal);
    return stages;
}

} // namespace

std::span<const StageSet> StageSet::builtIn()
{
    static const std::array sets = {
        StageSet(text("mouse"), text("Mouse"), mouseStages()),
        StageSet(text("mouse-microarousal"), text("Mouse with microarousals"), mouseStagesWithMicroarousal()),
        StageSet(text("aasm"), text("AASM"),
                 {definition(Stage::Wake, "Wake", "W", "Sleep stage W", "0W"),
                  definition(Stage::Rem, "REM", "R", "Sleep stage R", "5R"),
                  definition(Stage::N1, "N1", "N1", "Sleep stage N1", "1"),
                  definition(Stage::N2, "N2", "N2", "Sleep stage N2", "2"),
                  definition(Stage::N3, "N3", "N3", "Sleep stage N3", "3")}),
        StageSet(text("rechtschaffen-kales"), text("Rechtschaffen and Kales"),
                 {definition(Stage::Wake, "Wake", "W", "Sleep stage W", "0W"),
                  definition(Stage::MovementTime, "Movement time", "MT", "Movement time", "6M"),
                  definition(Stage::Rem, "REM", "R", "Sleep stage R", "5R"),
                  definition(Stage::N1, "S1", "S1", "Sleep stage 1", "1"),
                  definition(Stage::N2, "S2", "S2", "Sleep stage 2", "2"),
                  definition(Stage::N3, "S3", "S3", "Sleep stage 3", "3"),
                  definition(Stage::S4, "S4", "S4", "Sleep stage 4", "4")}),
    };
    return sets;
}

const StageSet &StageSet::mouse()
{
    return builtIn()[0];
}

const StageSet &StageSet::mouseWithMicroarousal()
{
    return builtIn()[1];
}

const StageSet &StageSet::aasm()
{
    return builtIn()[2];
}

const StageSet &StageSet::rechtschaffenKales()
{
    return builtIn()[3];
}

} // namespace somno::scoring
