// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QJsonArray>
#include <cstdio>

#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"
#include "core/engine/decision/rules.h"
#include "core/model/modellibrary.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

constexpr const char *kRulesHeadline
    = "Thresholds on EMG tone, delta and theta over delta, found in the recording itself; no training.";

// First line of text of the card, headings and marks left out.
QString headline(const QString &card)
{
    for (const QString &line : card.split(QLatin1Char('\n'))) {
        const QString text = line.trimmed();
        if (!text.isEmpty() && !text.startsWith(QLatin1Char('#')))
            return QString(text).remove(QStringLiteral("**"));
    }
    return {};
}

QJsonObject describe(const ModelListing &listing)
{
    QJsonObject object{{"id", QFileInfo(listing.directory).fileName()}, {"directory", listing.directory}};
    if (!listing.package) {
        object.insert("error", listing.package.error().message);
        return object;
    }
    const ModelPackage &package = *listing.package;
    object.insert("name", package.name);
    object.insert("version", package.version);
    object.insert("headline", headline(package.card));
    object.insert("parent", package.parent);
    object.insert("simulated_data_only", package.training.simulated);
    object.insert(
        "heads_trained",
        QJsonObject{{"mix", true}, {"eeg", package.network.eegHeadTrained}, {"emg", package.network.emgHeadTrained}});
    object.insert("metrics", package.metrics);
    return object;
}

QString figures(const QJsonObject &metrics)
{
    const QJsonObject pooled = metrics.value("test").toObject().value("pooled").toObject();
    QStringList texts;
    for (const char *key : {"accuracy", "macro_f1", "kappa"})
        if (const QJsonValue value = pooled.value(QLatin1String(key)); value.isDouble())
            texts << QStringLiteral("%1 %2").arg(QLatin1String(key)).arg(value.toDouble(), 0, 'f', 3);
    return texts.join(QStringLiteral(", "));
}

void printText(const ModelListing &listing)
{
    std::printf("%s\t%s\n", qUtf8Printable(QFileInfo(listing.directory).fileName()), qUtf8Printable(listing.directory));
    if (!listing.package) {
        std::printf("  cannot be used: %s\n", qUtf8Printable(listing.package.error().message));
        return;
    }
    std::printf("  %s: %s\n", qUtf8Printable(listing.package->title()),
                qUtf8Printable(headline(listing.package->card)));
    if (const QString text = figures(listing.package->metrics); !text.isEmpty())
        std::printf("  in its own test: %s\n", qUtf8Printable(text));
    if (listing.package->training.simulated)
        std::printf("  learned from simulated recordings only\n");
}

/// The rules are no package: they are built in.
QJsonObject describeRules()
{
    return {{"id", kRulesModel},
            {"name", kRulesModel},
            {"built_in", true},
            {"headline", kRulesHeadline},
            {"simulated_data_only", false},
            {"heads_trained", QJsonObject{{"mix", true}, {"eeg", false}, {"emg", false}}}};
}

int models(bool asJson)
{
    QJsonArray array;
    const auto listings = listModels();
    for (const ModelListing &listing : listings) {
        array.append(describe(listing));
        if (!asJson)
            printText(listing);
    }
    array.append(describeRules());
    if (asJson)
        printJson({{"models", array}, {"folders", QJsonArray::fromStringList(modelFolders())}});
    else
        std::printf("%s\tbuilt in\n  %s\n", qUtf8Printable(kRulesModel), kRulesHeadline);
    if (!asJson && listings.empty())
        std::printf("no other models in %s\n", qUtf8Printable(modelFolders().join(QStringLiteral(", "))));
    return ExitDone;
}

} // namespace

void addModelsVerb(CLI::App &app, VerbRun &run)
{
    auto asJson = std::make_shared<bool>(false);
    CLI::App *verb = app.add_subcommand("models", "List the models that can be found by name");
    verb->add_flag("--json", *asJson, "print the list as JSON");
    verb->footer("Example: sdreamer models --json");
    verb->callback([&run, asJson] { run = [asJson] { return models(*asJson); }; });
}

} // namespace somno::app
