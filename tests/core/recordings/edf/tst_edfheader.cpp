// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>
#include <edflib.h>
#include <random>
#include <unistd.h>

#include "core/recordings/edf/edfheader.h"
#include "tests/support/data.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;

namespace {

/// A sound EDF+ file of two signals, the second of annotations.
EdfBytes soundFile()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    const QByteArray end("\x14\x14\0", 3);
    file.signalList = {EdfBytesSignal(), annotationSignal({"+0" + end, "+1" + end, "+2" + end})};
    return file;
}

} // namespace

class TestEdfHeader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void readsSoundHeader();
    void isAsStrictAsEdflib_data();
    void isAsStrictAsEdflib();
    void namesFieldAndOffset_data();
    void namesFieldAndOffset();
    void namesForeignFiles_data();
    void namesForeignFiles();
    void countsRecords_data();
    void countsRecords();
    void refusesMoreThanAYear();
    void slowAndFastSignals();
    void refusesWhatIsNoFile();
    void refusesUnreadableFile();
    void truncatedHeader();
    void noAnnotationSignal();
    void saysWhatIsDiscontinuous();
    void realRefusals_data();
    void realRefusals();

private:
    Result<io::EdfHeader> readBytes(const QByteArray &bytes)
    {
        return io::readEdfHeader(saveBytes(m_folder.filePath(QStringLiteral("file.edf")), bytes));
    }
    QTemporaryDir m_folder;
};

void TestEdfHeader::readsSoundHeader()
{
    const auto header = readBytes(soundFile().bytes());
    QVERIFY2(header, header ? "" : qPrintable(header.error().message + header.error().detail));
    QVERIFY(header->isPlus);
    QVERIFY(!header->isBdf);
    QCOMPARE(header->records, 3);
    QCOMPARE(header->recordBytes, 140);
    QCOMPARE(header->headerBytes, 768);
    QCOMPARE(header->startDate, QDate(2024, 1, 2));
    QVERIFY(header->signalHeaders[1].isAnnotation);
}

void TestEdfHeader::isAsStrictAsEdflib_data()
{
    QTest::addColumn<QByteArray>("sound");
    EdfBytes plain;
    plain.signalList = {EdfBytesSignal(), EdfBytesSignal()};
    plain.signalList[0].physicalMin = "-3276.8";
    plain.signalList[1].physicalMax = "1e3";
    QTest::newRow("EDF") << plain.bytes();
    plain.bdf = true;
    QTest::newRow("BDF") << plain.bytes();
    QTest::newRow("EDF+") << soundFile().bytes();
}

/// Others may rely on EDFlib: what is read here can be read there, too, and says the same.
void TestEdfHeader::isAsStrictAsEdflib()
{
    QFETCH(QByteArray, sound);
    const qsizetype headerBytes = sound.mid(184, 8).trimmed().toInt();
    std::mt19937 random{2};
    int read = 0;
    const auto edf = std::make_unique<edf_hdr_struct>();
    for (int i = 0; i < 500; ++i) {
        QByteArray bytes = sound;
        for (unsigned faults = random() % 3; faults > 0; --faults)
            bytes[8 + qsizetype(random() % size_t(headerBytes - 8))] = "0123456789 .-+eXaJ"[random() % 18];
        const auto header = readBytes(bytes);
        if (!header)
            continue;
        ++read;
        QCOMPARE(edfopen_file_readonly(QFile::encodeName(m_folder.filePath("file.edf")).constData(), edf.get(),
                                       EDFLIB_READ_ALL_ANNOTATIONS),
                 0);
        QCOMPARE(edf->datarecord_duration, header->recordDuration);
        QCOMPARE(edf->datarecords_in_file, header->records);
        for (int s = 0; s < edf->edfsignals; ++s) {
            const edf_param_struct &theirs = edf->signalparam[s];
            const io::EdfSignalHeader &ours = header->signalHeaders[size_t(s)];
            QCOMPARE(ours.label, QString::fromLatin1(theirs.label).trimmed());
            QCOMPARE(ours.transducer, QString::fromLatin1(theirs.transducer).trimmed());
            QCOMPARE(ours.unit, QString::fromLatin1(theirs.physdimension).trimmed());
            QCOMPARE(ours.prefilter, QString::fromLatin1(theirs.prefilter).trimmed());
            QCOMPARE(ours.physicalMin, theirs.phys_min); // to the last digits but one: EDFlib adds up decimals
            QCOMPARE(ours.physicalMax, theirs.phys_max);
            QCOMPARE(ours.digitalMin, theirs.dig_min);
            QCOMPARE(ours.digitalMax, theirs.dig_max);
            QCOMPARE(ours.samplesPerRecord, theirs.smp_in_datarecord);
        }
        edfclose_file(edf->handle);
    }
    QVERIFY2(read > 100 && read < 495, qPrintable(QString::number(read)));
}

