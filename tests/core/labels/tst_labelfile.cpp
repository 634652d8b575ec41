// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>
#include <random>

#include "core/labels/labelfile.h"
#include "core/recordings/recordingfile.h"
#include "tests/support/data.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Proposal;
using scoring::Stage;

namespace {

const std::vector<Stage> kAllStages
    = {Stage::Wake, Stage::Nrem, Stage::Rem, Stage::Microarousal, Stage::N1, Stage::N2, Stage::N3, Stage::Unscored};

Hypnogram randomHypnogram(int epochs, double epochSec, const std::vector<Stage> &stages)
{
    std::mt19937 random(7);
    Hypnogram hypnogram(epochs, epochSec);
    for (int i = 0; i < epochs; ++i)
        hypnogram.set(i, stages[random() % stages.size()], EpochSource::Imported);
    return hypnogram;
}

Hypnogram scored(int epochs)
{
    std::mt19937 random(3);
    Proposal proposal;
    proposal.classes = {Stage::Wake, Stage::Nrem, Stage::Rem};
    for (int i = 0; i < epochs; ++i) {
        float values[3];
        float sum = 0;
        for (float &value : values)
            sum += value = i % 5 == 0 ? std::exp(-float(random() % 80)) : float(random() % 100000 + 1);
        for (const float value : values)
            proposal.probabilities.push_back(i == 7 ? std::numeric_limits<float>::quiet_NaN() : value / sum);
    }
    return Hypnogram::fromProposal(proposal);
}

QList<int> stagesOf(const Hypnogram &hypnogram)
{
    QList<int> result;
    for (const Stage stage : hypnogram.stages())
        result << int(stage);
    return result;
}

QStringList codesOf(const io::LabelImport &labels)
{
    QStringList codes;
    for (const Deviation &deviation : labels.deviations)
        codes << deviation.code;
    return codes;
}

QString described(const Error &error)
{
    return error.message + QLatin1Char(' ') + error.detail;
}

} // namespace

class TestLabelFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void roundTripThroughAllFormats_data();
    void roundTripThroughAllFormats();
    void roundTripOfEverySet();
    void ownStagesNeedNoSet();
    void theSetFollowsTheFile();
    void stagesOfAnotherSetAreSaid();
    void csvKeepsProbabilities();
    void labelsNeverReplaceARecording();
    void csvColumns();
    void csvSource();
    void csvTolerance_data();
    void csvTolerance();
    void csvErrors_data();
    void csvErrors();
    void unknownWordsAreSaid();
    void otherEpochLengths();
    void padsToTheRecording();
    void edfSpellings();
    void edfWithoutDurations();
    void edfSingleLetters();
    void edfWithoutStages();
    void edfKeepsStart();
    void saysWhatIsLost();
    void saysWhatItLeftOut();
    void contentGoesBeforeTheEnding();
    void aFormatMayBeNamed();
    void readsTheWordsOfTheContext();
    void refusesOtherFiles();
    void realHumanScoring();
    void realSleepEdf();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Hypnogram read(const QString &name, double epochSec = 0, double totalSec = 0)
    {
        const auto labels = io::readLabels(name, {.epochSec = epochSec, .totalSec = totalSec});
        if (!labels)
            QTest::qFail(qPrintable(described(labels.error())), __FILE__, __LINE__);
        return labels ? labels->hypnogram : Hypnogram();
    }
    QByteArray lines(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QTemporaryDir m_folder;
};

void TestLabelFile::roundTripThroughAllFormats_data()
{
    QTest::addColumn<int>("epochs");
    QTest::addColumn<double>("epochSec");
    QTest::newRow("1 s") << 3000 << 1.0;
    QTest::newRow("4 s") << 500 << 4.0;
    QTest::newRow("2.5 s") << 500 << 2.5;
    QTest::newRow("0.1 s") << 1000 << 0.1;
    QTest::newRow("30 s") << 1 << 30.0;
}

