// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/recordings/edf/edftimestamps.h"
#include "core/recordings/recordingfile.h"
#include "tests/support/data.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;
using signal::Segment;
using signal::TimeMap;

namespace {

constexpr Ticks kSecond = kTicksPerSecond;

/// EDF+ of records of a second with ten samples, of these time stamps; an empty one is missing.
EdfBytes stamped(const QList<QByteArray> &stamps, bool isDiscontinuous, bool bdf = false)
{
    EdfBytes file;
    file.bdf = bdf;
    file.reserved = QByteArray(bdf ? "BDF" : "EDF") + (isDiscontinuous ? "+D" : "+C");
    file.records = int(stamps.size());
    std::vector<QByteArray> lists;
    for (const QByteArray &stamp : stamps)
        lists.push_back(stamp.isEmpty() ? tal("+2.5", "", "event") : stamp + QByteArray("\x14\x14\0", 3));
    EdfBytesSignal signal;
    for (int i = 0; i < 10 * file.records; ++i)
        signal.samples.push_back(i);
    file.signalList = {signal, annotationSignal(lists, 60, bdf)};
    return file;
}

} // namespace

class TestEdfTimeStamps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void discontinuous_data();
    void discontinuous();
    void contradictionsAreRefused_data();
    void contradictionsAreRefused();
    void continuous_data();
    void continuous();
    void samplesLieWhereTheyWereRecorded();
    void annotationsCountFromTheFirstSample();
    void noisyStampsCostNoMemory();
    void realFiles();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

using Stamps = QList<QByteArray>;
using Segments = std::vector<Segment>;

void TestEdfTimeStamps::discontinuous_data()
{
    QTest::addColumn<Stamps>("stamps");
    QTest::addColumn<Segments>("segments");
    QTest::addColumn<QString>("said");
    const auto kind = [](const char *name, const Stamps &stamps, const Segments &segments, const char *said) {
        QTest::newRow(name) << stamps << segments << QString::fromLatin1(said);
    };
    const Segments whole{{0, 4 * kSecond, 0}};
    kind("no gap", {"+0", "+1", "+2", "+3"}, whole, "");
    kind("late start", {"+7.5", "+8.5", "+9.5", "+10.5"}, whole, "time-stamp-offset");
    kind("two gaps", {"+0", "+1", "+5.25", "+6.75"},
         {{0, 2 * kSecond, 0}, {52'500'000, kSecond, 2 * kSecond}, {67'500'000, kSecond, 3 * kSecond}}, "");
    kind("gap of a sample", {"+0", "+1", "+2.1", "+3.1"}, {{0, 2 * kSecond, 0}, {21'000'000, 2 * kSecond, 2 * kSecond}},
         "");
    kind("rounding", {"+0", "+0.9999999", "+2.00001", "+3"}, whole, "time-stamps-rounded");
    kind("drift", {"+0", "+1.04", "+2.08", "+3.12"}, whole, "time-stamps-rounded");
    kind("one missing", {"+0", "", "+2", "+3"}, whole, "time-stamps-missing");
    kind("first and last missing", {"", "+1", "+2", ""}, whole, "time-stamps-missing");
    kind("missing behind a gap", {"+0", "+1", "+9", ""}, {{0, 2 * kSecond, 0}, {9 * kSecond, 2 * kSecond, 2 * kSecond}},
         "time-stamps-missing");
    kind("one wrong", {"+0", "+9", "+2", "+3"}, whole, "time-stamps-wrong");
    kind("all zero", {"+0", "+0", "+0", "+0"}, whole, "time-stamps-constant");
    kind("none", {"", "", "", ""}, whole, "time-stamps-missing");
}

