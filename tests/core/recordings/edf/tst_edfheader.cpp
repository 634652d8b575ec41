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

QStringList codes(const io::EdfHeader &header)
{
    QStringList codes;
    for (const Deviation &deviation : header.deviations)
        codes << deviation.code;
    return codes;
}

void compareWithEdflib(const io::EdfHeader &header, const edf_hdr_struct &edf)
{
    QCOMPARE(edf.datarecord_duration, header.recordDuration);
    QCOMPARE(edf.datarecords_in_file, header.records);
    QCOMPARE(QDate(edf.startdate_year, edf.startdate_month, edf.startdate_day), header.startDate);
    QCOMPARE(QTime(edf.starttime_hour, edf.starttime_minute, edf.starttime_second), header.startTime);
    size_t s = 0;
    for (const io::EdfSignalHeader &ours : header.signalHeaders) {
        if (ours.isAnnotation && header.isPlus) // in a plain file they are signals like others to EDFlib
            continue;
        const edf_param_struct &theirs = edf.signalparam[s++];
        QCOMPARE(ours.label, QString::fromLatin1(theirs.label).trimmed());
        QCOMPARE(ours.transducer, QString::fromLatin1(theirs.transducer).trimmed());
        QCOMPARE(ours.unit, QString::fromLatin1(theirs.physdimension).trimmed());
        QCOMPARE(ours.prefilter, QString::fromLatin1(theirs.prefilter).trimmed());
        QCOMPARE(ours.physicalMin, theirs.phys_min); // to the last digits but one: EDFlib adds up decimals
        QCOMPARE(ours.physicalMax, theirs.phys_max);
        QCOMPARE(ours.digitalMin, theirs.dig_min);
        QCOMPARE(ours.digitalMax, theirs.dig_max);
        QCOMPARE(ours.samplesPerRecord, theirs.smp_in_datarecord);
        QVERIFY2(ours.unusable.isEmpty(), qPrintable(ours.unusable));
    }
    QCOMPARE(int(s), edf.edfsignals);
}

} // namespace

class TestEdfHeader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void readsSoundHeader();
    void readsWhatEdflibReads_data();
    void readsWhatEdflibReads();
    void namesFieldAndOffset_data();
    void namesFieldAndOffset();
    void namesForeignFiles_data();
    void namesForeignFiles();
    void saysWhatIsOdd_data();
    void saysWhatIsOdd();
    void soundHeadersHaveNoDeviations();
    void oneBadChannelIsNotTheFile();
    void noUsableChannelIsAnError();
    void keepsFreeFields();
    void manyOddSignalsAreOneDeviation();
    void readsRecordsLongerThanEdflib();
    void refusesMoreThanAYear();
    void slowAndFastSignals();
    void refusesWhatIsNoFile();
    void refusesUnreadableFile();
    void truncatedHeader();
    void noAnnotationSignal();
    void saysWhatIsDiscontinuous();
    void realRefusals_data();
    void realRefusals();
    void realUtf8Labels();

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

void TestEdfHeader::readsWhatEdflibReads_data()
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