void TestLabelFile::roundTripThroughAllFormats()
{
    QFETCH(int, epochs);
    QFETCH(double, epochSec);
    const auto stages = epochs == 1 ? std::vector{Stage::Rem} : kAllStages;
    Hypnogram hypnogram = randomHypnogram(epochs, epochSec, stages);
    if (epochs > 1)
        hypnogram.set(epochs - 1, Stage::Unscored, EpochSource::None); // an unscored end counts too
    QVERIFY(io::writeLabels(path("a.csv"), hypnogram));
    const Hypnogram fromCsv = read(path("a.csv"));
    QVERIFY(io::writeLabels(path("a.edf"), fromCsv));
    const Hypnogram fromEdf = read(path("a.edf"));
    QCOMPARE(fromEdf.epochSec(), epochSec);
    QCOMPARE(stagesOf(fromCsv), stagesOf(hypnogram));
    QCOMPARE(stagesOf(fromEdf), stagesOf(hypnogram));
    QVERIFY(io::writeLabels(path("b.csv"), fromEdf));
    QCOMPARE(lines(path("b.csv")), lines(path("a.csv")));
}

/// Labels come back as the stages that they were, of built-in sets and of a laboratory's own.
void TestLabelFile::roundTripOfEverySet()
{
    std::vector<scoring::StageSet> sets(scoring::StageSet::builtIn().begin(), scoring::StageSet::builtIn().end());
    sets.push_back(*scoring::StageSet::make(
        QStringLiteral("own"), QStringLiteral("Own"),
        {{Stage::Wake, QStringLiteral("Wake"), QStringLiteral("W"), QStringLiteral("Sleep stage W"), {}},
         {Stage(16), QStringLiteral("Torpor"), QStringLiteral("T"), QStringLiteral("Sleep stage torpor"), {}}}));
    sets.push_back(*scoring::StageSet::make(
        QStringLiteral("nasty"), QStringLiteral("Words that mean something else elsewhere"),
        {{Stage::Wake, QStringLiteral("Awake"), QStringLiteral("A"), QStringLiteral("Quiet"), {}},
         {Stage::Nrem, QStringLiteral("Slow waves"), {}, {}, {}},
         {Stage(16), QStringLiteral("NREM"), QStringLiteral("R"), QStringLiteral("Sleep stage 1"), {}},
         {Stage(17), QStringLiteral("2"), QStringLiteral("W"), {}, {}},
         {Stage(18), QStringLiteral("Dozing"), QStringLiteral("?"), QStringLiteral("Sleep stage 4"), {}},
         {Stage(19), QStringLiteral("Zoë's"), {}, QStringLiteral("Movement time"), {}}}));
    for (const scoring::StageSet &set : sets) {
        Hypnogram hypnogram(EpochIndex(set.stages().size()) + 1, 20, set);
        for (size_t i = 0; i < set.stages().size(); ++i)
            hypnogram.set(EpochIndex(i), set.stages()[i].stage, EpochSource::Imported);
        for (const char *name : {"set.csv", "set.edf"}) {
            const auto lost = io::writeLabels(path(name), hypnogram);
            QVERIFY(lost && lost->isEmpty());
            const auto back = io::readLabels(path(name), {.stages = set});
            QVERIFY2(back, qPrintable(set.id()));
            QCOMPARE(stagesOf(back->hypnogram), stagesOf(hypnogram));
            QVERIFY(back->hypnogram.stageSet() == set);
            QCOMPARE(codesOf(*back), QStringList());
        }
    }
}

/// As in projects whose set was lost: the number is the word.
void TestLabelFile::ownStagesNeedNoSet()
{
    Hypnogram hypnogram(2, 20);
    hypnogram.set(0, Stage(16), EpochSource::Imported);
    hypnogram.set(1, Stage::Wake, EpochSource::Imported);
    for (const char *name : {"number.csv", "number.edf"}) {
        QVERIFY(io::writeLabels(path(name), hypnogram));
        QCOMPARE(stagesOf(read(path(name))), (QList<int>{16, 0}));
    }
}