void TestEdfHeader::namesFieldAndOffset_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<QByteArray>("replacement");
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("namedOffset");
    const auto fault = [](const char *name, int offset, const char *bytes, const char *field, int namedOffset = -1) {
        QTest::newRow(name) << offset << QByteArray(bytes) << QString::fromLatin1(field)
                            << (namedOffset < 0 ? offset : namedOffset);
    };
    fault("patient not EDF+", 8, "somebody without pattern    ", "patient");
    fault("recording not EDF+", 88, "02.01.24 ", "recording");
    fault("recording names another date", 98, "03-JAN-2024", "recording", 88);
    fault("patient non-ASCII", 14, "\xe9", "patient", 8);
    fault("date with slashes", 168, "02/01/24", "start date");
    fault("31 February", 168, "31.02.24", "start date");
    fault("hour 24", 176, "24.00.00", "start time");
    fault("header bytes", 184, "1024    ", "number of bytes in the header");
    fault("header bytes no number", 184, "abc     ", "number of bytes in the header");
    fault("zero signals", 252, "0   ", "number of signals");
    fault("signals no number", 252, "two ", "number of signals");
    fault("too many signals", 252, "700 ", "number of signals");
    fault("duration with comma", 244, "0,5     ", "duration of a data record");
    fault("duration empty", 244, "        ", "duration of a data record");
    fault("duration negative", 244, "-1      ", "duration of a data record");
    fault("duration with exponent", 244, "1e-1    ", "duration of a data record");
    fault("duration zero", 244, "0       ", "duration of a data record");
    fault("three years in one record", 244, "99999999", "duration of a data record");
    fault("a hundred megahertz", 244, ".0000001", "duration of a data record");
    fault("label non-ASCII", 258, "\xb5", "label of signal 1", 256);
    fault("transducer zero byte", 288 + 5, "\x01", "transducer of signal 1", 288);
    fault("annotation transducer", 368, "x", "transducer of signal 2");
    fault("physical minimum no number", 464, "low     ", "physical minimum of signal 1");
    fault("physical range empty", 464, "100     ", "physical minimum of signal 1");
    fault("physical maximum nan", 480, "nan     ", "physical maximum of signal 1");
    fault("digital minimum fraction", 496, "-1.5    ", "digital minimum of signal 1");
    fault("digital range empty", 496, "32767   ", "digital minimum of signal 1");
    fault("digital minimum too low", 496, "-40000  ", "digital minimum of signal 1");
    fault("digital maximum too high", 512, "70000   ", "digital maximum of signal 1");
    fault("annotation digital minimum", 504, "-2048   ", "digital minimum of signal 2");
    fault("number not at the left", 512, "   32767", "digital maximum of signal 1");
    fault("no samples", 688, "0       ", "samples in a data record of signal 1");
    fault("signal reserved", 704, "\x7f", "reserved of signal 1");
    fault("records no number", 236, "many    ", "number of data records");
    fault("records zero", 236, "0       ", "number of data records");
}

