// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Stages among the annotations of EDF+ and BDF+ files.
#include <QTemporaryDir>

#include "tests/support/edfbytes.h"
#include "tests/support/labels.h"

using namespace somno;
using namespace somno::test;

namespace {

struct Text {
    int onset;
    QByteArray text;
};

/// Annotations of so many seconds each; 0: without a duration.
EdfBytes fileOf(const std::vector<Text> &texts, int durationSec = 30, bool bdf = false)
{
    QByteArray record = "+0\x14\x14" + QByteArray(1, '\0');
    for (const Text &text : texts)
        record += tal('+' + QByteArray::number(text.onset),
                      durationSec > 0 ? QByteArray::number(durationSec) : QByteArray(), text.text);
    EdfBytes file;
    file.bdf = bdf;
    file.reserved = bdf ? "BDF+C" : "EDF+C";
    file.records = 1;
    file.duration = "0";
    file.signalList = {annotationSignal({record}, int(record.size() + 8) / 6 * 6, bdf)};
    return file;
}

/// The words that are no stage.
QStringList eventsOf(const io::LabelImport &labels)
{
    QStringList events;
    for (const io::WordUse &use : labels.words)
        if (!use.stage)
            events << use.word;
    return events;
}

} // namespace

class TestEdfLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void spellings_data();
    void spellings();
    void letterBesideSleepStage();
    void signalBehindTheText();
    void twoScorers();
    void annotationSignals();
    void endOfTheRecording_data();
    void endOfTheRecording();
    void microarousalsAndOwnStages();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

/// As recorders and archives write them, W N1 N2 N3 R and unscored in order where they know all of them.
void TestEdfLabels::spellings_data()
{
    QTest::addColumn<std::vector<QByteArray>>("words");
    QTest::addColumn<QString>("stages");
    const auto add = [](const char *name, const std::vector<QByteArray> &words, const char *stages) {
        QTest::newRow(name) << words << QString::fromLatin1(stages);
    };
    add("AASM",
        {"Sleep stage W", "Sleep stage N1", "Sleep stage N2", "Sleep stage N3", "Sleep stage R", "Sleep stage ?"},
        "W123R.");
    add("Sleep-EDF",
        {"Sleep stage W", "Sleep stage 1", "Sleep stage 2", "Sleep stage 3", "Sleep stage 4", "Sleep stage R",
         "Movement time", "Sleep stage ?"},
        "W1234RT.");
    add("CAP", {"SLEEP-S0", "SLEEP-S1", "SLEEP-S2", "SLEEP-S3", "SLEEP-S4", "SLEEP-REM", "SLEEP-MT"}, "W1234RT");
    add("dashes", {"Stage - W", "Stage - N1", "Stage - N2", "Stage - N3", "Stage - R", "Stage - No Stage"}, "W123R.");
    add("underscores", {"Sleep_stage_W", "Sleep_stage_N1", "Sleep_stage_N2", "Sleep_stage_N3", "Sleep_stage_R"},
        "W123R");
    add("with a remark", {"Wake - manual", "N1 - manual", "N2 (auto)", "Sleep stage N3;0.93", "Sleep stage R|scorer 1"},
        "W123R");
    add("capitals", {"WAKE", "NREM1", "NREM2", "NREM3", "REM", "UNSCORED"}, "W123R.");
    add("Roman", {"Stage W", "Stage I", "Stage II", "Stage III", "Stage IV", "Stage REM"}, "W1234R");
    add("rodents", {"awake", "NonREM", "non-REM", "SWS", "paradoxical", "PS", "artefact"}, "WNNNRR.");
    add("German", {"Wach", "Schlafstadium 1", "Stadium 2", "Schlafstadium N3", "REM-Schlaf"}, "W123R");
    add("French", {"Éveil", "Stade 1", "Stade N2", "Stade 3", "Sommeil paradoxal"}, "W123R");
    add("Chinese", {"清醒期", "N1期", "N2期", "N3期", "快速眼动睡眠", "非快速眼动睡眠"}, "W123RN");
    add("Japanese", {"覚醒", "睡眠段階1", "ステージ２", "段階3", "レム睡眠", "ノンレム睡眠"}, "W123RN");
    add("Korean", {"각성", "N1 수면단계", "수면단계 2", "수면단계 N3", "렘수면"}, "W.23R");
    add("Russian", {"Бодрствование", "Стадия 1", "стадия N2", "Стадия 3", "Быстрый сон"}, "W123R");
}