/// Without being told, the set is the one that holds what the file says.
void TestLabelFile::theSetFollowsTheFile()
{
    Hypnogram human(4, 30, scoring::StageSet::aasm());
    human.set(0, Stage::N1, EpochSource::Imported);
    human.set(1, Stage::N3, EpochSource::Imported);
    QVERIFY(io::writeLabels(path("human.csv"), human));
    QVERIFY(read(path("human.csv")).stageSet() == scoring::StageSet::aasm());
    QVERIFY(io::writeLabels(path("mouse.csv"), randomHypnogram(9, 4, {Stage::Wake, Stage::Nrem})));
    QVERIFY(read(path("mouse.csv")).stageSet() == scoring::StageSet::mouseWithMicroarousal());
}

void TestLabelFile::stagesOfAnotherSetAreSaid()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    file.duration = "0";
    file.signalList
        = {annotationSignal({"+0\x14\x14" + QByteArray(1, '\0') + tal("+0", "60", "Sleep stage 4")
                             + tal("+60", "30", "Sleep stage 3") + tal("+90", "", "Movement time")
                             + tal("+120", "30", "Sleep stage 4@@EEG") + tal("+150", "30", "Sleep stage 2")},
                            300)};
    const QString name = file.save(path("rk.edf"));
    const auto asAasm = io::readLabels(name, {.epochSec = 30, .stages = scoring::StageSet::aasm()});
    QVERIFY(asAasm);
    QCOMPARE(stagesOf(asAasm->hypnogram), (QList<int>{6, 6, 6, -1, 6, 5}));
    QVERIFY(asAasm->hypnogram.stageSet() == scoring::StageSet::aasm());
    QCOMPARE(codesOf(*asAasm), QStringList({"durations-missing", "stage-substituted", "stage-substituted"}));
    QCOMPARE(
        asAasm->deviations[1].sentence(),
        QStringLiteral("\"Sleep stage 4\": 2 rows (90 s) of a stage that the set in use does not have; read as N3."));
    QVERIFY(asAasm->deviations[2].sentence().endsWith(QStringLiteral("read as unscored.")));
    const auto asIs = io::readLabels(name, {.epochSec = 30, .stages = scoring::StageSet::rechtschaffenKales()});
    QVERIFY(asIs);
    QCOMPARE(stagesOf(asIs->hypnogram), (QList<int>{7, 7, 6, 8, 7, 5}));
    QCOMPARE(codesOf(*asIs), QStringList("durations-missing"));
    // Who says what the words mean is not told.
    const auto mapped = io::readLabels(name, {.epochSec = 30,
                                              .stages = scoring::StageSet::aasm(),
                                              .stageMap = {{QStringLiteral("sleep stage 4"), Stage::N3},
                                                           {QStringLiteral("movement time"), Stage::Wake}}});
    QVERIFY(mapped);
    QCOMPARE(stagesOf(mapped->hypnogram), (QList<int>{6, 6, 6, 0, 6, 5}));
    QCOMPARE(codesOf(*mapped), QStringList("durations-missing"));
}

void TestLabelFile::csvKeepsProbabilities()
{
    const Hypnogram hypnogram = scored(400);
    QVERIFY(io::writeLabels(path("p.csv"), hypnogram));
    const Hypnogram back = read(path("p.csv"));
    QCOMPARE(back.proposal().size(), 400);
    QCOMPARE(stagesOf(back), stagesOf(hypnogram));
    for (int i = 0; i < 400; ++i) {
        QCOMPARE(back.proposal().stage(i), hypnogram.proposal().stage(i));
        const auto row = back.proposal().row(i);
        QVERIFY(i == 7 ? std::isnan(row[0]) : std::abs(double(row[0]) + double(row[1]) + double(row[2]) - 1) < 1e-6);
    }
    QCOMPARE(back.stage(7), Stage::Unscored);
}

