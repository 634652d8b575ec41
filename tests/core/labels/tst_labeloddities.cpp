// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is odd about labels is said, and the rest comes out right.
#include <QtTest>

#include <QTemporaryDir>

#include "core/labels/labelfile.h"
#include "tests/support/data.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;
using scoring::Hypnogram;
using scoring::Stage;

namespace {

QString stagesOf(const Hypnogram &hypnogram)
{
    QString letters;
    for (const Stage stage : hypnogram.stages())
        letters += stage == Stage::Unscored ? QLatin1Char('.') : QStringLiteral("WNRM")[int(stage)];
    return letters;
}

QStringList codesOf(const io::LabelImport &labels)
{
    QStringList codes;
    for (const Deviation &deviation : labels.deviations)
        codes << deviation.code;
    return codes;
}

/// Seconds of Wake, NREM, REM and unscored.
QList<double> secondsOf(const Hypnogram &hypnogram)
{
    QList<double> seconds;
    for (const Stage stage : {Stage::Wake, Stage::Nrem, Stage::Rem, Stage::Unscored})
        seconds << double(hypnogram.count(stage)) * hypnogram.epochSec();
    return seconds;
}

} // namespace

class TestLabelOddities : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void table_data();
    void table();
    void clocks_data();
    void clocks();
    void scorersStandApart();
    void twoPassesAreTwoScorers();
    void blankLinesKeepTheirPlace_data();
    void blankLinesKeepTheirPlace();
    void strictRefusesWhatIsOdd();
    void longRowsLieOverEachOther();
    void allBeforeTheStart();
    void faultyFiles_data();
    void faultyFiles();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

/// A recording of 20 s, epochs of 4 s where nothing else is said.
void TestLabelOddities::table_data()
{
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<QString>("stages");
    QTest::addColumn<QStringList>("codes");
    const auto add = [](const char *name, const char *rows, const char *stages, const QStringList &codes) {
        QTest::newRow(name) << QByteArray(rows) << QString::fromLatin1(stages) << codes;
    };
    add("sound", "0,4,W\n4,4,N\n8,4,R\n12,4,W\n16,4,W\n", "WNRWW", {});
    add("unsorted", "8,4,R\n0,4,W\n4,4,N\n12,4,W\n16,4,W\n", "WNRWW", {"rows-unsorted"});
    add("unsorted, no durations", "4,,N\n12,,R\n16,,W\n0,,W\n", "WNNRW", {"rows-unsorted", "durations-missing"});
    add("beyond the end", "0,4,W\n4,16,N\n20,8,R\n", "WNNNN", {"beyond-end"});
    add("unscored beyond the end", "0,4,W\n4,16,N\n20,8,?\n", "WNNNN", {});
    add("before the start", "-4,8,W\n4,16,N\n", "WNNNN", {"before-start"});
    add("gap", "0,4,W\n8,12,N\n", "W.NNN", {"gaps"});
    add("shorter than the recording", "0,4,W\n4,8,N\n", "WNN..", {});
    add("overlap, same stage", "0,12,W\n4,4,W\n12,8,N\n", "WWWNN", {"overlap-same-stage"});
    add("overlap, other stage", "0,12,W\n8,12,N\n", "WW.NN", {"overlap-other-stage"});
    add("overlap within an epoch", "0,8.5,W\n8,12,N\n", "WWNNN", {"overlap-other-stage"});
    add("unscored gives way", "0,20,?\n0,4,W\n8,4,R\n", "W.R..", {});
    add("three stages at once", "0,20,W\n4,8,N\n8,8,R\n", "W...W", {"overlap-other-stage"});
    add("milliseconds", "0,4000,W\n4000,4000,N\n8000,4000,R\n12000,4000,W\n16000,4000,W\n", "WNRWW",
        {"unit-milliseconds"});
    add("epochs", "0,,W\n1,,N\n2,,R\n3,,W\n4,,W\n", "WNRWW", {"unit-epochs", "durations-missing"});
    add("epochs from one", "1,,W\n2,,N\n3,,R\n4,,W\n5,,W\n", "WNRWW", {"unit-epochs", "durations-missing"});
    add("seconds, one by one", "0,,W\n1,,N\n2,,R\n", "W....", {"durations-missing"});
}

void TestLabelOddities::table()
{
    QFETCH(QByteArray, rows);
    const QString name = saveBytes(path("odd.csv"), "onset,duration,stage\n" + rows);
    const auto labels = io::readLabels(name, {.epochSec = 4, .totalSec = 20});
    QVERIFY2(labels, labels ? "" : qPrintable(labels.error().message + labels.error().detail));
    QTEST(codesOf(*labels), "codes");
    QTEST(stagesOf(labels->hypnogram), "stages");
}

