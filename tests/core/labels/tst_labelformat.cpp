// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/labels/labelformat.h"

using namespace somno;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Stage;

class TestLabelFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void everyFormatIsComplete()
    {
        QSet<QString> ids;
        for (const io::LabelFormat *format : io::labelFormats()) {
            QVERIFY2(!ids.contains(format->id), qPrintable(format->id));
            ids.insert(format->id);
            QVERIFY(!format->name.isEmpty() && !format->suffixes.isEmpty() && format->recognises);
            QVERIFY(format->canRead() || format->canWrite());
            QVERIFY(!format->recognises({}, QStringLiteral("labels"))); // nothing in it speaks for anyone
            for (const QString &suffix : format->suffixes)
                QCOMPARE(suffix, suffix.toLower());
            QCOMPARE(io::findLabelFormat(format->id), format);
        }
        QCOMPARE(io::findLabelFormat(QStringLiteral("xyz")), nullptr);
    }

    void filtersOfTheDialogs()
    {
        const QStringList filters = io::labelReadFilters().split(QStringLiteral(";;"));
        QVERIFY(filters.first().startsWith(QStringLiteral("All label files (*.csv *.tsv *.edf *.bdf ")));
        QVERIFY(filters.contains(QStringLiteral("CSV table (*.csv *.tsv *.CSV *.TSV)")));
        QVERIFY(filters.contains(QStringLiteral("EDF+ annotations (*.edf *.bdf *.EDF *.BDF)")));
        QVERIFY(filters.contains(QStringLiteral("NSRR XML (*.xml *.XML)")));
        QCOMPARE(filters.last(), QStringLiteral("All files (*)"));
        QCOMPARE(filters.size(), qsizetype(io::readableLabelFormats().size()) + 2);
        const QStringList written = io::labelWriteFilters();
        QVERIFY(written.contains(QStringLiteral("CSV table: stages, confidence and source (*.csv)")));
        QVERIFY(
            written.contains(QStringLiteral("EDF+ annotations: stages only, without confidence and source (*.edf)")));
        QCOMPARE(written.size(), qsizetype(io::writableLabelFormats().size()));
    }

    void wordsForHelpAndErrors()
    {
        QVERIFY(io::labelReadEndings().startsWith(QStringLiteral(".csv, .tsv, .edf, .bdf, ")));
        QCOMPARE(io::labelWriteEndings().first(2), QStringList({".csv", ".edf"}));
        QCOMPARE(io::labelWriteEndings().count(QStringLiteral(".xml")), 1); // of two formats
    }

    void everyLossIsSaid_data()
    {
        QTest::addColumn<int>("contents");
        QTest::addColumn<bool>("withSource");
        QTest::addColumn<QStringList>("lost");
        const QString probabilities = QStringLiteral("the model's probabilities and confidence");
        const QString source = QStringLiteral("who set each epoch (model, scorer or import)");
        QTest::newRow("nothing held") << 0 << true << QStringList({probabilities, source});
        QTest::newRow("probabilities") << int(io::LabelContent::Probabilities) << true << QStringList({source});
        QTest::newRow("source") << int(io::LabelContent::Source) << true << QStringList({probabilities});
        QTest::newRow("source not asked for")
            << int(io::LabelContent::Source) << false << QStringList({probabilities, source});
        QTest::newRow("all") << int(io::LabelContent::Source | io::LabelContent::Probabilities) << true
                             << QStringList();
    }

    void everyLossIsSaid()
    {
        QFETCH(int, contents);
        QFETCH(bool, withSource);
        QFETCH(QStringList, lost);
        io::LabelFormat format;
        format.contents = io::LabelContents(contents);
        io::LabelWriteOptions options;
        options.withSource = withSource;
        scoring::Proposal proposal;
        proposal.classes = {Stage::Wake, Stage::Nrem};
        proposal.probabilities = {1, 0, 0, 1};
        Hypnogram hypnogram = Hypnogram::fromProposal(proposal);
        hypnogram.set(0, Stage::Wake, EpochSource::Confirmed);
        QCOMPARE(io::labelLosses(format, hypnogram, options), lost);
        QCOMPARE(io::labelLosses(format, Hypnogram(5), options), QStringList());
    }

    void stagesWithoutWordsAreLost()
    {
        io::LabelFormat format;
        format.stages = {Stage::Wake, Stage::Nrem, Stage::Rem};
        Hypnogram hypnogram(6);
        hypnogram.set(0, Stage::Wake, EpochSource::Imported);
        hypnogram.set(5, Stage::Rem, EpochSource::Imported);
        QCOMPARE(io::labelLosses(format, hypnogram, {}), QStringList());
        hypnogram.set(1, Stage::N3, EpochSource::Imported);
        hypnogram.set(2, Stage::Microarousal, EpochSource::Imported);
        hypnogram.set(3, Stage::N3, EpochSource::Imported);
        QCOMPARE(io::labelLosses(format, hypnogram, {}), QStringList(QStringLiteral("the stages N3, Microarousal")));
        format.writtenAs = {{Stage::N3, Stage::Nrem}};
        format.statesEpoch = false;
        QCOMPARE(io::labelLosses(format, hypnogram, {}),
                 QStringList({QStringLiteral("the stages N3 (written as NREM), Microarousal"),
                              QStringLiteral("the length of an epoch, 1 s")}));
    }
};

QTEST_APPLESS_MAIN(TestLabelFormat)
#include "tst_labelformat.moc"
