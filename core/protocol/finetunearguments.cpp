// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/finetunearguments.h"

namespace somno::jobs {

namespace {

QString modeName(FinetuneMode mode)
{
    switch (mode) {
    case FinetuneMode::Automatic: return QStringLiteral("auto");
    case FinetuneMode::Heads: return QStringLiteral("heads");
    case FinetuneMode::All: return QStringLiteral("all");
    }
    return {};
}

} // namespace

QStringList finetuneArguments(const FinetuneSettings &settings, bool finish)
{
    QStringList arguments = {QStringLiteral("finetune")};
    const auto add = [&](const char *option, const QString &value) {
        if (!value.isEmpty())
            arguments << QLatin1String(option) << value;
    };
    const auto number = [](int value) { return value > 0 ? QString::number(value) : QString(); };
    add("--manifest", settings.manifest);
    add("-o", settings.output);
    add("--model", settings.baseModel);
    add("--config", settings.config);
    add("--mode", modeName(settings.mode));
    add("--steps", number(settings.steps));
    add("--seed", QString::number(settings.seed));
    add("--threads", number(settings.threads));
    add("--memory", number(settings.memoryMb));
    add("--device", settings.device);
    add("--run", settings.runFolder);
    add("--name", settings.name);
    add("--model-version", settings.version);
    add("--replay", settings.replay);
    add("--original", settings.original);
    if (finish)
        arguments << QStringLiteral("--finish");
    return arguments;
}

} // namespace somno::jobs