void TestEdfLabels::spellings()
{
    QFETCH(std::vector<QByteArray>, words);
    QFETCH(QString, stages);
    std::vector<Text> texts;
    for (size_t i = 0; i < words.size(); ++i)
        texts.push_back({int(i) * 30, words[i]});
    for (const bool bdf : {false, true}) {
        const QString name = fileOf(texts, 30, bdf).save(path(bdf ? "words.bdf" : "words.edf"));
        const auto labels = readGood(
            name,
            {.epochSec = 30, .totalSec = double(words.size()) * 30, .stages = scoring::StageSet::rechtschaffenKales()});
        QCOMPARE(lettersOfLabels(labels.hypnogram), stages);
    }
}

/// "R" beside "Sleep stage R" is somebody's marker: no stage, but among what the file says.
void TestEdfLabels::letterBesideSleepStage()
{
    const std::vector<Text> texts = {{0, "Sleep stage W"}, {30, "Sleep stage R"}, {40, "R"}, {50, "A"}, {70, "apnea"}};
    const QString name = fileOf(texts).save(path("letter.edf"));
    const auto labels = readGood(name, {.totalSec = 60});
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral("WR"));
    QCOMPARE(eventsOf(labels), QStringList({"R", "A", "apnea"}));
    QCOMPARE(codesOf(labels), QStringList());
    const auto mapped = readGood(
        name, {.epochSec = 10, .totalSec = 60, .stageMap = {{QStringLiteral("a"), scoring::Stage::Unscored}}});
    QCOMPARE(lettersOfLabels(mapped.hypnogram), QStringLiteral("WWWRRR"));
    QCOMPARE(eventsOf(mapped), QStringList({"R", "apnea"}));
}

/// One scoring whose stages name the signal that each was seen in.
void TestEdfLabels::signalBehindTheText()
{
    const QString name = fileOf({{0, "Sleep stage W@@EEG Fpz-Cz"},
                                 {30, "Sleep stage N1@@EEG Fpz-Cz"},
                                 {60, "Sleep stage N2@@EEG Pz-Oz"},
                                 {90, "Sleep stage R"}})
                             .save(path("signal.edf"));
    const auto labels = readGood(name, {.stages = scoring::StageSet::aasm()});
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral("W12R"));
    QCOMPARE(codesOf(labels), QStringList());
    QCOMPARE(labels.others.size(), size_t(0));
}

void TestEdfLabels::twoScorers()
{
    std::vector<Text> texts;
    const QByteArray first = "WWNNRR";
    const QByteArray second = "WNNNRW";
    for (int i = 0; i < 6; ++i) {
        texts.push_back({i * 30, "Sleep stage " + first.mid(i, 1) + "@@scorer A"});
        texts.push_back({i * 30, "Sleep stage " + second.mid(i, 1) + "@@scorer B"});
        texts.push_back({i * 30 + 5, "spindle@@EEG"});
    }
    const QString name = fileOf(texts).save(path("scorers.edf"));
    const auto labels = readGood(name);
    QCOMPARE(labels.scorer, QStringLiteral("scorer A"));
    QCOMPARE(lettersOfLabels(labels.hypnogram), QString::fromLatin1(first));
    QCOMPARE(codesOf(labels), QStringList("several-scorers"));
    QCOMPARE(labels.others.size(), size_t(1));
    QCOMPARE(lettersOfLabels(labels.others[0].hypnogram), QString::fromLatin1(second));
    QCOMPARE(lettersOfLabels(readGood(name, {.scorer = QStringLiteral("Scorer B")}).hypnogram),
             QString::fromLatin1(second));
}

