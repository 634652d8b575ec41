// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/editreason.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>

namespace somno::scoring {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::scoring::EditReason)
};

/// As projects keep a kind: never changed, files hold it.
constexpr std::array kKinds = {"words", "score", "clear", "confirm", "auto-score", "import"};

} // namespace

QJsonObject EditReason::toJson() const
{
    return {{"kind", kKinds[size_t(kind)]}, {"epochs", epochs}, {"name", name}};
}

EditReason EditReason::fromJson(const QJsonObject &json)
{
    const auto kind = std::ranges::find(kKinds, json[QLatin1String("kind")].toString());
    if (kind == kKinds.end())
        return {};
    return {Kind(kind - kKinds.begin()), json[QLatin1String("epochs")].toInteger(),
            json[QLatin1String("name")].toString()};
}

QString EditReason::text() const
{
    const QString count = QLocale().toString(epochs);
    switch (kind) {
    case Kind::Score:
        return epochs == 1 ? Text::tr("Score 1 epoch as %1").arg(name)
                           : Text::tr("Score %1 epochs as %2").arg(count, name);
    case Kind::Clear: return epochs == 1 ? Text::tr("Clear 1 epoch") : Text::tr("Clear %1 epochs").arg(count);
    case Kind::Confirm: return epochs == 1 ? Text::tr("Confirm 1 epoch") : Text::tr("Confirm %1 epochs").arg(count);
    case Kind::AutoScore:
        return epochs == 1 ? Text::tr("Auto-score 1 epoch") : Text::tr("Auto-score %1 epochs").arg(count);
    case Kind::Import:
        return epochs == 0   ? Text::tr("import of %1").arg(name)
               : epochs == 1 ? Text::tr("import of %1 (1 epoch)").arg(name)
                             : Text::tr("import of %1 (%2 epochs)").arg(name, count);
    case Kind::Words: break;
    }
    return name;
}

} // namespace somno::scoring