void TestEdfHeader::namesFieldAndOffset()
{
    QFETCH(int, offset);
    QFETCH(QByteArray, replacement);
    QFETCH(QString, field);
    QFETCH(int, namedOffset);
    const auto header = readBytes(patched(soundFile().bytes(), offset, replacement));
    QVERIFY(!header);
    const Error &error = header.error();
    QVERIFY2(error.message.startsWith("file.edf: "), qPrintable(error.message));
    QVERIFY2(error.message.contains(QStringLiteral("\"%1\" (byte %2)").arg(field).arg(namedOffset)),
             qPrintable(error.message));
    QVERIFY2(error.detail.size() > 30, qPrintable(error.detail)); // cause and remedy
}

void TestEdfHeader::refusesMoreThanAYear()
{
    EdfBytes file;
    file.signalList = {EdfBytesSignal()};
    file.duration = "600";
    file.records = 53000; // 368 days
    auto header = readBytes(file.bytes());
    QVERIFY(!header);
    QCOMPARE(header.error().code, ErrorCode::UnsupportedFormat);
    QVERIFY2(header.error().detail.contains(QLatin1String("368 days")), qPrintable(header.error().detail));
    file.records = 52000;
    QVERIFY(readBytes(file.bytes()));
    file = soundFile(); // nothing but annotations: its length is still a length
    file.signalList.erase(file.signalList.begin());
    file.duration = "99999999";
    header = readBytes(file.bytes());
    QVERIFY(!header);
    QCOMPARE(header.error().code, ErrorCode::UnsupportedFormat);
}

void TestEdfHeader::slowAndFastSignals()
{
    EdfBytes file;
    file.signalList = {EdfBytesSignal(), EdfBytesSignal()};
    file.signalList[1].samplesPerRecord = "1"; // a temperature every 10 minutes beside a signal every minute
    file.duration = "600";
    QVERIFY(readBytes(file.bytes()));
    file.duration = ".0001"; // 100 kHz
    QVERIFY(readBytes(file.bytes()));
    file.duration = ".00001";
    QVERIFY(!readBytes(file.bytes()));
}

void TestEdfHeader::namesForeignFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("looks");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("matlab") << QByteArray("MATLAB 5.0 MAT-file, Platform: GLNXA64") << "MATLAB";
    QTest::newRow("hdf5") << QByteArray("\x89HDF\r\n\x1a\n") << "HDF5";
    QTest::newRow("zip") << QByteArray("PK\x03\x04 and so on") << "ZIP";
    QTest::newRow("text") << QByteArray("time,eeg,emg\n0,1,2\n") << "text file";
    QTest::newRow("zeros") << QByteArray(4096, '\0') << "zero bytes";
    QTest::newRow("noise") << QByteArray("\x02\x03\xfe\x81\x00\x07", 6) << "not an EDF";
}

void TestEdfHeader::namesForeignFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, looks);
    const auto header = readBytes(bytes);
    QVERIFY(!header);
    QCOMPARE(header.error().code, ErrorCode::NotARecording);
    QVERIFY2(header.error().message.contains(looks), qPrintable(header.error().message));
}

void TestEdfHeader::countsRecords_data()
{
    QTest::addColumn<QByteArray>("claimed");
    QTest::addColumn<int>("extraBytes");
    QTest::addColumn<int>("code");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("never closed") << QByteArray("-1      ") << 0 << int(ErrorCode::HeaderInvalid)
                                  << QStringList{"3 complete"};
    QTest::newRow("fewer than claimed") << QByteArray("5       ") << 0 << int(ErrorCode::Truncated)
                                        << QStringList{"claims 5", "3 complete"};
    QTest::newRow("last one incomplete") << QByteArray("3       ") << -41 << int(ErrorCode::Truncated)
                                         << QStringList{"claims 3", "2 complete", "99 bytes"};
    QTest::newRow("more than claimed") << QByteArray("2       ") << 0 << int(ErrorCode::HeaderInvalid)
                                       << QStringList{"claims 2", "3 complete", "to 1048 bytes"};
    QTest::newRow("bytes over") << QByteArray("3       ") << 7 << int(ErrorCode::HeaderInvalid)
                                << QStringList{"3 complete", "7 bytes"};
}

