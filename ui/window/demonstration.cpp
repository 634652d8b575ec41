// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/demonstration.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include "ui/window/enginerunner.h"

namespace somno::ui {

void withDemonstration(EngineRunner *engine, std::function<void(const QString &path)> open)
{
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    const QString path = folder.filePath(QStringLiteral("demonstration.edf"));
    if (QFileInfo::exists(path)) {
        open(path);
        return;
    }
    folder.mkpath(QStringLiteral("."));
    const QStringList arguments{QStringLiteral("simulate"),
                                QStringLiteral("--hours"),
                                QStringLiteral("4"),
                                QStringLiteral("--seed"),
                                QStringLiteral("4242"),
                                QStringLiteral("--subject"),
                                QStringLiteral("11"),
                                QStringLiteral("--start-hour"),
                                QStringLiteral("9"),
                                QStringLiteral("-o"),
                                path};
    engine->start(arguments, EngineRunner::tr("Simulating the demonstration recording"),
                  [path, open = std::move(open)] { open(path); });
}

} // namespace somno::ui
