// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Labels of ScoringHero: its JSON and the VIS files that it shares with the laboratory in Zurich.
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include "tests/support/edfbytes.h"
#include "tests/support/hypnograms.h"
#include "tests/support/labels.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;

namespace {

// As ScoringHero 0.2.4 writes it, with json.dump(..., indent=1).
const QByteArray kJson = R"([
 [
  {
   "epoch": 1,
   "start": 0,
   "end": 20,
   "stage": null,
   "digit": null,
   "confidence": null,
   "channels": [],
   "clean": 1,
   "source": null
  },
  {
   "epoch": 2,
   "start": 20,
   "end": 40,
   "stage": "Wake",
   "digit": 1,
   "confidence": 0.93,
   "channels": ["C3"],
   "clean": 0,
   "source": "human"
  },
  {"epoch": 3, "start": 40, "end": 60, "stage": "N1", "digit": -1, "confidence": NaN, "source": "YASA"},
  {"epoch": 4, "start": 60, "end": 80, "stage": "N2", "digit": -2, "confidence": null},
  {"epoch": 5, "start": 80, "end": 100, "stage": "N3", "digit": -3, "confidence": null},
  {"epoch": 6, "start": 100, "end": 120, "stage": "REM", "digit": 0, "confidence": null},
  {"epoch": 7, "start": 120, "end": 140, "stage": "Inconclusive", "digit": 2, "confidence": null}
 ],
 [
  {"digit": 1, "event": "F1", "epoch": [2], "start": 25.5, "end": 27, "channels": ["C3"]}
 ]
]
)";

} // namespace

class TestScoringHeroLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void json();
    void digitsAlone();
    void jsonRoundTrip_data();
    void jsonRoundTrip();
    void keepsTheEventsOfAFile();
    void saysWhatBecomesOfMice();
    void writesConfidence();
    void damagedJson_data();
    void damagedJson();
    void vis();
    void visWithChangesOnly();
    void visRoundTrip();
    void damagedVis_data();
    void damagedVis();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

void TestScoringHeroLabels::json()
{
    const auto labels = readGood(saveBytes(path("night.json"), kJson), {.stages = scoring::StageSet::aasm()});
    QCOMPARE(labels.format->id, QStringLiteral("scoringhero"));
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral(".W123R."));
    QCOMPARE(labels.hypnogram.epochSec(), 20.0);
    QCOMPARE(codesOf(labels), QStringList());
}

/// The name of a stage goes before its digit; older files have only that.
void TestScoringHeroLabels::digitsAlone()
{
    const auto labels
        = readGood(saveBytes(path("digits.json"), R"([[{"epoch":1,"start":0,"end":4,"stage":"Wake","digit":-3},
        {"epoch":2,"start":4,"end":8,"stage":null,"digit":-2},{"epoch":3,"start":8,"end":12,"digit":0},
        {"epoch":4,"start":12,"end":16,"digit":7}], []])"));
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral("W2R."));
    QCOMPARE(codesOf(labels), QStringList("word-unknown"));
}

void TestScoringHeroLabels::jsonRoundTrip_data()
{
    QTest::addColumn<double>("epochSec");
    for (const double epochSec : {1.0, 2.5, 4.0, 10.0, 20.0, 30.0})
        QTest::addRow("%g s", epochSec) << epochSec;
}

void TestScoringHeroLabels::jsonRoundTrip()
{
    QFETCH(double, epochSec);
    const QString letters = QStringLiteral(".WW1.2233RR.W..");
    const auto lost = io::writeLabels(path("back.json"), labelsOf(letters, epochSec));
    QVERIFY(lost && lost->isEmpty());
    const auto back = readGood(path("back.json"), {.stages = scoring::StageSet::aasm()});
    QCOMPARE(lettersOfLabels(back.hypnogram), letters);
    QCOMPARE(back.hypnogram.epochSec(), epochSec);
    QCOMPARE(codesOf(back), QStringList());
}

