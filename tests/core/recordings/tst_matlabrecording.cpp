// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/recordings/recordingformat.h"
#include "tests/support/matiofile.h"
#include "tests/support/tablefile.h"

using namespace somno;
using namespace somno::test;
using testing::MatioFile;
using testing::MatioKind;

namespace {

template <class T>
std::vector<T> signalOf(int count, double scale)
{
    std::vector<T> values;
    for (int i = 0; i < count; ++i)
        values.push_back(T(scale * wave(i)));
    return values;
}

Result<io::RecordingDraft> draftOf(const QString &path)
{
    return io::openFile(path).map([](const io::OpenedFile &opened) { return *opened.draft; });
}

} // namespace

class TestMatlabRecording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void sleepScoringsFileIsRead_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("level 5") << int(MatioKind::Plain);
        QTest::newRow("level 5, compressed") << int(MatioKind::Compressed);
        QTest::newRow("7.3") << int(MatioKind::Hdf5);
    }

    void sleepScoringsFileIsRead()
    {
        QFETCH(int, kind);
        const QString path = m_folder.path("scored.mat");
        QFile::remove(path);
        {
            MatioFile file(path, MatioKind(kind));
            file.array<float>("eeg", MAT_C_SINGLE, MAT_T_SINGLE, {1, 5120}, signalOf<float>(5120, 1));
            file.array<qint16>("emg", MAT_C_INT16, MAT_T_INT16, {5120, 1}, signalOf<qint16>(5120, 1000));
            file.array<double>("ne", MAT_C_DOUBLE, MAT_T_DOUBLE, {1, 1000}, signalOf<double>(1000, 3));
            file.row("eeg_frequency", {511.9596});
            file.row("fp_frequency", {100});
            file.row("sleep_scores", std::vector<double>(10, 1));
            file.text("start_time", "2024-03-05T09:30:00");
        }
        const auto draft = draftOf(path);
        QVERIFY2(draft, draft ? "" : qPrintable(draft.error().message));
        QCOMPARE(draft->channels.size(), size_t(3));
        const auto channel
            = [&](const QString &name) { return *std::ranges::find(draft->channels, name, &io::FoundChannel::name); };
        QCOMPARE(*channel(QStringLiteral("EEG")).rate, (SampleRate{1279899, 2500 * kTicksPerSecond}));
        QCOMPARE(*channel(QStringLiteral("EMG")).rate, *channel(QStringLiteral("EEG")).rate);
        QCOMPARE(*channel(QStringLiteral("ne")).rate, (SampleRate{100, kTicksPerSecond}));
        QCOMPARE(valueAt(channel(QStringLiteral("EEG")), 4321), float(wave(4321)));
        QCOMPARE(valueAt(channel(QStringLiteral("EMG")), 4321), float(qint16(1000 * wave(4321))));
        const auto file = draft->finish({});
        QVERIFY(file && draft->isOpen()); // its units are not said
        QCOMPARE((*file)->recording()->start, QDateTime(QDate(2024, 3, 5), QTime(9, 30), Qt::UTC));
        QVERIFY((*file)->recording()->durationSec() > 10.0);
    }

    void accuSleepsFileAsksForTheRate()
    {
        const QString path = m_folder.path("accu.mat");
        {
            MatioFile file(path, MatioKind::Compressed);
            file.row("EEG", signalOf<double>(3000, 1));
            file.row("EMG", signalOf<double>(3000, 2));
            file.row("labels", std::vector<double>(10, 3));
        }
        const auto draft = draftOf(path);
        QVERIFY(draft && draft->channels.size() == 2);
        QCOMPARE(draft->finish({}).error().code, ErrorCode::RateMissing);
        QVERIFY(draft->finish({.rateHz = 512}));
    }

    void oneFileEachIsOneRecording()
    {
        for (const char *name : {"EEG", "EMG"}) {
            MatioFile file(m_folder.path(QByteArray(name).append(".mat").constData()), MatioKind::Plain);
            file.row(name, signalOf<double>(2000, 1));
        }
        const auto draft = draftOf(m_folder.path("EMG.mat"));
        QVERIFY(draft && draft->channels.size() == 2);
        QCOMPARE(draft->channels[0].name, QStringLiteral("EEG"));
        QCOMPARE(codesOf(draft->deviations), QStringList{QStringLiteral("second-file")});
    }

    void anyLongArrayIsASetOfChannels()
    {
        const QString path = m_folder.path("any.mat");
        {
            MatioFile file(path, MatioKind::Plain);
            file.array<double>("data", MAT_C_DOUBLE, MAT_T_DOUBLE, {2, 1500}, signalOf<double>(3000, 1));
            file.row("fs", {250});
            file.row("gain", {1, 2, 3});
        }
        const auto draft = draftOf(path);
        QVERIFY(draft && draft->channels.size() == 2);
        QCOMPARE(draft->channels[1].name, QStringLiteral("data 2"));
        QCOMPARE(valueAt(draft->channels[1], 700), float(wave(1401)));
        QCOMPARE(*draft->channels[0].rate, (SampleRate{250, kTicksPerSecond}));
    }

    void labelsAloneAreNoRecording()
    {
        const QString path = m_folder.path("labels.mat");
        {
            MatioFile file(path, MatioKind::Plain);
            file.row("labels", {1, 2, 3});
        }
        const auto draft = draftOf(path);
        QCOMPARE(draft.error().code, ErrorCode::NotARecording);
        QVERIFY2(draft.error().detail.contains(QStringLiteral("labels")), qPrintable(draft.error().detail));
        QCOMPARE(m_folder.draft("no.mat", "MATLAB").error().code, ErrorCode::NotARecording);
    }

private:
    RecordingFolder m_folder;
};

QTEST_GUILESS_MAIN(TestMatlabRecording)
#include "tst_matlabrecording.moc"
