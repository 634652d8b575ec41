// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Labels in MATLAB files: sleep_scoring and AccuSleep.
#include <QTemporaryDir>
#include <cmath>

#include "core/matlab/matfile.h"
#include "tests/support/edfbytes.h"
#include "tests/support/labels.h"
#include "tests/support/matiofile.h"

using namespace somno;
using namespace somno::test;
using somno::testing::MatioFile;
using somno::testing::MatioKind;

namespace {

const double kNan = std::nan("");

} // namespace

class TestMatLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void kinds_data();
    void sleepScores_data() { kinds_data(); }
    void sleepScores();
    void accuSleep_data() { kinds_data(); }
    void accuSleep();
    void sleepScoresRoundTrip();
    void accuSleepRoundTrip();
    void keepsTheRecording_data() { kinds_data(); }
    void keepsTheRecording();
    void neverReplacesAnotherKind();
    void otherShapes();
    void damaged();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

void TestMatLabels::kinds_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("level 5") << int(MatioKind::Plain);
    QTest::newRow("compressed") << int(MatioKind::Compressed);
    QTest::newRow("7.3") << int(MatioKind::Hdf5);
}

void TestMatLabels::sleepScores()
{
    QFETCH(int, kind);
    {
        MatioFile file(path("scored.mat"), MatioKind(kind));
        file.row("eeg", std::vector<double>(512, 1));
        file.row("eeg_frequency", {511.9596});
        file.row("sleep_scores", {-1, 0, 1, 2, 3, kNan, 0, 7, kNan});
    }
    const auto labels = readGood(path("scored.mat"), {.totalSec = 9});
    QCOMPARE(labels.format->id, QStringLiteral("sleep_scoring"));
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral(".WNRM.W.."));
    QCOMPARE(labels.hypnogram.epochSec(), 1.0);
    QCOMPARE(codesOf(labels), QStringList("word-unknown"));
}

void TestMatLabels::accuSleep()
{
    QFETCH(int, kind);
    std::vector<double> values;
    for (int i = 0; i < 20; ++i)
        values.insert(values.end(), {4, 2, 3, 1, 2, 4});
    {
        MatioFile file(path("labels.mat"), MatioKind(kind));
        file.array<double>("labels", MAT_C_DOUBLE, MAT_T_DOUBLE, {values.size(), 1}, values); // a column
    }
    const auto labels = readGood(path("labels.mat"), {.totalSec = 300});
    QCOMPARE(labels.format->id, QStringLiteral("accusleep"));
    QCOMPARE(lettersOfLabels(labels.hypnogram), QStringLiteral(".WNRW.").repeated(20));
    QCOMPARE(labels.hypnogram.epochSec(), 2.5);
    QCOMPARE(codesOf(labels), QStringList("epoch-length-derived"));
    QCOMPARE(codesOf(readGood(path("labels.mat"), {.rowSec = 4})), QStringList());
    QVERIFY(!io::readLabels(path("labels.mat")));
}

void TestMatLabels::sleepScoresRoundTrip()
{
    const QString letters = QStringLiteral(".WWNN.RRMW.");
    for (const double epochSec : {1.0, 4.0, 10.0, 30.0}) {
        QFile::remove(path("back.mat"));
        const auto lost = io::writeLabels(path("back.mat"), labelsOf(letters, epochSec));
        QVERIFY(lost && lost->isEmpty());
        const auto back = readGood(path("back.mat"), {.epochSec = epochSec});
        QCOMPARE(lettersOfLabels(back.hypnogram), letters);
        QCOMPARE(codesOf(back), QStringList());
    }
    const auto refused = io::writeLabels(path("half.mat"), labelsOf(letters, 2.5));
    QVERIFY(!refused && !QFile::exists(path("half.mat")));
    const auto lost = io::writeLabels(path("human.mat"), labelsOf(QStringLiteral("W12"), 30));
    QVERIFY(lost);
    QCOMPARE(*lost, QStringList(QStringLiteral("the stages N1, N2")));
    QCOMPARE(lettersOfLabels(readGood(path("human.mat"), {.epochSec = 30}).hypnogram), QStringLiteral("W.."));
}