/// Whatever EDFlib opens is opened, and says the same; more is, too.
void TestEdfHeader::readsWhatEdflibReads()
{
    QFETCH(QByteArray, sound);
    const qsizetype headerBytes = sound.mid(184, 8).trimmed().toInt();
    std::mt19937 random{2};
    int theirs = 0, ours = 0;
    const auto edf = std::make_unique<edf_hdr_struct>();
    for (int i = 0; i < 500; ++i) {
        QByteArray bytes = sound;
        for (unsigned faults = random() % 3; faults > 0; --faults)
            bytes[8 + qsizetype(random() % size_t(headerBytes - 8))] = "0123456789 .-+eXaJ"[random() % 18];
        const auto header = readBytes(bytes);
        ours += header.has_value() ? 1 : 0;
        if (edfopen_file_readonly(QFile::encodeName(m_folder.filePath("file.edf")).constData(), edf.get(),
                                  EDFLIB_READ_ALL_ANNOTATIONS)
            != 0)
            continue;
        ++theirs;
        edfclose_file(edf->handle);
        QVERIFY2(header, header ? "" : qPrintable(header.error().message + header.error().detail));
        compareWithEdflib(*header, *edf);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY2(theirs > 100 && ours > theirs, qPrintable(QStringLiteral("%1 %2").arg(theirs).arg(ours)));
}

void TestEdfHeader::saysWhatIsOdd_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<QByteArray>("replacement");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("where");
    const auto odd = [](const char *name, int offset, QByteArray bytes, const char *code, const char *where) {
        QTest::newRow(name) << offset << bytes << QString::fromLatin1(code) << QString::fromLatin1(where);
    };
    odd("version of zeros", 0, QByteArray("0").leftJustified(8, '\0'), "version-unusual", "version");
    odd("version of another", 0, "1.0     ", "version-unusual", "version");
    odd("header bytes", 184, "1024    ", "header-length-contradicts", "number of bytes in the header");
    odd("header bytes no number", 184, "abc     ", "header-length-contradicts", "number of bytes in the header");
    odd("no signals", 252, "0   ", "signal-count-contradicts", "number of signals");
    odd("signals no number", 252, "two ", "signal-count-contradicts", "number of signals");
    odd("too many signals", 252, "700 ", "signal-count-contradicts", "number of signals");
    odd("one signal too few", 252, "1   ", "signal-count-contradicts", "number of signals");
    odd("patient free", 8, "somebody without pattern    ", "patient-form", "patient");
    odd("patient with two spaces", 8, "X  X X X", "patient-form", "patient");
    odd("recording free", 88, "left side ", "recording-form", "recording");
    odd("month in mixed case", 98, "02-Jan-2024", "recording-form", "recording");
    odd("another year", 98, "02-JAN-2023", "start-date-contradicts", "start date");
    odd("patient in Latin-1", 8, "X X X Ren\xe9", "text-latin1", "patient");
    odd("plus in lower case", 192, "edf+c", "continuity-form", "reserved");
    odd("plus without a letter", 192, "EDF+ ", "continuity-form", "reserved");
    odd("of the other family", 192, "BDF+C", "family-contradicts", "reserved");
    odd("date with slashes", 168, "02/01/24", "start-date-form", "start date");
    odd("31 February", 168, "31.02.24", "start-date-unknown", "start date");
    odd("time with colons", 176, "03:04:05", "start-time-form", "start time");
    odd("hour 25", 176, "25.00.00", "start-time-unknown", "start time");
    odd("records no number", 236, "many    ", "record-count-unknown", "number of data records");
    odd("records at the right", 236, "       3", "number-alignment", "number of data records");
    odd("records with exponent", 236, "3e0     ", "number-not-whole", "number of data records");
    odd("duration with comma", 244, "1,0     ", "number-decimal-comma", "duration of a data record");
    odd("duration with exponent", 244, "1e0     ", "number-form", "duration of a data record");
    odd("label in Latin-1", 258, "\xb5", "text-latin1", "label of signal 1");
    odd("transducer with a control", 288, "a\x01", "text-control-characters", "transducer of signal 1");
    odd("annotation transducer", 368, "x", "annotation-field-not-blank", "transducer of signal 2");
    odd("annotation digital minimum", 504, "-2048   ", "annotation-range", "digital minimum of signal 2");
    odd("annotations in lower case", 272, "edf annotations", "annotation-label-form", "label of signal 2");
    odd("annotations of the other family", 272, "BDF", "annotation-label-foreign", "label of signal 2");
    odd("annotations in plain file", 192, "     ", "annotations-in-plain-file", "reserved");
    odd("inverted", 464, "200     ", "polarity-inverted", "physical minimum of signal 1");
    odd("digital range inverted", 496, "32767   ", "channel-unusable", "channel 1 \"EEG\"");
    odd("digital minimum too low", 496, "-40000  ", "digital-range-wide", "digital minimum of signal 1");
    odd("digital maximum too high", 512, "70000   ", "digital-range-wide", "digital maximum of signal 1");
    odd("number at the right", 512, "   32767", "number-alignment", "digital maximum of signal 1");
    odd("samples with a fraction", 688, "10.0    ", "number-not-whole", "samples in a data record of signal 1");
}

