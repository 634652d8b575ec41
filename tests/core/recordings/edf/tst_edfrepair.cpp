// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <edflib.h>

#include "core/recordings/edf/edfrepair.h"
#include "core/recordings/recordingfile.h"
#include "tests/support/data.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;

namespace {

const QByteArray kEnd("\x14\x14\0", 3);

std::vector<int> ramp(int count, int factor)
{
    std::vector<int> values;
    for (int i = 0; i < count; ++i)
        values.push_back((i * factor) % 30000);
    return values;
}

/// Three records of two sound signals and one that is none, and two annotations.
EdfBytes oddFile(bool bdf)
{
    EdfBytes file;
    file.bdf = bdf;
    file.reserved = bdf ? "BDF+C" : "EDF+C";
    file.patient = "M\xfcller";
    file.recording = "left";
    file.date = "2/1/24";
    file.claimedRecords = "-1";
    file.duration = "0,5";
    file.signalList.resize(3);
    for (EdfBytesSignal &signal : file.signalList) {
        signal.digitalMin = bdf ? "-8388608" : "  -32768";
        signal.digitalMax = bdf ? "8388607" : "32767";
        signal.unit = "\xb5V";
    }
    file.signalList[0].samples = ramp(30, 777);
    file.signalList[1].label = "EMG";
    file.signalList[1].physicalMin = "1";
    file.signalList[1].physicalMax = "1";
    file.signalList[2].label = "EMG2";
    file.signalList[2].samplesPerRecord = "7";
    file.signalList[2].samples = ramp(21, 1234);
    file.signalList[2].digitalMin.swap(file.signalList[2].digitalMax);
    file.signalList.insert(file.signalList.begin(),
                           annotationSignal({"+0" + kEnd + tal("+0.25", "1", "caf\xc3\xa9"), "+0.5" + kEnd,
                                             "+1" + kEnd + tal("+1.2", "", "b")},
                                            120, bdf));
    return file;
}

} // namespace

class TestEdfRepair : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void writesWhatWasUnderstood_data();
    void writesWhatWasUnderstood();
    void soundFilesKeepWhatTheySay();
    void wideRangesAreRestated();
    void neverTouchesTheSource();
    void leavesNothingWhenStopped();
    void refusesWhatIsNoRecording();
    void realFiles_data();
    void realFiles();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

void TestEdfRepair::writesWhatWasUnderstood_data()
{
    QTest::addColumn<bool>("bdf");
    QTest::newRow("EDF") << false;
    QTest::newRow("BDF") << true;
}

void TestEdfRepair::writesWhatWasUnderstood()
{
    QFETCH(bool, bdf);
    const QString source = oddFile(bdf).save(path("odd"));
    const QString target = path(bdf ? "clean.bdf" : "clean.edf");
    const auto repair = io::repairEdf(source, target, false);
    QVERIFY2(repair, repair ? "" : qPrintable(repair.error().message + repair.error().detail));
    QVERIFY(repair->mended.size() > 5);
    QCOMPARE(repair->changed.size(), 1);
    QVERIFY2(repair->changed[0].contains("\"EMG\" is left out"), qPrintable(repair->changed[0]));

    const auto old = io::readRecording(source);
    const auto made = io::readRecording(target);
    QVERIFY2(made, made ? "" : qPrintable(made.error().message + made.error().detail));
    for (const Deviation &deviation : (*made)->deviations)
        QCOMPARE(deviation.code, "polarity-inverted"); // which EDF allows
    QCOMPARE((*made)->channels.size(), 2u);
    QCOMPARE((*made)->start, (*old)->start);
    QCOMPARE((*made)->recordDuration, kTicksPerSecond / 2);
    QCOMPARE((*made)->annotations.size(), 2u);
    QCOMPARE((*made)->annotations[0].text, QString::fromUtf8("café"));
    for (const auto &[now, before] : {std::pair(0, 0), std::pair(1, 2)}) {
        const signal::Channel &a = (*old)->channels[size_t(before)];
        const signal::Channel &b = (*made)->channels[size_t(now)];
        QVERIFY(a.samples->data() == b.samples->data());
        QCOMPARE(b.label, a.label);
        QCOMPARE(b.rate, a.rate);
        QCOMPARE(b.unit, "uV");
        QCOMPARE(b.gain(), a.gain());
        QCOMPARE(b.offset(), a.offset());
    }
    const auto edf = std::make_unique<edf_hdr_struct>();
    QCOMPARE(edfopen_file_readonly(QFile::encodeName(target).constData(), edf.get(), EDFLIB_READ_ALL_ANNOTATIONS), 0);
    QCOMPARE(edf->edfsignals, 2);
    QCOMPARE(edf->annotations_in_file, 2);
    edfclose_file(edf->handle);
}

void TestEdfRepair::soundFilesKeepWhatTheySay()
{
    EdfBytes file;
    file.reserved = "EDF+C";
    file.patient = "M7 F 03-MAR-2023 mouse";
    file.signalList = {EdfBytesSignal(), annotationSignal({"+0.5" + kEnd, "+1.5" + kEnd, "+2.5" + kEnd})};
    file.signalList[0].samples = ramp(30, 1000);
    file.signalList[0].transducer = "screw";
    file.signalList[0].prefilter = "HP:0.1Hz";
    const QString source = file.save(path("sound.edf"));
    const auto repair = io::repairEdf(source, path("again.edf"), false);
    QVERIFY2(repair, repair ? "" : qPrintable(repair.error().message + repair.error().detail));
    QVERIFY(repair->mended.empty() && repair->changed.isEmpty());
    const auto made = io::openRecording(path("again.edf"));
    QCOMPARE((*made)->patient, "M7 F 03-MAR-2023 mouse");
    QCOMPARE((*made)->recordingField, "Startdate 02-JAN-2024 X X X");
    QCOMPARE((*made)->start.time(), QTime(3, 4, 5, 500));
    QCOMPARE((*made)->channels[0].transducer, "screw");
    QCOMPARE((*made)->channels[0].prefilter, "HP:0.1Hz");
}