void TestLabelFile::csvColumns()
{
    Proposal proposal;
    proposal.classes = {Stage::Wake, Stage::Nrem, Stage::Rem};
    proposal.probabilities = {0.75f, 0.25f, 0.f, 0.125f, 0.25f, 0.625f};
    proposal.probabilities.insert(proposal.probabilities.end(), {0.5f, 0.25f, 0.25f});
    Hypnogram hypnogram = Hypnogram::fromProposal(proposal);
    hypnogram.set(1, Stage::Unscored, EpochSource::None);
    hypnogram.set(2, Stage::Nrem, EpochSource::Human); // of which the model was not sure
    QVERIFY(io::writeLabels(path("c.csv"), hypnogram));
    QCOMPARE(lines(path("c.csv")), QByteArray("onset_s,duration_s,stage,confidence,p_wake,p_nrem,p_rem\n"
                                              "0,1,Wake,0.75,0.75,0.25,0\n"
                                              "1,1,,,0.125,0.25,0.625\n"
                                              "2,1,NREM,,0.5,0.25,0.25\n"));
}

void TestLabelFile::csvSource()
{
    Hypnogram hypnogram = scored(3);
    hypnogram.set(1, Stage::Rem, EpochSource::Human);
    hypnogram.set(2, hypnogram.stage(2), EpochSource::Confirmed);
    io::LabelWriteOptions options;
    options.withSource = true;
    const auto lost = io::writeLabels(path("s.csv"), hypnogram, options);
    QVERIFY(lost && lost->isEmpty());
    const Hypnogram back = read(path("s.csv"));
    QCOMPARE(back.source(0), EpochSource::Automatic);
    QCOMPARE(back.source(1), EpochSource::Human);
    QVERIFY(lines(path("s.csv")).endsWith(",confirmed\n"));
    QCOMPARE(back.source(2), EpochSource::Confirmed);
}

void TestLabelFile::csvTolerance_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("BOM and CRLF") << QByteArray(
        "\xef\xbb\xbfonset_s,duration_s,stage\r\n0,1,Wake\r\n1,1,nrem\r\n2,1,\r\n3,1,R\r\n");
    QTest::newRow("other order, no duration") << QByteArray("Stage,onset_s\nWake,0\nSWS,1\n?,2\nREM,3\n");
    QTest::newRow("spreadsheet") << QByteArray("onset_s;duration_s;stage\n0,0;1,0;Wake\n1,0;1,0;NREM\n3,0;1,0;REM\n");
    QTest::newRow("quotes, blank lines") << QByteArray(
        "\"onset_s\",\"stage\",\"note\"\n0,\"Wake\",x\n\n1,\"NREM\"\n2,,\n3,\"REM\",\n\n");
    QTest::newRow("bouts") << QByteArray("onset_s,duration_s,stage\n0,1,W\n1,1,N\n3,1,R\n");
}

void TestLabelFile::csvTolerance()
{
    QFETCH(QByteArray, bytes);
    const Hypnogram hypnogram = read(saveBytes(path("tolerant.csv"), bytes), 1);
    QCOMPARE(stagesOf(hypnogram), (QList<int>{0, 1, -1, 2}));
    QCOMPARE(hypnogram.source(0), EpochSource::Imported);
    QCOMPARE(hypnogram.source(2), EpochSource::None);
}

