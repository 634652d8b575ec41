// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/learnedclass.h"

#include <algorithm>

namespace somno::scoring {

Stage learnedClass(Stage stage)
{
    switch (stage) {
    case Stage::Wake:
    case Stage::Microarousal: return Stage::Wake;
    case Stage::Nrem:
    case Stage::N1:
    case Stage::N2:
    case Stage::N3:
    case Stage::S4: return Stage::Nrem;
    case Stage::Rem: return Stage::Rem;
    default: return Stage::Unscored;
    }
}

int classIndex(Stage stage, std::span<const Stage> classes)
{
    for (const Stage wanted : {stage, learnedClass(stage)})
        if (const auto found = std::ranges::find(classes, wanted); found != classes.end())
            return int(found - classes.begin());
    return -1;
}

} // namespace somno::scoring