void TestEdfTimeStamps::discontinuous()
{
    QFETCH(Stamps, stamps);
    QFETCH(Segments, segments);
    QFETCH(QString, said);
    for (const bool bdf : {false, true}) {
        const auto recording = io::openRecording(stamped(stamps, true, bdf).save(path(bdf ? "d.bdf" : "d.edf")));
        QVERIFY2(recording, recording ? "" : qPrintable(recording.error().detail));
        const TimeMap &time = (*recording)->time;
        QVERIFY(std::ranges::equal(time.segments(), segments));
        QCOMPARE((*recording)->channels[0].sampleCount, 40);
        QStringList codes;
        for (const Deviation &deviation : (*recording)->deviations)
            codes << deviation.code;
        QCOMPARE(codes.join(QLatin1Char(' ')), said);
    }
}

void TestEdfTimeStamps::contradictionsAreRefused_data()
{
    QTest::addColumn<Stamps>("stamps");
    QTest::addColumn<QString>("said");
    QTest::newRow("overlapping") << Stamps{"+0", "+1", "+1.5", "+2.5"}
                                 << "data record 3 starts at 1.5 s, where the record before it ends at 2 s (its time "
                                    "stamp is at byte 948)";
    QTest::newRow("going back") << Stamps{"+10", "+11", "+3", "+4"}
                                << "data record 3 starts at 3 s, where the record before it ends at 12 s";
    QTest::newRow("zero from somewhere on") << Stamps{"+0", "+1", "+0", "+0"} << "data record 3 starts at 0 s";
    QTest::newRow("gap where one is missing")
        << Stamps{"+0", "", "+7", "+8"} << "the record before number 3 does not say when it starts";
    QTest::newRow("years") << Stamps{"+0", "+1", "+99999999", "+100000000"} << "more than a year after the first";
}

void TestEdfTimeStamps::contradictionsAreRefused()
{
    QFETCH(Stamps, stamps);
    QFETCH(QString, said);
    const auto recording = io::openRecording(stamped(stamps, true).save(path("refused.edf")));
    QVERIFY(!recording);
    QCOMPARE(recording.error().code, ErrorCode::HeaderInvalid);
    QVERIFY(recording.error().message.startsWith("refused.edf: "));
    QVERIFY2(recording.error().detail.contains(said), qPrintable(recording.error().detail));
}

void TestEdfTimeStamps::continuous_data()
{
    QTest::addColumn<Stamps>("stamps");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QTime>("start");
    const QTime start(3, 4, 5);
    QTest::newRow("sound") << Stamps{"+0.5", "+1.5", "+2.5"} << "" << start.addMSecs(500);
    QTest::newRow("late start") << Stamps{"+3", "+4", "+5"} << "time-stamp-offset" << start.addSecs(3);
    QTest::newRow("early start") << Stamps{"-3", "-2", "-1"} << "time-stamp-offset" << start.addSecs(-3);
    QTest::newRow("Unix time") << Stamps{"+1709600000", "+1709600001", "+1709600002"} << "time-stamp-offset" << start;
    QTest::newRow("gap") << Stamps{"+0", "+1", "+2.5"} << "time-stamps-not-continuous" << start;
    QTest::newRow("going back") << Stamps{"+0", "+1", "+0.5"} << "time-stamps-not-continuous" << start;
    QTest::newRow("all zero") << Stamps{"+0", "+0", "+0"} << "time-stamps-constant" << start;
    QTest::newRow("one missing") << Stamps{"+0", "", "+2"} << "time-stamps-missing" << start;
    QTest::newRow("rounded") << Stamps{"+0", "+1.00001", "+2"} << "time-stamps-rounded" << start;
}

void TestEdfTimeStamps::continuous()
{
    QFETCH(Stamps, stamps);
    QFETCH(QString, said);
    QFETCH(QTime, start);
    const auto recording = io::openRecording(stamped(stamps, false).save(path("c.edf")));
    QVERIFY2(recording, recording ? "" : qPrintable(recording.error().detail));
    QCOMPARE((*recording)->time, TimeMap::continuous(3 * kSecond));
    QCOMPARE((*recording)->start.time(), start);
    QStringList codes;
    for (const Deviation &deviation : (*recording)->deviations)
        codes << deviation.code;
    QCOMPARE(codes.join(QLatin1Char(' ')), said);
}

