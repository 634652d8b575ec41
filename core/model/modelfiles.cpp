// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/modelfiles.h"

#include <QCoreApplication>

namespace somno::sdreamer {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::sdreamer::ModelFiles)
};

} // namespace

QString whatAModelIs()
{
    return Text::tr("A model is a folder with %1, %2 and %3.").arg(kConfigFile, kWeightsFile, kCardFile);
}

QString copyTheWholeModel()
{
    return whatAModelIs() + QLatin1Char(' ') + Text::tr("Copy the whole folder again.");
}

} // namespace somno::sdreamer