void TestMatLabels::accuSleepRoundTrip()
{
    io::LabelWriteOptions options;
    options.format = QStringLiteral("accusleep");
    const QString letters = QStringLiteral(".WWNN.RRW.");
    const auto lost = io::writeLabels(path("accu.mat"), labelsOf(letters, 2.5), options);
    QVERIFY(lost);
    QCOMPARE(*lost, QStringList(QStringLiteral("the length of an epoch, 2.5 s")));
    const auto back = readGood(path("accu.mat"), {.rowSec = 2.5});
    QCOMPARE(lettersOfLabels(back.hypnogram), letters);
    QCOMPARE(back.hypnogram.epochSec(), 2.5);
}

/// Labels saved to a recording of sleep_scoring become its own; eeg, emg and what nobody here knows stay.
void TestMatLabels::keepsTheRecording()
{
    QFETCH(int, kind);
    const std::vector<double> signal = {0.5, -0.25, 1e-6, 3};
    {
        MatioFile file(path("recording.mat"), MatioKind(kind));
        file.row("eeg", signal);
        file.array<double>("sleep_scores", MAT_C_DOUBLE, MAT_T_DOUBLE, {2, 1}, {1, 1});
        file.structure("settings", 7);
        file.text("video_name", "mouse.avi");
    }
    QVERIFY(io::writeLabels(path("recording.mat"), labelsOf(QStringLiteral("WN.R"), 1)));
    const auto file = matlab::MatFile::open(path("recording.mat"));
    QVERIFY(file);
    QCOMPARE(*(*file)->doubles(QStringLiteral("eeg")), signal);
    QCOMPARE(*(*file)->text(QStringLiteral("video_name")), QStringLiteral("mouse.avi"));
    QVERIFY((*file)->find(QStringLiteral("settings")));
    QCOMPARE(*(*file)->doubles(QStringLiteral("sleep_scores")), std::vector<double>({0, 1, -1, 2}));
    QCOMPARE((*file)->find(QStringLiteral("sleep_scores"))->shape, std::vector<qint64>({4, 1})); // still a column
    QVERIFY(testing::readByMatio(path("recording.mat"), "settings"));
}

void TestMatLabels::neverReplacesAnotherKind()
{
    const QString name = saveBytes(path("notes.mat"), "no MATLAB file");
    const auto refused = io::writeLabels(name, labelsOf(QStringLiteral("WN"), 1));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::FileNotWritable);
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("no MATLAB file"));
}

void TestMatLabels::otherShapes()
{
    const auto refused = [this](const char *name, const std::function<void(MatioFile &)> &fill) {
        {
            MatioFile file(path(name), MatioKind::Plain);
            fill(file);
        }
        const auto labels = io::readLabels(path(name), {.totalSec = 4});
        return !labels && labels.error().code == ErrorCode::LabelsInvalid;
    };
    QVERIFY(refused("matrix.mat", [](MatioFile &file) {
        file.array<double>("sleep_scores", MAT_C_DOUBLE, MAT_T_DOUBLE, {2, 2}, {1, 1, 1, 1});
    }));
    QVERIFY(refused("empty.mat", [](MatioFile &file) {
        file.array<double>("sleep_scores", MAT_C_DOUBLE, MAT_T_DOUBLE, {0, 0}, {});
    }));
    QVERIFY(refused("other.mat", [](MatioFile &file) { file.row("eeg", {1, 2, 3}); }));
    QVERIFY(refused("garbage.mat", [](MatioFile &file) { file.row("sleep_scores", {1e308, -5, 0.5, -1e308}); }));
    QVERIFY(!refused("integers.mat", [](MatioFile &file) {
        file.array<int8_t>("sleep_scores", MAT_C_INT8, MAT_T_INT8, {1, 4}, {0, 1, -1, 2});
    }));
    QCOMPARE(lettersOfLabels(readGood(path("integers.mat")).hypnogram), QStringLiteral("WN.R"));
}

void TestMatLabels::damaged()
{
    QVERIFY(io::writeLabels(path("whole.mat"), labelsOf(QStringLiteral("WNRW"), 4)));
    QFile file(path("whole.mat"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    for (qsizetype length = 0; length < bytes.size(); length += 7)
        QVERIFY(!io::readLabels(saveBytes(path("cut.mat"), bytes.left(length))));
    for (qsizetype i = 0; i < bytes.size(); ++i) { // whatever comes, it comes back
        QByteArray changed = bytes;
        changed[i] = char(~changed[i]);
        (void)io::readLabels(saveBytes(path("changed.mat"), changed));
    }
}

QTEST_GUILESS_MAIN(TestMatLabels)
#include "tst_matlabels.moc"
