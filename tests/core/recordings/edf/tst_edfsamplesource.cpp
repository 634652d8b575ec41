// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <random>
#include <thread>

#include "core/recordings/recordingfile.h"
#include "tests/support/edfbytes.h"

using namespace somno;

namespace {

constexpr int kRecords = 500;

std::vector<int> noise(int count, int limit)
{
    std::mt19937 random(11);
    std::vector<int> values;
    for (int i = 0; i < count; ++i)
        values.push_back(int(random() % unsigned(2 * limit)) - limit);
    return values;
}

/// Signals of different rates; the last is so long that the others are read piece by piece.
test::EdfBytes mixedFile(bool bdf, bool withLongSignal)
{
    test::EdfBytes file;
    file.bdf = bdf;
    file.records = kRecords;
    const int limit = bdf ? 8'000'000 : 32'000;
    for (const int perRecord : {7, 13, withLongSignal ? 9000 : 3}) {
        test::EdfBytesSignal one;
        one.label = "S" + QByteArray::number(perRecord);
        one.samplesPerRecord = QByteArray::number(perRecord);
        one.digitalMin = bdf ? "-8388608" : "-20000"; // some samples lie beyond it
        one.digitalMax = bdf ? "8388607" : "20000";
        one.samples = noise(perRecord * kRecords, limit);
        file.signalList.push_back(one);
    }
    return file;
}

std::vector<float> readAll(const signal::Channel &channel)
{
    std::vector<float> values(size_t(channel.sampleCount));
    if (const auto read = channel.read(0, values); !read)
        qFatal("%s", qPrintable(read.error().message));
    return values;
}

} // namespace

class TestEdfSampleSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void agreesWithTheWholeReading_data();
    void agreesWithTheWholeReading();
    void readsAnyRange();
    void saysWhatLiesBeyondTheRange();
    void servesSeveralThreads();
    void outlivesItsName();
    void saysWhereTheFileEnds();
    void refusesWhatCannotBeOpened();
    void holdsNoSamplesWithoutSource();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestEdfSampleSource::agreesWithTheWholeReading_data()
{
    QTest::addColumn<bool>("bdf");
    QTest::addColumn<bool>("withLongSignal");
    QTest::newRow("EDF") << false << false;
    QTest::newRow("EDF, wide records") << false << true;
    QTest::newRow("BDF") << true << false;
    QTest::newRow("BDF, wide records") << true << true;
}

void TestEdfSampleSource::agreesWithTheWholeReading()
{
    QFETCH(bool, bdf);
    QFETCH(bool, withLongSignal);
    const QString name = mixedFile(bdf, withLongSignal).save(path(QStringLiteral("mixed")));
    const auto held = io::readRecording(name);
    const auto opened = io::openRecording(name);
    QVERIFY(held && opened);
    QCOMPARE((*opened)->channels.size(), size_t(3));
    QCOMPARE((*opened)->time.duration(), (*held)->time.duration());
    for (size_t c = 0; c < 3; ++c) {
        const signal::Channel &channel = (*opened)->channels[c];
        QVERIFY(!channel.samples && channel.isReadable());
        const auto expected = (*held)->channels[c].physical(0, channel.sampleCount);
        QVERIFY(readAll(channel) == expected);
        QVERIFY(readAll((*held)->channels[c]) == expected);
    }
}

void TestEdfSampleSource::readsAnyRange()
{
    const auto opened = io::openRecording(mixedFile(false, false).save(path(QStringLiteral("ranges.edf"))));
    QVERIFY(opened);
    std::mt19937 random(3);
    for (const signal::Channel &channel : (*opened)->channels) {
        const auto whole = readAll(channel);
        for (int i = 0; i < 300; ++i) {
            const auto first = size_t(random() % whole.size());
            const auto count = size_t(random() % std::min<size_t>(60, whole.size() - first + 1));
            std::vector<float> part(count);
            QVERIFY(channel.read(SampleIndex(first), part));
            QVERIFY(std::equal(part.begin(), part.end(), whole.begin() + qint64(first)));
        }
    }
}