/// Each scorer in an annotation signal of his own; events that only overflow into the next one are no second scoring.
void TestEdfLabels::annotationSignals()
{
    const auto inTwo = [this](const std::vector<Text> &first, const std::vector<Text> &second) {
        EdfBytes file = fileOf(first);
        QByteArray record;
        for (const Text &text : second)
            record += tal('+' + QByteArray::number(text.onset), "30", text.text);
        file.signalList.push_back(annotationSignal({record}, int(record.size() + 8) / 2 * 2));
        return readGood(file.save(path("two.edf")));
    };
    const auto scorers = inTwo({{0, "Sleep stage W"}, {30, "Sleep stage N"}, {60, "Sleep stage R"}},
                               {{0, "Sleep stage W"}, {30, "Sleep stage W"}, {60, "Sleep stage R"}});
    QCOMPARE(lettersOfLabels(scorers.hypnogram), QStringLiteral("WNR"));
    QCOMPARE(scorers.others.size(), size_t(1));
    QCOMPARE(lettersOfLabels(scorers.others[0].hypnogram), QStringLiteral("WWR"));
    const auto overflow = inTwo({{0, "Sleep stage W"}, {60, "Sleep stage R"}, {90, "Sleep stage W"}},
                                {{30, "Sleep stage N"}, {120, "Sleep stage N"}});
    QCOMPARE(lettersOfLabels(overflow.hypnogram), QStringLiteral("WNRWN"));
    QCOMPARE(overflow.others.size(), size_t(0));
}

void TestEdfLabels::endOfTheRecording_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"Recording ends", "recording ended", "End of recording", "Recording stopped"})
        QTest::newRow(text) << QByteArray(text);
}

/// A last stage without a duration lasts until the recording ends.
void TestEdfLabels::endOfTheRecording()
{
    QFETCH(QByteArray, text);
    const QString name = fileOf({{0, "Recording starts"}, {0, "Sleep stage W"}, {30, "Sleep stage R"}, {150, text}}, 0)
                             .save(path("end.edf"));
    const auto labels = readGood(name, {.epochSec = 30});
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral("WRRRR"));
    QCOMPARE(codesOf(labels), QStringList("durations-missing"));
}

void TestEdfLabels::microarousalsAndOwnStages()
{
    const auto own = *scoring::StageSet::make(
        QStringLiteral("own"), QStringLiteral("Own"),
        {{scoring::Stage::Wake, QStringLiteral("Wake"), QStringLiteral("W"), QStringLiteral("Sleep stage W"), {}},
         {scoring::Stage::Microarousal,
          QStringLiteral("Microarousal"),
          QStringLiteral("MA"),
          QStringLiteral("Microarousal"),
          {}},
         {scoring::Stage(17), QStringLiteral("Torpor"), QStringLiteral("T"), QStringLiteral("Torpor"), {}}});
    scoring::Hypnogram hypnogram(5, 4, own);
    for (const auto &[epoch, stage] : {std::pair(1, scoring::Stage::Wake), std::pair(2, scoring::Stage::Microarousal),
                                       std::pair(3, scoring::Stage(17))})
        hypnogram.set(epoch, stage, scoring::EpochSource::Human);
    const auto lost = io::writeLabels(path("own.edf"), hypnogram);
    QVERIFY(lost);
    QCOMPARE(*lost, QStringList(QStringLiteral("who set each epoch (model, scorer or import)")));
    const auto back = readGood(path("own.edf"), {.stages = own});
    QVERIFY(std::ranges::equal(back.hypnogram.stages(), hypnogram.stages()));
    QCOMPARE(back.hypnogram.epochSec(), 4.0);
}

QTEST_GUILESS_MAIN(TestEdfLabels)
#include "tst_edflabels.moc"