void TestLabelFile::csvErrors_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("said");
    QTest::newRow("no stage column") << QByteArray("onset_s,eeg\n0,0.5\n") << "line 1: there is no column of stages";
    QTest::newRow("onset") << QByteArray("onset_s,stage\nten,Wake\n") << "line 2: \"ten\" is no onset";
    QTest::newRow("no known stage") << QByteArray("onset_s,stage\n0,Dream\n") << "holds no sleep stages";
    QTest::newRow("huge onset") << QByteArray("onset_s,stage\n1e300,Wake\n") << "line 2";
    QTest::newRow("duration") << QByteArray("onset_s,duration_s,stage\n0,-1,Wake\n") << "line 2: \"-1\" is no duration";
    QTest::newRow("probability") << QByteArray("onset_s,stage,p_wake\n0,Wake,1.5\n") << "column p_wake";
    QTest::newRow("half of the probabilities") << QByteArray("onset_s,stage,p_wake,p_rem\n0,Wake,1,\n") << "missing";
    QTest::newRow("nothing") << QByteArray("onset_s,stage\n") << "no labels";
    QTest::newRow("centuries") << QByteArray("onset_s,stage\n0,Wake\n0.1,Wake\n900000000,Wake\n") << "reach to";
}

void TestLabelFile::csvErrors()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, said);
    const auto hypnogram = io::readLabels(saveBytes(path("wrong.csv"), bytes));
    QVERIFY(!hypnogram);
    QCOMPARE(hypnogram.error().code, ErrorCode::LabelsInvalid);
    QVERIFY2(hypnogram.error().message.contains(said), qPrintable(hypnogram.error().message));
}

/// A word that nobody knows is left unscored and said; where all are such the file is none of labels.
void TestLabelFile::unknownWordsAreSaid()
{
    const QString some = saveBytes(path("some.csv"), "onset_s,duration_s,stage\n0,4,Wake\n4,4,Dream\n8,4,Dream\n");
    const auto read = io::readLabels(some);
    QVERIFY(read);
    QCOMPARE(stagesOf(read->hypnogram), (QList<int>{0, -1, -1}));
    QCOMPARE(read->deviations.front().sentence(),
             QStringLiteral("\"Dream\": 2 rows (8 s) of no stage that is known; left unscored."));
    QCOMPARE(read->words[1].word, QStringLiteral("Dream"));
    QCOMPARE(read->words[1].seconds, 8.0);
    QVERIFY(!read->words[1].stage);
    const auto strict = io::readLabels(some, {.strict = true});
    QVERIFY(!strict);
    QVERIFY(strict.error().detail.contains(QStringLiteral("\"Dream\"")));
    QVERIFY(io::readLabels(some, {.stageMap = {{QStringLiteral("dream"), Stage::Rem}}, .strict = true}));
    const auto none = io::readLabels(saveBytes(path("dream.csv"), "onset_s,stage\n0,Dream\n"));
    QVERIFY(!none && none.error().detail.contains(QStringLiteral("\"Dream\"")));
}

void TestLabelFile::otherEpochLengths()
{
    Proposal proposal;
    proposal.classes = {Stage::Wake, Stage::Nrem, Stage::Rem};
    proposal.probabilities = {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1};
    QVERIFY(io::writeLabels(path("four.csv"), Hypnogram::fromProposal(proposal)));
    const Hypnogram two = read(path("four.csv"), 2);
    QCOMPARE(stagesOf(two), (QList<int>{0, 1})); // the earlier of two that cover the same
    QCOMPARE(two.proposal().row(0)[1], 0.5f);
    QCOMPARE(stagesOf(read(path("four.csv"), 4)), QList<int>{1});
    QCOMPARE(stagesOf(read(path("four.csv"), 0.5)), (QList<int>{0, 0, 1, 1, 1, 1, 2, 2}));
    QCOMPARE(io::readLabels(path("four.csv"), {.epochSec = -1}).error().code, ErrorCode::InvalidArgument);
}

void TestLabelFile::padsToTheRecording()
{
    const QString name = saveBytes(path("short.csv"), "onset_s,duration_s,stage\n0,1,W\n1,1,R\n");
    QCOMPARE(stagesOf(read(name, 0, 4.9)), (QList<int>{0, 2, -1, -1}));
    const auto cut = io::readLabels(name, {.totalSec = 1.5});
    QVERIFY(cut);
    QCOMPARE(stagesOf(cut->hypnogram), QList<int>{0});
    QCOMPARE(codesOf(*cut), QStringList("beyond-end"));
}

