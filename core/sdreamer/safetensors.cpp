// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/safetensors.h"

#include <QStringList>

namespace somno::sdreamer {

QString shapeText(const std::vector<qint64> &shape)
{
    QStringList extents;
    for (const qint64 extent : shape)
        extents << QString::number(extent);
    return QLatin1Char('[') + extents.join(QStringLiteral(", ")) + QLatin1Char(']');
}

} // namespace somno::sdreamer
