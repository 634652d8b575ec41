// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/recordings/edf/edfheader.h"
#include "core/recordings/edf/edfsize.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;

class TestEdfSize : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void counts_data();
    void counts();
    void refusesFilesWithoutARecord_data();
    void refusesFilesWithoutARecord();
    void findsTheBeginOfTheData_data();
    void findsTheBeginOfTheData();
    void copiesInTextModeAreRefused_data();
    void copiesInTextModeAreRefused();
    void sizeTellsTheFamily();

private:
    /// One signal of 10 samples, three records of 20 bytes behind 512.
    static EdfBytes threeRecords()
    {
        EdfBytes file;
        file.signalList = {EdfBytesSignal()};
        for (int i = 0; i < 30; ++i)
            file.signalList[0].samples.push_back(i + 1);
        return file;
    }
    Result<io::EdfHeader> read(const QByteArray &bytes)
    {
        return io::readEdfHeader(saveBytes(m_folder.filePath(QStringLiteral("file.edf")), bytes));
    }
    QTemporaryDir m_folder;
};

void TestEdfSize::counts_data()
{
    QTest::addColumn<QByteArray>("claimed");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("fewer");
    QTest::addColumn<int>("records");
    QTest::addColumn<QStringList>("codes");
    const auto row = [](const char *name, const char *claimed, const QByteArray &more, int fewer, int records,
                        const QStringList &codes) {
        QTest::newRow(name) << QByteArray(claimed) << more << fewer << records << codes;
    };
    row("as claimed", "3", {}, 0, 3, {});
    row("never closed", "-1", {}, 0, 3, {"record-count-unknown"});
    row("never closed, last one cut", "-1", {}, 7, 2, {"record-count-unknown"});
    row("zero", "0", {}, 0, 3, {"record-count-unknown"});
    row("blank", " ", {}, 0, 3, {"record-count-unknown"});
    row("last one cut", "3", {}, 1, 2, {"record-incomplete"});
    row("records missing", "5", {}, 0, 3, {"records-missing"});
    row("records missing, last one cut", "5", {}, 5, 2, {"record-incomplete"});
    row("one more", "3", QByteArray(20, 'x'), 0, 4, {"records-uncounted"});
    row("one and a half more", "3", QByteArray(30, 'x'), 0, 4, {"records-uncounted"});
    row("some bytes more", "3", "\r\n", 0, 3, {"bytes-after-records"});
    row("filled up with zeros", "3", QByteArray(500, '\0'), 0, 3, {"bytes-after-records"});
}

void TestEdfSize::counts()
{
    QFETCH(QByteArray, claimed);
    QFETCH(QByteArray, more);
    QFETCH(int, fewer);
    EdfBytes file = threeRecords();
    file.claimedRecords = claimed;
    const auto header = read(file.bytes().chopped(fewer) + more);
    QVERIFY2(header, header ? "" : qPrintable(header.error().message + header.error().detail));
    QFETCH(int, records);
    QCOMPARE(header->records, records);
    QStringList codes;
    for (const Deviation &deviation : header->deviations) {
        codes << deviation.code;
        QCOMPARE(deviation.byte, 236);
        QVERIFY2(deviation.taken.contains(QStringLiteral("%1 record").arg(records)), qPrintable(deviation.taken));
    }
    QTEST(codes, "codes");
}

void TestEdfSize::refusesFilesWithoutARecord_data()
{
    QTest::addColumn<QByteArray>("claimed");
    QTest::addColumn<int>("size");
    QTest::newRow("never closed") << QByteArray("-1") << 512;
    QTest::newRow("zero") << QByteArray("0") << 512;
    QTest::newRow("three") << QByteArray("3") << 512;
    QTest::newRow("the first one cut") << QByteArray("3") << 531;
}

void TestEdfSize::refusesFilesWithoutARecord()
{
    QFETCH(QByteArray, claimed);
    QFETCH(int, size);
    EdfBytes file = threeRecords();
    file.claimedRecords = claimed;
    const auto header = read(file.bytes().first(size));
    QVERIFY(!header);
    QCOMPARE(header.error().code, ErrorCode::Truncated);
    QVERIFY2(header.error().detail.contains("0 records of 20 bytes"), qPrintable(header.error().detail));
}

void TestEdfSize::findsTheBeginOfTheData_data()
{
    QTest::addColumn<QByteArray>("claimedHeader");
    QTest::addColumn<int>("gap"); // bytes between the header and the data
    QTest::addColumn<int>("begin");
    QTest::newRow("as it must be") << QByteArray("512") << 0 << 512;
    QTest::newRow("field too large") << QByteArray("768") << 0 << 512;
    QTest::newRow("field too small") << QByteArray("256") << 0 << 512;
    QTest::newRow("beyond the file") << QByteArray("99999") << 0 << 512;
    QTest::newRow("header filled up") << QByteArray("1024") << 512 << 1024;
}

void TestEdfSize::findsTheBeginOfTheData()
{
    QFETCH(QByteArray, claimedHeader);
    QFETCH(int, gap);
    EdfBytes file = threeRecords();
    file.claimedHeaderBytes = claimedHeader;
    const auto header = read(file.bytes().insert(512, QByteArray(gap, ' ')));
    QVERIFY2(header, header ? "" : qPrintable(header.error().message + header.error().detail));
    QTEST(int(header->headerBytes), "begin");
    QCOMPARE(header->records, 3);
    QCOMPARE(header->deviations.empty(), claimedHeader == "512");
}

/// A version that says EDF and a reserved field that says BDF.
/// No sample is where it was once a transfer took the file for text.
void TestEdfSize::copiesInTextModeAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    EdfBytes file;
    file.records = 400;
    file.signalList = {EdfBytesSignal()};
    for (int i = 0; i < 4000; ++i)
        file.signalList[0].samples.push_back((i * 7919) % 60000 - 30000);
    const QByteArray bytes = file.bytes();
    const QByteArray data = bytes.mid(512);
    QTest::newRow("line ends") << bytes.left(512) + QByteArray(data).replace("\n", "\r\n") << "carriage return";
    QTest::newRow("UTF-8") << bytes.left(512) + QString::fromLatin1(data).toUtf8() << "UTF-8";
    QTest::newRow("replaced") << bytes.left(512) + QString::fromUtf8(data).toUtf8() << "UTF-8";
    QTest::newRow("only longer") << bytes + "more" << QString();
}

void TestEdfSize::copiesInTextModeAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const auto header = read(bytes);
    QCOMPARE(header.has_value(), words.isEmpty());
    if (!header)
        QVERIFY2(header.error().detail.contains(words), qPrintable(header.error().detail));
}

void TestEdfSize::sizeTellsTheFamily()
{
    EdfBytes file = threeRecords();
    file.reserved = "24BIT";
    file.bdf = true;
    auto header = read(file.bytes().replace(0, 8, "0       "));
    QVERIFY(header && header->isBdf && header->records == 3);
    QCOMPARE(header->deviations.front().code, "family-contradicts");
    file.bdf = false;
    header = read(file.bytes());
    QVERIFY(header && !header->isBdf && header->records == 3);
}

QTEST_GUILESS_MAIN(TestEdfSize)
#include "tst_edfsize.moc"