/// Each is read to the same samples and says one thing, where it stands, what stands there and what was taken.
void TestEdfHeader::saysWhatIsOdd()
{
    QFETCH(int, offset);
    QFETCH(QByteArray, replacement);
    QFETCH(QString, code);
    QFETCH(QString, where);
    const auto header = readBytes(patched(soundFile().bytes(), offset, replacement));
    QVERIFY2(header, header ? "" : qPrintable(header.error().message + header.error().detail));
    QCOMPARE(codes(*header), QStringList{code});
    const Deviation &deviation = header->deviations.front();
    QCOMPARE(deviation.where, where);
    QVERIFY2(deviation.byte >= 0 && std::abs(deviation.byte - offset) < 80, qPrintable(deviation.sentence()));
    QVERIFY(!deviation.found.isEmpty() && !deviation.taken.isEmpty());
    QCOMPARE(header->records, 3);
    QCOMPARE(header->recordBytes, 140);
    QCOMPARE(header->headerBytes, 768);
    QCOMPARE(header->recordDuration, kTicksPerSecond);
    QVERIFY(header->signalHeaders[1].isAnnotation);
    QVERIFY(header->startDate.isValid() && header->startTime.isValid());
}

void TestEdfHeader::soundHeadersHaveNoDeviations()
{
    QCOMPARE(codes(*readBytes(soundFile().bytes())), QStringList());
    EdfBytes bdf = soundFile();
    bdf.bdf = true;
    bdf.reserved = "BDF+C";
    bdf.signalList[0].digitalMin = "-8388608";
    bdf.signalList[0].digitalMax = "8388607";
    bdf.signalList[1] = annotationSignal(bdf.signalList[1].recordBytes, 120, true);
    QCOMPARE(codes(*readBytes(bdf.bytes())), QStringList());
    bdf.signalList.pop_back();
    bdf.signalList.push_back(bdf.signalList[0]);
    bdf.signalList[1].label = "Status";
    bdf.reserved = "24BIT";
    const auto withStatus = readBytes(bdf.bytes());
    QCOMPARE(codes(*withStatus), QStringList());
    QVERIFY(!withStatus->signalHeaders[1].isAnnotation);
}

void TestEdfHeader::oneBadChannelIsNotTheFile()
{
    EdfBytes file;
    file.signalList.resize(6);
    file.signalList[1].physicalMin = "100";
    file.signalList[2].digitalMax = "-32768";
    file.signalList[3].samplesPerRecord = "0";
    file.signalList[4].physicalMax = "high";
    const auto header = readBytes(file.bytes());
    QVERIFY2(header, header ? "" : qPrintable(header.error().message + header.error().detail));
    QCOMPARE(header->recordBytes, 5 * 2 * 10);
    const auto &all = header->signalHeaders;
    QVERIFY(all[0].unusable.isEmpty() && all[5].unusable.isEmpty());
    QVERIFY(all[1].unusable.contains("both 100"));
    QVERIFY(all[2].unusable.contains("both -32768"));
    QVERIFY(all[3].unusable.contains("no samples"));
    QVERIFY(all[4].unusable.contains("\"high\""));
    QCOMPARE(codes(*header), QStringList(4, "channel-unusable"));
    QCOMPARE(header->deviations[0].where, "channel 2 \"EEG\"");
}

void TestEdfHeader::noUsableChannelIsAnError()
{
    EdfBytes file;
    file.signalList.resize(2);
    for (EdfBytesSignal &signal : file.signalList)
        signal.physicalMin = "100";
    const auto header = readBytes(file.bytes());
    QVERIFY(!header);
    QCOMPARE(header.error().code, ErrorCode::HeaderInvalid);
    QVERIFY2(header.error().detail.contains("both 100"), qPrintable(header.error().detail));
}

