// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What is found in a file of labels for somebody who can be asked, and which files are labels.
#include <QtTest>

#include <QTemporaryDir>

#include "core/labels/labelfile.h"
#include "core/recordings/edf/edfwriter.h"
#include "tests/support/edfbytes.h"
#include "tests/support/sinerecording.h"

using namespace somno;
using namespace somno::test;
using io::LabelQuestion;
using scoring::Hypnogram;
using scoring::Stage;

class TestLabelSurvey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void unknownWordsAreAQuestion();
    void eventsAreAQuestion();
    void emptyFilesAreNone();
    void whatTheFileIsMadeOf();
    void shiftOfTheClocks();
    void recordingsAreNoLabels();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

void TestLabelSurvey::unknownWordsAreAQuestion()
{
    const QString name = saveBytes(path("codes.csv"), "onset_s,duration_s,stage\n0,4,Alpha\n4,8,Beta\n");
    const auto found = io::surveyLabels(name, {.totalSec = 12});
    QVERIFY(found);
    QCOMPARE(found->open, io::LabelQuestions(LabelQuestion::Stages));
    QCOMPARE(found->words.size(), size_t(2));
    QCOMPARE(found->words[1].word, QStringLiteral("Beta"));
    QCOMPARE(found->words[1].seconds, 8.0);
    QCOMPARE(found->hypnogram.count(Stage::Unscored), found->hypnogram.size());
    const auto refused = io::readLabels(name, {.totalSec = 12});
    QVERIFY(!refused);
    QCOMPARE(refused.error().message, found->refusal.message);
    QVERIFY(refused.error().detail.contains(QStringLiteral("\"Alpha\", \"Beta\"")));
    const auto said = io::surveyLabels(name, {.totalSec = 12, .stageMap = {{QStringLiteral("alpha"), Stage::Rem}}});
    QVERIFY(said && !said->open);
    QCOMPARE(said->hypnogram.stage(0), Stage::Rem);
}

void TestLabelSurvey::eventsAreAQuestion()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.records = 1;
    file.duration = "0";
    file.signalList = {annotationSignal(
        {"+0\x14\x14" + QByteArray(1, '\0') + tal("+0", "4", "Lights off") + tal("+4", "4", "dozing")})};
    const QString name = file.save(path("events.edf"));
    const auto found = io::surveyLabels(name);
    QVERIFY(found && found->holdsEvents);
    QCOMPARE(found->open, io::LabelQuestions(LabelQuestion::Stages));
    QCOMPARE(found->words.size(), size_t(2));
    QCOMPARE(found->hypnogram.size(), EpochIndex(0));
    const auto said = io::surveyLabels(name, {.stageMap = {{QStringLiteral("dozing"), Stage::Nrem}}});
    QVERIFY(said && !said->open);
    QCOMPARE(said->hypnogram.count(Stage::Nrem), EpochIndex(1));
}

void TestLabelSurvey::emptyFilesAreNone()
{
    QCOMPARE(io::surveyLabels(saveBytes(path("empty.csv"), "onset_s,stage\n")).error().code, ErrorCode::LabelsInvalid);
    QCOMPARE(io::surveyLabels(path("absent.csv")).error().code, ErrorCode::FileNotFound);
}

void TestLabelSurvey::whatTheFileIsMadeOf()
{
    const QString name = saveBytes(path("four.csv"), "onset_s,duration_s,stage\n0,4,W\n4,4,N\n8,4,R\n");
    const auto found = io::readLabels(name, {.epochSec = 1, .totalSec = 12});
    QVERIFY(found);
    QCOMPARE(found->epochSec, 4.0);
    QCOMPARE(found->hypnogram.epochSec(), 1.0);
    QVERIFY(!found->holdsEvents);
    QCOMPARE(found->shift, Ticks(0));
}

void TestLabelSurvey::shiftOfTheClocks()
{
    Hypnogram hypnogram(3, 4);
    for (int i = 0; i < 3; ++i)
        hypnogram.set(i, Stage(i), scoring::EpochSource::Imported);
    const QDateTime start(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC);
    QVERIFY(io::writeLabels(path("clock.edf"), hypnogram, {.recordingStart = start}));
    io::LabelContext context{.totalSec = 20, .recordingStart = start.addSecs(-4)};
    const auto byClock = io::readLabels(path("clock.edf"), context);
    QVERIFY(byClock && byClock->holdsEvents);
    QCOMPARE(byClock->shift, 4 * kTicksPerSecond);
    context.clock = io::LabelClock::ByStart;
    QCOMPARE(io::readLabels(path("clock.edf"), context)->shift, Ticks(0));
}

void TestLabelSurvey::recordingsAreNoLabels()
{
    QVERIFY(io::isLabelFile(saveBytes(path("some.csv"), "onset_s,stage\n0,W\n")));
    QVERIFY(io::writeLabels(path("labels.edf"), Hypnogram(3, 4), {}));
    QVERIFY(io::isLabelFile(path("labels.edf")));
    QVERIFY(io::writeEdf(path("mouse.edf"), sineRecording(4, {QStringLiteral("EEG")})));
    QVERIFY(!io::isLabelFile(path("mouse.edf")));
    QVERIFY(!io::isLabelFile(saveBytes(path("other.bin"), "nothing that is known")));
    QVERIFY(!io::isLabelFile(path("absent.csv")));
    QVERIFY(!io::isLabelFile(m_folder.path()));
}

QTEST_GUILESS_MAIN(TestLabelSurvey)
#include "tst_labelsurvey.moc"
