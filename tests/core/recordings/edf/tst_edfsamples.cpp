// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <edflib.h>
#include <random>

#include "core/recordings/edf/edfsamples.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::io;

namespace {

constexpr int kRecords = 50;

std::vector<int> noise(int count, int limit)
{
    std::mt19937 random(7);
    std::vector<int> values;
    for (int i = 0; i < count; ++i)
        values.push_back(int(random() % unsigned(2 * limit)) - limit);
    return values;
}

/// Two signals of different rates with the annotations between them.
test::EdfBytes mixedFile(bool bdf)
{
    test::EdfBytes file;
    file.bdf = bdf;
    file.reserved = bdf ? "BDF+C" : "EDF+C";
    file.records = kRecords;
    std::vector<QByteArray> times;
    for (int i = 0; i < kRecords; ++i)
        times.push_back('+' + QByteArray::number(i) + QByteArray("\x14\x14\0", 3));
    test::EdfBytesSignal first, second;
    first.samplesPerRecord = "7";
    second.samplesPerRecord = "13";
    if (bdf)
        first.digitalMin = second.digitalMin = "-8388608", first.digitalMax = second.digitalMax = "8388607";
    const int limit = bdf ? 8'000'000 : 32'000;
    first.samples = noise(7 * kRecords, limit);
    second.samples = noise(13 * kRecords, limit);
    file.signalList = {first, test::annotationSignal(times, 120, bdf), second};
    return file;
}

SampleColumn column(const EdfHeader &header, int signal)
{
    const auto count = size_t(header.signalHeaders[size_t(signal)].samplesPerRecord) * size_t(header.records);
    SampleColumn result{signal, {}};
    if (header.isBdf)
        result.out = std::vector<qint32>(count);
    else
        result.out = std::vector<qint16>(count);
    return result;
}

EdfFile opened(const QString &path)
{
    const InputFilePtr input = InputFile::open(path).value();
    return EdfFile(input, readEdfHeader(*input).value());
}

std::vector<int> values(const SampleColumn &column)
{
    std::vector<int> result;
    std::visit([&](const auto &v) { result.assign(v.begin(), v.end()); }, column.out);
    return result;
}

} // namespace

class TestEdfSamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void agreesWithEdflib_data();
    void agreesWithEdflib();
    void keepsWhatLiesBeyondTheDigitalRange();
    void readsLongRecords_data() { agreesWithEdflib_data(); }
    void readsLongRecords();
    void stopsWhenAsked();
    void namesTheRecordWhereTheFileEnds();

private:
    QTemporaryDir m_folder;
};

void TestEdfSamples::agreesWithEdflib_data()
{
    QTest::addColumn<bool>("bdf");
    QTest::newRow("EDF") << false;
    QTest::newRow("BDF") << true;
}

void TestEdfSamples::agreesWithEdflib()
{
    QFETCH(bool, bdf);
    const QString path
        = mixedFile(bdf).save(m_folder.filePath(bdf ? QStringLiteral("a.bdf") : QStringLiteral("a.edf")));
    const EdfFile file = opened(path);
    const EdfHeader *header = &file.header();
    std::vector<SampleColumn> columns{column(*header, 0), column(*header, 2)};
    qint64 told = 0;
    QVERIFY(readSamples(file, columns, [&](qint64 samples) { return (told += samples) > 0; }));
    QCOMPARE(told, 20 * kRecords);

    auto edf = std::make_unique<edf_hdr_struct>();
    QCOMPARE(edfopen_file_readonly(QFile::encodeName(path).constData(), edf.get(), EDFLIB_DO_NOT_READ_ANNOTATIONS), 0);
    for (int signal = 0; signal < 2; ++signal) {
        std::vector<int> expected(size_t((signal == 0 ? 7 : 13) * kRecords));
        QCOMPARE(edfread_digital_samples(edf->handle, signal, int(expected.size()), expected.data()),
                 int(expected.size()));
        QCOMPARE(values(columns[size_t(signal)]), expected);
    }
    edfclose_file(edf->handle);
}

void TestEdfSamples::keepsWhatLiesBeyondTheDigitalRange()
{
    test::EdfBytes made = mixedFile(false);
    made.signalList[0].digitalMin = "-1000";
    made.signalList[0].digitalMax = "2000";
    const EdfFile file = opened(made.save(m_folder.filePath(QStringLiteral("beyond.edf"))));
    std::vector<SampleColumn> columns{column(file.header(), 0)};
    QVERIFY(readSamples(file, columns, [](qint64) { return true; }));
    QCOMPARE(values(columns[0]), made.signalList[0].samples);
}

/// Records that are longer than what is read at once.
void TestEdfSamples::readsLongRecords()
{
    QFETCH(bool, bdf);
    test::EdfBytes made;
    made.bdf = bdf;
    made.records = 2;
    made.duration = "6000";
    made.signalList.resize(3);
    constexpr int kPerRecord = 1'700'000;
    for (test::EdfBytesSignal &signal : made.signalList) {
        signal.samplesPerRecord = QByteArray::number(kPerRecord);
        signal.samples = noise(2 * kPerRecord, 32'000);
        std::ranges::rotate(signal.samples, signal.samples.begin() + (&signal - made.signalList.data()));
    }
    const EdfFile file = opened(made.save(m_folder.filePath(QStringLiteral("long.edf"))));
    std::vector<SampleColumn> columns{column(file.header(), 0), column(file.header(), 2)};
    qint64 told = 0;
    QVERIFY(readSamples(file, columns, [&](qint64 samples) { return (told += samples) > 0; }));
    QCOMPARE(told, 4 * kPerRecord);
    QVERIFY(values(columns[0]) == made.signalList[0].samples);
    QVERIFY(values(columns[1]) == made.signalList[2].samples);
}

void TestEdfSamples::stopsWhenAsked()
{
    const QString path = mixedFile(false).save(m_folder.filePath(QStringLiteral("stop.edf")));
    const EdfFile file = opened(path);
    const EdfHeader *header = &file.header();
    std::vector<SampleColumn> columns{column(*header, 0)};
    const auto read = readSamples(file, columns, [](qint64) { return false; });
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Cancelled);
}

void TestEdfSamples::namesTheRecordWhereTheFileEnds()
{
    const QString path = mixedFile(false).save(m_folder.filePath(QStringLiteral("short.edf")));
    const EdfFile file = opened(path);
    const EdfHeader *header = &file.header();
    QVERIFY(QFile::resize(path, header->headerBytes + 20 * header->recordBytes + 5)); // after the check of the header
    std::vector<SampleColumn> columns{column(*header, 0)};
    const auto read = readSamples(file, columns, [](qint64) { return true; });
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Truncated);
    QVERIFY2(read.error().message.contains(QStringLiteral("data record 21")), qPrintable(read.error().message));
}

QTEST_GUILESS_MAIN(TestEdfSamples)
#include "tst_edfsamples.moc"