void TestEdfHeader::keepsFreeFields()
{
    EdfBytes file = soundFile();
    file.patient = "M\xc3\xbcller,  Jens";
    file.recording = "startdate 2-mar-2025";
    const auto header = readBytes(file.bytes());
    QVERIFY(header);
    QCOMPARE(header->patient, QString::fromUtf8("Müller,  Jens"));
    QCOMPARE(header->recording, "startdate 2-mar-2025");
    QCOMPARE(header->startDate, QDate(2025, 3, 2));
}

void TestEdfHeader::manyOddSignalsAreOneDeviation()
{
    EdfBytes file;
    file.signalList.resize(700);
    for (EdfBytesSignal &signal : file.signalList)
        signal.digitalMax = "  +32767";
    const auto header = readBytes(file.bytes());
    QVERIFY2(header, header ? "" : qPrintable(header.error().message + header.error().detail));
    QCOMPARE(header->signalHeaders.size(), 700u);
    QCOMPARE(codes(*header), QStringList{"number-alignment"});
    QCOMPARE(header->deviations[0].where, "digital maximum of signal 1 and of 699 more");
}

void TestEdfHeader::readsRecordsLongerThanEdflib()
{
    EdfBytes file;
    file.signalList.resize(1);
    file.signalList[0].samplesPerRecord = "6000000";
    file.duration = "6000";
    file.records = 1;
    const auto header = readBytes(file.bytes());
    QVERIFY(header && header->deviations.empty());
    QCOMPARE(header->recordBytes, 12'000'000);
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
    fault("signals and header bytes no numbers", 184, "abc     ", "number of signals", 252);
    fault("duration empty", 244, "        ", "duration of a data record");
    fault("duration no number", 244, "1s      ", "duration of a data record");
    fault("duration negative", 244, "-1      ", "duration of a data record");
    fault("duration zero", 244, "0       ", "duration of a data record");
    fault("three years in one record", 244, "99999999", "duration of a data record");
    fault("a hundred megahertz", 244, ".0000001", "duration of a data record");
    fault("samples no number", 688, "ten     ", "samples in a data record of signal 1");
    fault("samples negative", 688, "-10     ", "samples in a data record of signal 1");
    fault("samples with a fraction", 688, "10.5    ", "samples in a data record of signal 1");
    fault("samples in doubt", 688, "1,000   ", "samples in a data record of signal 1");
    fault("no whole record", 688, "100000  ", "number of data records", 236);
}

void TestEdfHeader::namesFieldAndOffset()
{
    QFETCH(int, offset);
    QFETCH(QByteArray, replacement);
    QFETCH(QString, field);
    QFETCH(int, namedOffset);
    QByteArray bytes = patched(soundFile().bytes(), offset, replacement);
    if (field == QLatin1String("number of signals"))
        bytes = patched(bytes, 252, "two ");
    const auto header = readBytes(bytes);
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
    QVERIFY(header && header->isPlus && !header->isDiscontinuous);
    QCOMPARE(codes(*header), QStringList{"annotation-signal-missing"});
    file.reserved = "EDF+D"; // where its gaps are is in doubt
    const auto refused = readBytes(file.bytes());
    QVERIFY(!refused && refused.error().detail.contains("no annotation signal"));
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
    QTest::newRow("no data") << "edf/edf_record_count_minus_one.edf"
                             << "0 records";
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

void TestEdfHeader::realUtf8Labels()
{
    SOMNO_REQUIRE_DATA(name, "edf/edfplus_90_signals_utf8_labels_annotations_first.edf");
    const auto header = io::readEdfHeader(name);
    QVERIFY2(header, header ? "" : qPrintable(header.error().message + header.error().detail));
    QCOMPARE(header->signalHeaders.size(), 90u);
    QVERIFY(header->signalHeaders[0].isAnnotation);
    QVERIFY(codes(*header).contains("text-utf8"));
}

QTEST_GUILESS_MAIN(TestEdfHeader)
#include "tst_edfheader.moc"