void TestLabelOddities::clocks_data()
{
    QTest::addColumn<QDateTime>("recording");
    QTest::addColumn<int>("choice");
    QTest::addColumn<QString>("stages");
    QTest::addColumn<QStringList>("codes");
    const QDateTime labels(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC);
    using Clock = io::LabelClock;
    const QStringList differs{"start-clock-differs"};
    const auto add
        = [](const char *name, const QDateTime &recording, Clock choice, const char *stages, const QStringList &codes) {
              QTest::newRow(name) << recording << int(choice) << QString::fromLatin1(stages) << codes;
          };
    add("the same", labels, Clock::Automatic, "WNR..", {});
    add("not known", {}, Clock::Automatic, "WNR..", {});
    add("recording earlier", labels.addSecs(-4), Clock::Automatic, ".WNR.", differs);
    add("recording later", labels.addSecs(4), Clock::Automatic, "NR...", {"start-clock-differs", "before-start"});
    add("half an epoch", labels.addSecs(-6), Clock::Automatic, "..WNR", differs);
    add("another day", labels.addDays(3), Clock::Automatic, "WNR..", differs);
    add("by start", labels.addSecs(-4), Clock::ByStart, "WNR..", differs);
    add("another day, by clock", labels.addDays(3).addSecs(-4), Clock::ByClock, ".WNR.", differs);
    add("another day, by itself", labels.addDays(3).addSecs(-4), Clock::Automatic, "WNR..", differs);
    add("no date", QDateTime(QDate(1985, 1, 1), QTime(8, 59, 56), Qt::UTC), Clock::Automatic, ".WNR.", differs);
    add("over midnight, no date", QDateTime(QDate(1985, 1, 1), QTime(23, 0), Qt::UTC), Clock::Automatic, "WNR..",
        differs);
}

void TestLabelOddities::clocks()
{
    QFETCH(QDateTime, recording);
    QFETCH(int, choice);
    Hypnogram hypnogram(3, 4);
    for (int i = 0; i < 3; ++i)
        hypnogram.set(i, Stage(i), scoring::EpochSource::Imported);
    io::LabelWriteOptions options;
    options.recordingStart = QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC);
    QVERIFY(io::writeLabels(path("clock.edf"), hypnogram, options));
    const auto labels
        = io::readLabels(path("clock.edf"),
                         {.epochSec = 4, .totalSec = 20, .recordingStart = recording, .clock = io::LabelClock(choice)});
    QVERIFY2(labels, labels ? "" : qPrintable(labels.error().message));
    QTEST(codesOf(*labels), "codes");
    QTEST(stagesOf(labels->hypnogram), "stages");
    QCOMPARE(labels->start, options.recordingStart);
}

void TestLabelOddities::scorersStandApart()
{
    const QString name = saveBytes(path("scorers.csv"), "onset_s,duration_s,stage,scorer\n0,4,W,Anna\n0,4,N,Ben\n"
                                                        "4,4,R,Anna\n4,4,N,Ben\n");
    const auto labels = io::readLabels(name);
    QVERIFY(labels);
    QCOMPARE(codesOf(*labels), QStringList("several-scorers"));
    QCOMPARE(stagesOf(labels->hypnogram), QStringLiteral("WR"));
    QCOMPARE(labels->scorer, QStringLiteral("Anna"));
    QCOMPARE(labels->others.size(), size_t(1));
    QCOMPARE(labels->others[0].scorer, QStringLiteral("Ben"));
    QCOMPARE(stagesOf(labels->others[0].hypnogram), QStringLiteral("NN"));
    const auto second = io::readLabels(name, {.scorer = QStringLiteral("ben")});
    QVERIFY(second && second->deviations.empty());
    QCOMPARE(stagesOf(second->hypnogram), QStringLiteral("NN"));
    QCOMPARE(io::readLabels(name, {.scorer = QStringLiteral("Cleo")}).error().code, ErrorCode::InvalidArgument);
}

void TestLabelOddities::twoPassesAreTwoScorers()
{
    const QString name = saveBytes(path("passes.csv"), "onset_s,duration_s,stage\n0,4,W\n4,4,N\n8,4,R\n"
                                                       "0,4,W\n4,4,W\n8,4,R\n");
    const auto labels = io::readLabels(name);
    QVERIFY(labels);
    QCOMPARE(codesOf(*labels), QStringList("several-scorers"));
    QCOMPARE(stagesOf(labels->hypnogram), QStringLiteral("WNR"));
    QCOMPARE(stagesOf(labels->others.at(0).hypnogram), QStringLiteral("WWR"));
}

/// Where each line is an epoch, a blank one has no stage, and those behind it stay where they are.
void TestLabelOddities::blankLinesKeepTheirPlace_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("stages");
    QTest::newRow("list") << "list.txt" << QByteArray("W\nNREM\nREM\n\nW\nW\n") << "WNR.WW";
    QTest::newRow("a space") << "space.txt" << QByteArray("W\nNREM\nREM\n \nW\nW\n") << "WNR.WW";
    QTest::newRow("the first") << "first.txt" << QByteArray("\nW\nNREM\nREM\nW\n") << ".WNRW";
    QTest::newRow("two") << "two.txt" << QByteArray("W\r\nNREM\r\n\r\n\r\nREM\r\nW\r\nW\r\n") << "WN..RWW";
    QTest::newRow("behind the last") << "last.txt" << QByteArray("W\nNREM\nREM\nW\n\n\n") << "WNRW";
    QTest::newRow("every second") << "spaced.txt" << QByteArray("W\n\nNREM\n\nREM\n\nW\n\n") << "WNRW";
    QTest::newRow("a column") << "column.csv" << QByteArray("stage\nW\nNREM\nREM\n\nW\nW\n") << "WNR.WW";
    QTest::newRow("AccuSleepy") << "brain.csv" << QByteArray("brain_state\n2\n3\n1\n\n2\n2\n") << "WNR.WW";
}