void TestLabelFile::edfSpellings()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    QByteArray events = "+0\x14\x14" + QByteArray(1, '\0');
    const char *texts[]
        = {"Sleep stage W",  "SLEEP STAGE n", "sleep stage R",      "Microarousal",  "Sleep stage ?", "Sleep stage 1",
           "Sleep stage N2", "Sleep stage 4", "Sleep stage R@@EEG", "Movement time", "Lights off"};
    for (int i = 0; i < 11; ++i)
        events += tal('+' + QByteArray::number(30 * i), "30", texts[i]);
    events += tal("+5", "1", "R"); // a marker, not a stage
    file.signalList = {EdfBytesSignal(), annotationSignal({events}, 1000)};
    const Hypnogram hypnogram = read(file.save(path("spellings.edf")));
    QCOMPARE(hypnogram.epochSec(), 30.0);
    QCOMPARE(stagesOf(hypnogram), (QList<int>{0, 1, 2, 3, -1, 4, 5, 6, 2, -1}));
}

void TestLabelFile::edfWithoutDurations()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    file.signalList = {annotationSignal({"+0\x14\x14" + QByteArray(1, '\0') + tal("+0", "", "Sleep stage W")
                                         + tal("+10", "", "Sleep stage N") + tal("+30", "", "Sleep stage R")},
                                        200)};
    file.duration = "0";
    const Hypnogram hypnogram = read(file.save(path("onsets.edf")));
    QCOMPARE(hypnogram.epochSec(), 10.0);
    QCOMPARE(stagesOf(hypnogram), (QList<int>{0, 1, 1, 2})); // nobody knows how long the last one is
}

void TestLabelFile::edfSingleLetters()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    file.duration = "0";
    file.signalList = {
        annotationSignal({"+0\x14\x14" + QByteArray(1, '\0') + tal("+0", "4", "Wake") + tal("+4", "4", "rem")}, 200)};
    QCOMPARE(stagesOf(read(file.save(path("letters.edf")))), (QList<int>{0, 2}));
}

void TestLabelFile::edfWithoutStages()
{
    EdfBytes file;
    file.signalList = {EdfBytesSignal()};
    const auto hypnogram = io::readLabels(file.save(path("none.edf")));
    QVERIFY(!hypnogram);
    QCOMPARE(hypnogram.error().code, ErrorCode::LabelsInvalid);
    QVERIFY(hypnogram.error().message.contains("none.edf"));
}

void TestLabelFile::edfKeepsStart()
{
    io::LabelWriteOptions options;
    options.recordingStart = QDateTime(QDate(2024, 11, 4), QTime(7, 12, 21, 394), Qt::UTC);
    QVERIFY(io::writeLabels(path("start.edf"), randomHypnogram(50, 1, kAllStages), options));
    const auto recording = io::readRecording(path("start.edf"));
    QVERIFY(recording);
    QCOMPARE((*recording)->start, options.recordingStart);
    QCOMPARE(stagesOf(read(path("start.edf"))), stagesOf(randomHypnogram(50, 1, kAllStages)));
}

void TestLabelFile::saysWhatIsLost()
{
    Hypnogram hypnogram = scored(20);
    QCOMPARE(io::writeLabels(path("lost.csv"), hypnogram)->size(), 0);
    QCOMPARE(io::writeLabels(path("lost.edf"), hypnogram)->size(), 1);
    for (const EpochSource source : {EpochSource::Human, EpochSource::Confirmed}) {
        hypnogram.set(0, Stage::Wake, source);
        QCOMPARE(io::writeLabels(path("lost.csv"), hypnogram)->size(), 1);
        QCOMPARE(io::writeLabels(path("lost.edf"), hypnogram)->size(), 2);
    }
}