void TestEdfTimeStamps::samplesLieWhereTheyWereRecorded()
{
    const auto recording = io::readRecording(stamped({"+0", "+1", "+5.25", "+6.25"}, true).save(path("s.edf")));
    QVERIFY(recording);
    const signal::Channel &channel = (*recording)->channels[0];
    const TimeMap &time = (*recording)->time;
    QCOMPARE(time.duration(), 72'500'000);
    const auto valueAt = [&](Ticks at) {
        return int(std::get<std::vector<qint16>>(
            channel.samples->data())[size_t(channel.rate.ceilSample(*time.toStored(at)))]);
    };
    QCOMPARE(valueAt(0), 0);
    QCOMPARE(valueAt(19'000'000), 19);
    QVERIFY(!time.toStored(2 * kSecond));
    QCOMPARE(valueAt(52'500'000), 20);
    QCOMPARE(valueAt(71'500'000), 39);
}

void TestEdfTimeStamps::annotationsCountFromTheFirstSample()
{
    EdfBytes file = stamped({"+0.5", "+1.5", "+9"}, true);
    file.signalList[1].recordBytes[2] += tal("+9.25", "2", "late");
    file.signalList[1].recordBytes[2] += tal("+5", "", "in the gap");
    const auto recording = io::openRecording(file.save(path("a.edf")));
    QVERIFY(recording);
    QCOMPARE((*recording)->start.time(), QTime(3, 4, 5, 500));
    QCOMPARE((*recording)->annotations[0].onsetSec, 8.75);
    QCOMPARE((*recording)->annotations[1].onsetSec, 4.5);
}

void TestEdfTimeStamps::noisyStampsCostNoMemory()
{
    io::EdfHeader header;
    header.isPlus = header.isDiscontinuous = true;
    header.records = 3'000'000;
    header.recordDuration = kSecond;
    io::EdfTimeStamps stamps(header);
    for (qint64 i = 0; i < header.records; ++i)
        stamps.add(i * 3 * kSecond, i);
    DeviationLog log;
    const auto map = stamps.map(QStringLiteral("a.edf"), log);
    QVERIFY(!map);
    QVERIFY2(map.error().detail.contains("more than 100000 "), qPrintable(map.error().detail));
}

void TestEdfTimeStamps::realFiles()
{
    SOMNO_REQUIRE_DATA(gaps, "edf/edfplusD_two_gaps.edf");
    SOMNO_REQUIRE_DATA(zero, "edf/edfplusD_all_onsets_zero.edf");
    const auto sound = [this](const QString &name) { // of what the header says of patient and start
        QFile file(name);
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const QByteArray fields
            = QByteArray("X X X X").leftJustified(80) + QByteArray("Startdate X X X X").leftJustified(80);
        QByteArray result = patched(bytes, 8, fields + "02.01.24");
        const int count = bytes.mid(252, 4).trimmed().toInt();
        for (int i = 0; i < count; ++i) // one of the files has empty ranges
            for (const auto &[column, value] : {std::pair{104, "-12345  "}, {120, "-32768  "}, {128, "32767   "}})
                result = patched(result, 256 + column * count + 8 * i, value);
        return saveBytes(path("real.edf"), result);
    };
    const auto two = io::openRecording(sound(gaps));
    QVERIFY2(two, two ? "" : qPrintable(two.error().message + two.error().detail));
    QCOMPARE((*two)->time.segments().size(), 3u);
    const auto byOrder = io::openRecording(sound(zero));
    QVERIFY2(byOrder, byOrder ? "" : qPrintable(byOrder.error().message + byOrder.error().detail));
    QVERIFY((*byOrder)->time.isContinuous());
    QCOMPARE((*byOrder)->deviations[0].code, QStringLiteral("time-stamps-missing")); // its zeros bear a text
    QCOMPARE((*byOrder)->annotations.size(), 5u);
}

QTEST_GUILESS_MAIN(TestEdfTimeStamps)
#include "tst_edftimestamps.moc"