void TestEdfSampleSource::saysWhatLiesBeyondTheRange()
{
    auto file = mixedFile(false, false);
    file.signalList[0].samples[100] = 25000;
    const auto opened = io::openRecording(file.save(path(QStringLiteral("beyond.edf"))));
    QVERIFY(opened);
    const signal::Channel &channel = (*opened)->channels[0];
    QVERIFY(!channel.source->deviation()); // nothing has been read
    std::vector<float> one(1);
    QVERIFY(channel.read(100, one));
    QCOMPARE(one[0], float(25000 * channel.gain() + channel.offset()));
    QCOMPARE(channel.source->deviation()->sentence(),
             "channel S7: samples from 25000 to 25000, though its digital range is -20000 to 20000; read as they are.");
    const auto held = io::readRecording(path(QStringLiteral("beyond.edf")), {0});
    QCOMPARE((*held)->deviations.size(), (*opened)->deviations.size() + 1);
    QCOMPARE((*held)->deviations.back().code, "samples-beyond-range");
}

void TestEdfSampleSource::servesSeveralThreads()
{
    const auto opened = io::openRecording(mixedFile(true, false).save(path(QStringLiteral("threads.bdf"))));
    QVERIFY(opened);
    const signal::Channel &channel = (*opened)->channels[1];
    const auto whole = readAll(channel);
    std::atomic<int> same = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                std::vector<float> part(37);
                for (size_t first = size_t(t); first + part.size() <= whole.size(); first += 101)
                    if (!channel.read(SampleIndex(first), part)
                        || !std::equal(part.begin(), part.end(), whole.begin() + qint64(first)))
                        return;
                ++same;
            });
    }
    QCOMPARE(same, 4);
}

void TestEdfSampleSource::outlivesItsName()
{
    const QString name = mixedFile(false, false).save(path(QStringLiteral("removed.edf")));
    const auto opened = io::openRecording(name);
    QVERIFY(opened);
    const auto before = readAll((*opened)->channels[0]);
    QVERIFY(QFile::remove(name));
    QVERIFY(readAll((*opened)->channels[0]) == before);
}

void TestEdfSampleSource::saysWhereTheFileEnds()
{
    const QString name = mixedFile(false, false).save(path(QStringLiteral("cut.edf")));
    const auto opened = io::openRecording(name);
    QVERIFY(opened);
    const signal::Channel &channel = (*opened)->channels[0];
    const qint64 recordBytes = 2 * (7 + 13 + 3);
    QVERIFY(QFile::resize(name, 256 * 4 + 100 * recordBytes + 5));
    std::vector<float> samples(7);
    QVERIFY(channel.read(99 * 7, samples));
    const auto beyond = channel.read(100 * 7, samples);
    QVERIFY(!beyond && beyond.error().code == ErrorCode::Truncated);
    QVERIFY2(beyond.error().message.contains(QStringLiteral("cut.edf")), qPrintable(beyond.error().message));
    QVERIFY2(beyond.error().message.contains(QStringLiteral("data record 101 of 500")),
             qPrintable(beyond.error().message));
    QVERIFY(!beyond.error().detail.isEmpty());
    std::vector<float> whole(size_t(channel.sampleCount));
    QVERIFY(!channel.read(0, whole));
}

void TestEdfSampleSource::refusesWhatCannotBeOpened()
{
    const auto missing = io::openRecording(path(QStringLiteral("missing.edf")));
    QVERIFY(!missing && missing.error().code == ErrorCode::FileNotFound);
    auto file = mixedFile(false, false);
    file.records = 0;
    const auto shortFile = io::openRecording(file.save(path(QStringLiteral("short.edf"))));
    QVERIFY(!shortFile && shortFile.error().code == ErrorCode::Truncated);
}

void TestEdfSampleSource::holdsNoSamplesWithoutSource()
{
    const QString name = mixedFile(false, false).save(path(QStringLiteral("header.edf")));
    const auto header = io::readRecording(name, {1});
    QVERIFY(header);
    const signal::Channel &channel = (*header)->channels[0];
    QVERIFY(!channel.isReadable());
    std::vector<float> samples(1);
    const auto read = channel.read(0, samples);
    QVERIFY(!read && read.error().message.contains(channel.label));
}

QTEST_APPLESS_MAIN(TestEdfSampleSource)
#include "tst_edfsamplesource.moc"