void TestLabelFile::saysWhatItLeftOut()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    file.duration = "0";
    file.signalList = {annotationSignal({"+0\x14\x14" + QByteArray(1, '\0') + tal("-30", "30", "Sleep stage W")
                                         + tal("-10", "", "Lights off") + tal("+0", "30", "Sleep stage R")},
                                        200)};
    const auto labels = io::readLabels(file.save(path("early.edf")));
    QVERIFY(labels);
    QCOMPARE(stagesOf(labels->hypnogram), QList<int>{2});
    QCOMPARE(codesOf(*labels), QStringList("before-start"));
    QVERIFY(io::writeLabels(path("whole.edf"), labels->hypnogram));
    QVERIFY(io::readLabels(path("whole.edf"))->deviations.empty());
}

void TestLabelFile::contentGoesBeforeTheEnding()
{
    QVERIFY(io::writeLabels(path("a.edf"), randomHypnogram(20, 1, kAllStages)));
    QVERIFY(QFile::copy(path("a.edf"), path("disguised.csv")));
    const auto labels = io::readLabels(path("disguised.csv"));
    QVERIFY(labels);
    QCOMPARE(labels->format->id, QStringLiteral("edf"));
    // Without a content that is known, the reader of the ending says what is wrong.
    const auto empty = io::readLabels(saveBytes(path("empty.tsv"), "time\teeg\n0\t0.5\n"));
    QVERIFY(!empty && empty.error().message.contains(QStringLiteral("there is no column")));
}

void TestLabelFile::aFormatMayBeNamed()
{
    const Hypnogram hypnogram = randomHypnogram(20, 1, kAllStages);
    io::LabelWriteOptions options;
    options.format = QStringLiteral("csv");
    QVERIFY(io::writeLabels(path("labels.txt"), hypnogram, options));
    QVERIFY(lines(path("labels.txt")).startsWith("onset_s,"));
    const auto labels = io::readLabels(path("labels.txt"), {.format = QStringLiteral("csv")});
    QVERIFY(labels);
    QCOMPARE(labels->format->id, QStringLiteral("csv"));
    QCOMPARE(stagesOf(labels->hypnogram), stagesOf(hypnogram));
    // The name goes before the content.
    QCOMPARE(io::readLabels(path("labels.txt"), {.format = QStringLiteral("edf")}).error().code,
             ErrorCode::NotARecording);
    QCOMPARE(io::readLabels(path("labels.txt"), {.format = QStringLiteral("xyz")}).error().code,
             ErrorCode::InvalidArgument);
    options.format = QStringLiteral("xyz");
    QCOMPARE(io::writeLabels(path("labels.csv"), hypnogram, options).error().code, ErrorCode::InvalidArgument);
}

void TestLabelFile::readsTheWordsOfTheContext()
{
    const QString csv
        = saveBytes(path("codes.csv"), "onset_s,stage,p_2,p_3\n0,2,0.75,0.25\n1,Quiet sleep,0,1\n2,REM,1,0\n");
    QCOMPARE(codesOf(*io::readLabels(csv)), QStringList({"durations-missing", "word-unknown"}));
    io::LabelContext context;
    context.stageMap = {{QStringLiteral("2"), Stage::Wake},
                        {QStringLiteral("3"), Stage::Nrem},
                        {QStringLiteral("quiet sleep"), Stage::Nrem}};
    const auto labels = io::readLabels(csv, context);
    QVERIFY(labels);
    QCOMPARE(stagesOf(labels->hypnogram), (QList<int>{0, 1, 2}));
    QCOMPARE(labels->hypnogram.proposal().classes, (std::vector{Stage::Wake, Stage::Nrem}));
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    file.duration = "0";
    file.signalList = {annotationSignal({"+0\x14\x14" + QByteArray(1, '\0') + tal("+0", "4", "Sleep stage 3")
                                         + tal("+4", "4", "Quiet sleep") + tal("+8", "4", "Sleep stage W")},
                                        200)};
    const QString edf = file.save(path("codes.edf"));
    QCOMPARE(stagesOf(read(edf)), (QList<int>{6, 1, 0}));
    context.stageMap.insert(QStringLiteral("sleep stage 3"), Stage::Microarousal);
    QCOMPARE(stagesOf(io::readLabels(edf, context)->hypnogram), (QList<int>{3, 1, 0}));
}

