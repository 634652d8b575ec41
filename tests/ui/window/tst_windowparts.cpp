// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/windowfixture.h"

#include "core/work/recordingloader.h"
#include "ui/window/statusfacts.h"
#include "ui/window/stylesheet.h"

using namespace somno;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Stage;

/// What the window is made of: words, colours, loading.
class TestWindowParts : public QObject {
    Q_OBJECT

    static double luminance(const QColor &colour)
    {
        const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    }
    /// Contrast ratio of WCAG 2.
    static double contrast(const QColor &a, const QColor &b)
    {
        const double la = luminance(a), lb = luminance(b);
        return (qMax(la, lb) + 0.05) / (qMin(la, lb) + 0.05);
    }

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void factsNameSourceAndModel()
    {
        const signal::Recording recording = sineRecording(10, {QStringLiteral("EEG")});
        scoring::Proposal proposal;
        proposal.classes = {Stage::Wake, Stage::Nrem, Stage::Rem};
        for (int i = 0; i < 10; ++i)
            proposal.probabilities.insert(proposal.probabilities.end(), {0.02f, 0.95f, 0.03f});
        proposal.modelVersion = QStringLiteral("starter 1");
        auto hypnogram = scoring::Hypnogram::fromProposal(proposal);
        hypnogram.set(1, Stage::Wake, EpochSource::Human);
        hypnogram.set(2, Stage::Rem, EpochSource::Imported);
        hypnogram.set(3, Stage::Unscored, EpochSource::None);
        hypnogram.set(5, Stage::Nrem, EpochSource::Confirmed);
        hypnogram.set(6, Stage::Rem, EpochSource::Confirmed); // imported before
        hypnogram.set(7, Stage::Nrem, EpochSource::Human);
        plot::EpochSelection selection;
        selection.setEpochs(10, 1);
        const auto theme = plot::PlotTheme::light();
        const auto facts = [&](EpochIndex epoch, bool clock = true) {
            selection.setCurrent(epoch);
            return ui::epochFacts(recording, hypnogram, selection, theme, clock);
        };
        QCOMPARE(facts(0).stage, QStringLiteral("NREM 0.95"));
        QCOMPARE(facts(0).source, QStringLiteral("automatic, starter 1"));
        QCOMPARE(facts(0).state, EpochSource::Automatic);
        QCOMPARE(facts(1).stage, QStringLiteral("Wake"));
        QCOMPARE(facts(1).source, QStringLiteral("set by hand, the model said NREM 0.95"));
        QCOMPARE(facts(7).source, QStringLiteral("set by hand"));
        QCOMPARE(facts(5).stage, QStringLiteral("NREM"));
        QCOMPARE(facts(5).source, QStringLiteral("confirmed"));
        QCOMPARE(facts(5).state, EpochSource::Confirmed);
        QCOMPARE(facts(6).source, QStringLiteral("confirmed, the model said NREM 0.95"));
        QCOMPARE(facts(2).source, QStringLiteral("imported, the model said NREM 0.95"));
        QCOMPARE(facts(3).stage, QStringLiteral("unscored"));
        QVERIFY(facts(3).source.isEmpty());
        QVERIFY(!facts(3).stageColour.isValid());
        QCOMPARE(facts(4).time, QStringLiteral("08:00:04"));
        QCOMPARE(facts(4, false).time, QStringLiteral("0:00:04"));
        QCOMPARE(facts(9).epoch, QStringLiteral("epoch 10 of 10"));
        QVERIFY(facts(9).selection.isEmpty());
        selection.select({3, 4});
        QCOMPARE(facts(9).selection, QStringLiteral("1 epoch selected"));
        QCOMPARE(ui::epochText(recording, hypnogram, 5, true), QStringLiteral("08:00:05   NREM, confirmed"));
        QCOMPARE(ui::epochText(recording, hypnogram, 3, false), QStringLiteral("0:00:03   unscored"));
        QCOMPARE(ui::epochText(recording, hypnogram, 10, false), QStringLiteral("0:00:10"));
    }

    void textCanBeReadInBothThemes()
    {
        for (const auto &theme : {plot::PlotTheme::light(), plot::PlotTheme::dark()}) {
            QVERIFY(contrast(theme.text, theme.background) > 7);
            QVERIFY(contrast(theme.mutedText, theme.background) > 4.5);
            QVERIFY(contrast(theme.accent, theme.lane) > 4.5); // words on the main button
            const QString sheet = ui::styleSheet(theme);
            QVERIFY(!sheet.contains(QLatin1Char('@')));
            QVERIFY(sheet.contains(theme.accent.name()));
        }
    }

    void themeNamesAreReadAndWritten()
    {
        for (const auto mode : {ui::ThemeMode::Auto, ui::ThemeMode::Light, ui::ThemeMode::Dark})
            QCOMPARE(ui::themeModeFromText(ui::themeModeText(mode)), mode);
        QCOMPARE(ui::themeModeFromText(QStringLiteral("purple")), ui::ThemeMode::Auto);
    }

    void onlyTheShownChannelsAreRead()
    {
        const Desk desk;
        const QString path = desk.write(QStringLiteral("many.edf"), 20,
                                        {QStringLiteral("EEG1"), QStringLiteral("EEG2"), QStringLiteral("EMG")});
        auto loaded = ui::loadRecording(path, {QStringLiteral("EEG2"), {}, {QStringLiteral("EEG1")}}, 1, {});
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->shownChannels(), QList<int>({1, 2, 0}));
        loaded = ui::loadRecording(path, {}, 1, {});
        QCOMPARE(loaded->shownChannels(), QList<int>({0, 2}));
        QVERIFY(!loaded->recording->channels[1].samples);
        // A wish from another file gives way to the guess.
        loaded = ui::loadRecording(path, {QStringLiteral("C3"), QStringLiteral("chin"), {QStringLiteral("C4")}}, 1, {});
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->shownChannels(), QList<int>({0, 2}));
    }

    void channelsWithoutAnyMeaningAreShownAllTheSame()
    {
        const Desk desk;
        const QString path = desk.write(QStringLiteral("plain.edf"), 20, {QStringLiteral("x"), QStringLiteral("x")});
        const auto loaded = ui::loadRecording(path, {}, 1, {});
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->shownChannels().size(), 2);
        QCOMPARE(ui::channelName(*loaded->recording, 0), QStringLiteral("#1")); // the label would find both
        QCOMPARE(ui::channelName(*loaded->recording, 1), QStringLiteral("#2"));
        QVERIFY(ui::channelName(*loaded->recording, -1).isEmpty());
    }

    void shorterThanAnEpochIsRefused()
    {
        const Desk desk;
        const QString path = desk.write(QStringLiteral("short.edf"), 0.5, {QStringLiteral("EEG")});
        const auto loaded = ui::loadRecording(path, {}, 1, {});
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::TooShort);
    }
};

QTEST_MAIN(TestWindowParts)
#include "tst_windowparts.moc"