void TestLabelOddities::blankLinesKeepTheirPlace()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    const auto labels = io::readLabels(saveBytes(path(qPrintable(name)), bytes), {.rowSec = 10});
    QVERIFY2(labels, labels ? "" : qPrintable(labels.error().message + labels.error().detail));
    QTEST(stagesOf(labels->hypnogram), "stages");
    const bool isSaid = codesOf(*labels).contains(QStringLiteral("lines-blank"));
    QCOMPARE(isSaid, labels->hypnogram.count(Stage::Unscored) > 0);
}

void TestLabelOddities::strictRefusesWhatIsOdd()
{
    const QString name = saveBytes(path("strict.csv"), "onset_s,duration_s,stage\n4,4,W\n0,4,N\n");
    QVERIFY(io::readLabels(name));
    const auto strict = io::readLabels(name, {.strict = true});
    QVERIFY(!strict);
    QCOMPARE(strict.error().code, ErrorCode::LabelsInvalid);
    QVERIFY(strict.error().detail.contains(QStringLiteral("sorted by onset")));
}

/// However many rows lie over the same months, each epoch is looked at once, and no sum of them overflows.
void TestLabelOddities::longRowsLieOverEachOther()
{
    QByteArray rows = "onset_s,duration_s,stage\n";
    for (int i = 0; i < 5000; ++i)
        rows += QByteArray::number(i) + ",9000000,W\n";
    const auto labels = io::readLabels(saveBytes(path("long.csv"), rows), {.epochSec = 4, .totalSec = 20});
    QVERIFY(labels);
    QCOMPARE(codesOf(*labels), QStringList({"overlap-same-stage", "beyond-end"}));
    QVERIFY(labels->deviations[0].found.startsWith(QStringLiteral("9004997 s ")));
    QCOMPARE(stagesOf(labels->hypnogram), QStringLiteral("WWWWW"));
}

/// Of a recording whose length is not known, so that nothing lies beyond its end.
void TestLabelOddities::allBeforeTheStart()
{
    const QString name = saveBytes(path("before.csv"), "onset_s,duration_s,stage\n-3961,4,W\n-4,8,N\n");
    const auto labels = io::readLabels(name, {.epochSec = 4});
    QVERIFY(labels);
    QVERIFY(codesOf(*labels).contains(QStringLiteral("before-start")));
    QVERIFY(!codesOf(*labels).contains(QStringLiteral("beyond-end")));
    QCOMPARE(stagesOf(labels->hypnogram), QStringLiteral("N"));
}

/// Against a recording of 240 s that starts at 9:00 on 5 March 2024.
void TestLabelOddities::faultyFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QList<double>>("seconds");
    QTest::addColumn<QStringList>("codes");
    const QList<double> right{100, 100, 40, 0};
    const auto add = [](const char *file, const QList<double> &seconds, const QStringList &codes) {
        QTest::newRow(file) << QString::fromLatin1(file) << seconds << codes;
    };
    add("base.csv", right, {});
    add("L01_longer_by_one_epoch.csv", right, {"beyond-end"});
    add("L01b_much_longer.csv", right, {"beyond-end"});
    add("L05_rodent_words.csv", right, {});
    add("L05b_rodent_words.edf", right, {});
    add("L05c_nonrem_words.edf", right, {});
    add("L06_undefined.csv", {100, 80, 40, 20}, {});
    add("L12_utf16.csv", right, {});
    add("L13c_quoted_separator.csv", right, {});
    add("L16_unsorted_no_durations.csv", right, {"rows-unsorted", "durations-missing"});
    add("L21b_duplicate_onset_conflict.csv", {100, 0, 40, 100}, {"overlap-other-stage"});
    add("L26_nan_stage.csv", {100, 0, 40, 100}, {});
}

void TestLabelOddities::faultyFiles()
{
    QFETCH(QString, file);
    const QString name = dataFile(QStringLiteral("faults/") + file);
    if (!QFileInfo::exists(name))
        QSKIP("the faulty files are not here (set SOMNOSCRIBE_DATA)");
    const auto labels = io::readLabels(
        name, {.epochSec = 10, .totalSec = 240, .recordingStart = QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC)});
    QVERIFY2(labels, labels ? "" : qPrintable(labels.error().message + labels.error().detail));
    QTEST(codesOf(*labels), "codes");
    QTEST(secondsOf(labels->hypnogram), "seconds");
}

QTEST_GUILESS_MAIN(TestLabelOddities)
#include "tst_labeloddities.moc"