void TestLabelFile::refusesOtherFiles()
{
    const auto zip = io::readLabels(saveBytes(path("labels.zip"), "PK\x03\x04"));
    QCOMPARE(zip.error().code, ErrorCode::UnsupportedFormat);
    QVERIFY(zip.error().message.contains("ZIP"));
    QCOMPARE(zip.error().detail, QStringLiteral("Known label files end in %1.").arg(io::labelReadEndings()));
    QCOMPARE(io::readLabels(path("absent.csv")).error().code, ErrorCode::FileNotFound);
    QCOMPARE(io::readLabels(m_folder.path()).error().code, ErrorCode::FileNotReadable);
    QCOMPARE(io::writeLabels(path("labels.xyz"), scored(3)).error().code, ErrorCode::UnsupportedFormat);
    QCOMPARE(io::writeLabels(path("labels.bdf"), scored(3)).error().code, ErrorCode::UnsupportedFormat);
    QCOMPARE(io::writeLabels(path("labels"), scored(3)).error().detail,
             QStringLiteral("Choose a name that ends in %1.").arg(eitherOf(io::labelWriteEndings())));
    QCOMPARE(io::writeLabels(path("no/folder.csv"), scored(3)).error().code, ErrorCode::FileNotWritable);
}

void TestLabelFile::realHumanScoring()
{
    SOMNO_REQUIRE_DATA(name, "human/psg_15min_hypnogram.edf");
    const Hypnogram hypnogram = read(name);
    QCOMPARE(hypnogram.epochSec(), 30.0);
    QCOMPARE(hypnogram.size(), 30);
    QCOMPARE(hypnogram.count(Stage::Unscored), 0);
    QCOMPARE(hypnogram.count(Stage::Rem), 10);
    QCOMPARE(hypnogram.count(Stage::N3), 9);
    QCOMPARE(read(name, 1).size(), 900);
}

void TestLabelFile::realSleepEdf()
{
    SOMNO_REQUIRE_DATA(name, "labels/sleepedf_SC4291GA_hypnogram.edf");
    const Hypnogram hypnogram = read(name);
    QCOMPARE(hypnogram.epochSec(), 30.0);
    QCOMPARE(hypnogram.stage(0), Stage::Wake);
    QCOMPARE(hypnogram.stage(26430 / 30), Stage::N1);
    QCOMPARE(hypnogram.count(Stage::Rem), 175);
}

void TestLabelFile::labelsNeverReplaceARecording()
{
    scoring::Hypnogram hypnogram(10);
    hypnogram.set(3, scoring::Stage::Rem, scoring::EpochSource::Human);
    const QString labels = path("replaceable.edf");
    QVERIFY(io::writeLabels(labels, hypnogram));
    QVERIFY(io::writeLabels(labels, hypnogram)); // labels may replace labels
    test::EdfBytes file;
    file.signalList = {test::EdfBytesSignal()};
    const QString recording = file.save(path("night.edf"));
    const QByteArray before = file.bytes();
    const auto written = io::writeLabels(recording, hypnogram);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::FileNotWritable);
    QFile after(recording);
    QVERIFY(after.open(QIODevice::ReadOnly));
    QCOMPARE(after.readAll(), before);
}

QTEST_GUILESS_MAIN(TestLabelFile)
#include "tst_labelfile.moc"
