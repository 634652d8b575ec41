// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QString>
#include <QtTest>

namespace somno::test {

/// Path of a real recording kept outside the repository: $SOMNOSCRIBE_DATA, else ../shared/data beside the checkout.
inline QString dataFile(const QString &relative)
{
    const QString root = qEnvironmentVariable("SOMNOSCRIBE_DATA", QStringLiteral(SOMNOSCRIBE_SOURCE_DIR)
                                                                      + QStringLiteral("/../shared/data"));
    return QDir(root).absoluteFilePath(relative);
}

} // namespace somno::test

/// Skips the test, by name, where the real recording is absent.
#define SOMNO_REQUIRE_DATA(variable, relative)                                                                         \
    const QString variable = somno::test::dataFile(QStringLiteral(relative));                                          \
    if (!QFileInfo::exists(variable))                                                                                  \
    QSKIP("real recording not here: " relative " (set SOMNOSCRIBE_DATA)")