void TestEdfRepair::wideRangesAreRestated()
{
    EdfBytes file;
    file.signalList = {EdfBytesSignal()};
    file.signalList[0].digitalMin = "-65536";
    file.signalList[0].digitalMax = "65536";
    file.signalList[0].samples = ramp(30, 1000);
    const auto repair = io::repairEdf(file.save(path("wide.edf")), path("narrow.edf"), false);
    QVERIFY2(repair, repair ? "" : qPrintable(repair.error().message + repair.error().detail));
    const auto old = io::readRecording(path("wide.edf"));
    const auto made = io::readRecording(path("narrow.edf"));
    QVERIFY((*made)->deviations.empty());
    QCOMPARE((*made)->channels[0].digitalMin, -32768);
    QCOMPARE((*made)->channels[0].digitalMax, 32767);
    QVERIFY((*made)->channels[0].samples->data() == (*old)->channels[0].samples->data());
    QVERIFY(std::abs((*made)->channels[0].gain() / (*old)->channels[0].gain() - 1) < 1e-5);
}

void TestEdfRepair::neverTouchesTheSource()
{
    const QString source = oddFile(false).save(path("mine.edf"));
    QVERIFY(QFile::link(source, path("link.edf")));
    for (const QString &target : {source, path("link.edf")}) {
        const auto repair = io::repairEdf(source, target, true);
        QVERIFY(!repair);
        QCOMPARE(repair.error().code, ErrorCode::InvalidArgument);
    }
    saveBytes(path("other.edf"), "something else");
    const auto refused = io::repairEdf(source, path("other.edf"), false);
    QVERIFY(!refused && refused.error().detail.contains("--force"));
    QVERIFY(io::repairEdf(source, path("other.edf"), true));
    QVERIFY(io::openRecording(path("other.edf")));
}

void TestEdfRepair::leavesNothingWhenStopped()
{
    QDir().mkdir(path("stopped"));
    std::stop_source stop;
    stop.request_stop();
    Progress progress;
    progress.stop = stop.get_token();
    const auto repair = io::repairEdf(oddFile(false).save(path("stop.edf")), path("stopped/new.edf"), false, progress);
    QVERIFY(!repair);
    QCOMPARE(repair.error().code, ErrorCode::Cancelled);
    QVERIFY(QDir(path("stopped")).entryList(QDir::Files | QDir::Hidden).isEmpty());
}

void TestEdfRepair::refusesWhatIsNoRecording()
{
    const auto text = io::repairEdf(saveBytes(path("text.edf"), "some words"), path("never.edf"), false);
    QVERIFY(!text);
    QCOMPARE(text.error().code, ErrorCode::NotARecording);
    QCOMPARE(io::repairEdf(path("absent.edf"), path("never.edf"), false).error().code, ErrorCode::FileNotFound);
    QVERIFY(!QFileInfo::exists(path("never.edf")));
}

void TestEdfRepair::realFiles_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file :
         {"faults/R01_phys_min_eq_max_spare.edf", "faults/R03_records_minus_one.bdf", "faults/R05_last_record_cut.edf",
          "faults/R06_time_colons.edf", "faults/R10_month_lower_case.edf", "faults/R33_decimal_comma.edf",
          "faults/R35_annotation_signal_in_plain_edf.edf", "edf/edfplus_90_signals_utf8_labels_annotations_first.edf",
          "edf/bdfplus_mixed_rates.bdf", "edf/edfplus_utf8_annotations_inverted_range.edf", "human/psg_15min.edf",
          "labels/sleepedf_SC4291GA_hypnogram.edf"})
        QTest::newRow(file) << QString::fromLatin1(file);
}

void TestEdfRepair::realFiles()
{
    QFETCH(QString, file);
    const QString source = dataFile(file);
    if (!QFileInfo::exists(source))
        QSKIP("the recording is not here (set SOMNOSCRIBE_DATA)");
    const auto repair = io::repairEdf(source, path("real.edf"), true);
    QVERIFY2(repair, repair ? "" : qPrintable(repair.error().message + repair.error().detail));
    const auto made = io::readRecording(path("real.edf"));
    QVERIFY2(made, made ? "" : qPrintable(made.error().message + made.error().detail));
    for (const Deviation &deviation : (*made)->deviations)
        QVERIFY2(deviation.code == "polarity-inverted" || deviation.code == "samples-beyond-range",
                 qPrintable(deviation.sentence()));
    const auto edf = std::make_unique<edf_hdr_struct>();
    QCOMPARE(
        edfopen_file_readonly(QFile::encodeName(path("real.edf")).constData(), edf.get(), EDFLIB_READ_ALL_ANNOTATIONS),
        0);
    edfclose_file(edf->handle);
}

QTEST_GUILESS_MAIN(TestEdfRepair)
#include "tst_edfrepair.moc"