void TestScoringHeroLabels::keepsTheEventsOfAFile()
{
    saveBytes(path("kept.json"), kJson);
    QVERIFY(io::writeLabels(path("kept.json"), labelsOf(QStringLiteral("WWRR"), 20)));
    QFile file(path("kept.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray both = QJsonDocument::fromJson(file.readAll()).array();
    QCOMPARE(both.size(), 2);
    QCOMPARE(both[0].toArray().size(), 4);
    QCOMPARE(both[0][0]["epoch"].toInt(), 1);
    QCOMPARE(both[0][0]["digit"].toInt(), 1);
    QCOMPARE(both[0][3]["end"].toInt(), 80);
    QCOMPARE(both[1].toArray().size(), 1);
    QCOMPARE(both[1][0]["event"].toString(), QStringLiteral("F1"));
}

void TestScoringHeroLabels::saysWhatBecomesOfMice()
{
    const auto lost = io::writeLabels(path("mouse.json"), labelsOf(QStringLiteral("WNRM4"), 4));
    QVERIFY(lost);
    QCOMPARE(*lost, QStringList(QStringLiteral("the stages NREM (written as N2), Microarousal, S4 (written as N3)")));
    QCOMPARE(lettersOfLabels(readGood(path("mouse.json")).hypnogram), QStringLiteral("W2R.3"));
}

void TestScoringHeroLabels::writesConfidence()
{
    scoring::Hypnogram hypnogram = scoring::Hypnogram::fromProposal(proposalOf("WNR.", 0.75f, 4));
    hypnogram.set(2, Stage::Wake, scoring::EpochSource::Human); // the model was sure of another stage
    QVERIFY(io::writeLabels(path("sure.json"), hypnogram));
    QFile file(path("sure.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray epochs = QJsonDocument::fromJson(file.readAll()).array().at(0).toArray();
    QCOMPARE(epochs[0]["confidence"].toDouble(), 0.75);
    QCOMPARE(epochs[1]["stage"].toString(), QStringLiteral("N2"));
    QVERIFY(epochs[2]["confidence"].isNull());
    QCOMPARE(epochs[2]["source"].toString(), QStringLiteral("human"));
    QVERIFY(epochs[3]["stage"].isNull());
}

void TestScoringHeroLabels::damagedJson_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("stages"); // empty: refused
    const auto add = [](const char *name, const QByteArray &bytes, const char *stages) {
        QTest::newRow(name) << bytes << QString::fromLatin1(stages);
    };
    add("empty", "", "");
    add("cut", kJson.left(600), "");
    add("no list", "{\"a\": 1}", "");
    add("no epochs", "[[], []]", "");
    add("numbers", "[1, 2, 3]", "");
    add("garbage", QByteArray("[[{\"stage\": \x00\xff", 15), "");
    add("deep", QByteArray("[").repeated(100'000), "");
    add("huge", R"([[{"start":0,"end":4,"stage":"Wake"},{"start":4,"end":1e308,"stage":"REM"},
        {"start":-1e308,"end":8,"stage":"REM"},{"start":"a","end":8,"stage":"REM"},
        {"start":8,"end":4,"stage":"REM"}], 3])",
        "W");
}

void TestScoringHeroLabels::damagedJson()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, stages);
    const auto labels = io::readLabels(saveBytes(path("damaged.json"), bytes));
    QCOMPARE(labels.has_value(), !stages.isEmpty());
    if (labels) {
        QCOMPARE(lettersOfLabels(labels->hypnogram), stages);
        QCOMPARE(codesOf(*labels), QStringList("times-not-understood"));
    }
}

void TestScoringHeroLabels::vis()
{
    const QByteArray bytes = "0\r\n1 0\r\n2 1\r\n3 2 arousal\r\n4 3\r\n5 4\r\n6 r\r\n7 m\r\n8 ?\r\n";
    const io::LabelContext context{.rowSec = 20, .stages = scoring::StageSet::rechtschaffenKales()};
    const auto labels = readGood(saveBytes(path("night.vis"), bytes), context);
    QCOMPARE(labels.format->id, QStringLiteral("vis"));
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral("W1234RT."));
    QCOMPARE(labels.hypnogram.epochSec(), 20.0);
    QCOMPARE(codesOf(labels), QStringList());
    // Nothing but the recording tells how long an epoch is.
    QVERIFY(!io::readLabels(path("night.vis")));
    QCOMPARE(codesOf(readGood(path("night.vis"), {.totalSec = 160, .stages = context.stages})),
             QStringList("epoch-length-derived"));
}

void TestScoringHeroLabels::visWithChangesOnly()
{
    const auto labels = readGood(saveBytes(path("changes.vis"), "12\n1 0\n4 2\n6 r\n9 e\n"), {.rowSec = 20});
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral("WWW22RRRR"));
    QCOMPARE(codesOf(labels), QStringList("offset-ignored"));
}

void TestScoringHeroLabels::visRoundTrip()
{
    const QString letters = QStringLiteral("..W1234RT.W..");
    const auto lost = io::writeLabels(path("back.vis"), labelsOf(letters, 20));
    QVERIFY(lost);
    QCOMPARE(*lost, QStringList(QStringLiteral("the length of an epoch, 20 s")));
    const io::LabelContext context{.rowSec = 20, .stages = scoring::StageSet::rechtschaffenKales()};
    const auto back = readGood(path("back.vis"), context);
    QCOMPARE(lettersOfLabels(back.hypnogram), letters);
    QCOMPARE(codesOf(back), QStringList());
    const auto mouse = io::writeLabels(path("mouse.vis"), labelsOf(QStringLiteral("WNRM"), 4));
    QVERIFY(mouse);
    QCOMPARE(mouse->first(), QStringLiteral("the stages NREM (written as N2), Microarousal"));
    QCOMPARE(lettersOfLabels(readGood(path("mouse.vis"), {.rowSec = 4}).hypnogram), QStringLiteral("W2R."));
}

void TestScoringHeroLabels::damagedVis_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const char *bytes : {"", "0\n", "x\n1 0\n", "0\n1\n", "0\n0 1\n", "0\n-4 1\n", "0\n1 r\n999999999999 r\n",
                              "0\n1 r\n1e300 r\n", "0\n1 r\nnan r\n"})
        QTest::newRow(bytes) << QByteArray(bytes);
}

void TestScoringHeroLabels::damagedVis()
{
    QFETCH(QByteArray, bytes);
    const auto labels = io::readLabels(saveBytes(path("damaged.vis"), bytes), {.rowSec = 20});
    QVERIFY(!labels);
    QCOMPARE(labels.error().code, ErrorCode::LabelsInvalid);
}

QTEST_GUILESS_MAIN(TestScoringHeroLabels)
#include "tst_scoringherolabels.moc"