void TestEdfHeader::countsRecords()
{
    QFETCH(QByteArray, claimed);
    QFETCH(int, extraBytes);
    QFETCH(int, code);
    QFETCH(QStringList, said);
    QByteArray bytes = patched(soundFile().bytes(), 236, claimed);
    extraBytes < 0 ? bytes.chop(-extraBytes) : void(bytes.append(extraBytes, 'x'));
    const auto header = readBytes(bytes);
    QVERIFY(!header);
    QCOMPARE(int(header.error().code), code);
    for (const QString &words : said)
        QVERIFY2(header.error().detail.contains(words), qPrintable(header.error().detail));
}

void TestEdfHeader::refusesWhatIsNoFile()
{
    const auto folder = io::readEdfHeader(m_folder.path());
    QCOMPARE(folder.error().code, ErrorCode::FileNotReadable);
    QVERIFY(folder.error().message.contains("folder"));
    QCOMPARE(io::readEdfHeader(m_folder.filePath("absent.edf")).error().code, ErrorCode::FileNotFound);
    QCOMPARE(io::readEdfHeader(QStringLiteral("/dev/null")).error().code, ErrorCode::FileNotReadable);
}

void TestEdfHeader::refusesUnreadableFile()
{
    if (::geteuid() == 0)
        QSKIP("the superuser may read every file");
    const QString name = soundFile().save(m_folder.filePath("secret.edf"));
    QVERIFY(QFile::setPermissions(name, QFileDevice::WriteOwner));
    const auto header = io::readEdfHeader(name);
    QCOMPARE(header.error().code, ErrorCode::FileNotReadable);
    QVERIFY(header.error().detail.contains("permission"));
}

void TestEdfHeader::truncatedHeader()
{
    for (const int size : {8, 100, 255, 256, 700}) {
        const auto header = readBytes(soundFile().bytes().left(size));
        QVERIFY(!header);
        QCOMPARE(header.error().code, ErrorCode::Truncated);
        QVERIFY2(header.error().message.contains(QString::number(size)), qPrintable(header.error().message));
    }
}

void TestEdfHeader::noAnnotationSignal()
{
    EdfBytes file = soundFile();
    file.signalList.pop_back();
    const auto header = readBytes(file.bytes());
    QVERIFY(!header);
    QVERIFY(header.error().detail.contains("no annotation signal"));
}

void TestEdfHeader::saysWhatIsDiscontinuous()
{
    QVERIFY(!readBytes(soundFile().bytes())->isDiscontinuous);
    EdfBytes file = soundFile();
    file.reserved = "EDF+D";
    const auto header = readBytes(file.bytes());
    QVERIFY(header && header->isPlus && header->isDiscontinuous);
}

void TestEdfHeader::realRefusals_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("said");
    QTest::newRow("never closed") << "edf/edf_record_count_minus_one.edf"
                                  << "0 complete";
    QTest::newRow("UTF-8 label") << "edf/edfplus_90_signals_utf8_labels_annotations_first.edf"
                                 << "0xc3";
}

void TestEdfHeader::realRefusals()
{
    QFETCH(QString, file);
    QFETCH(QString, said);
    const QString name = dataFile(file);
    if (!QFileInfo::exists(name))
        QSKIP(qPrintable(QStringLiteral("real recording not here: %1 (set SOMNOSCRIBE_DATA)").arg(file)));
    const auto header = io::readEdfHeader(name);
    QVERIFY(!header);
    QVERIFY2(header.error().detail.contains(said), qPrintable(header.error().detail));
}

QTEST_GUILESS_MAIN(TestEdfHeader)
#include "tst_edfheader.moc"
