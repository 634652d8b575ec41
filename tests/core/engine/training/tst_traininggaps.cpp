// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <random>

#include "core/engine/training/trainingdata.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::sdreamer;

/// What is learned of a recording with gaps: what lies between them, and nothing across.
class TestTrainingGaps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void windowsLieBetweenTheGaps();
    void aRecordingInShreds();

private:
    /// Records of a second, stages of all 400 seconds.
    [[nodiscard]] ManifestRecording recordingAt(const std::vector<int> &starts) const;

    QTemporaryDir m_folder;
};

void TestTrainingGaps::initTestCase()
{
    QFile labels(m_folder.filePath(QStringLiteral("labels.csv")));
    QVERIFY(labels.open(QIODevice::WriteOnly));
    labels.write("onset_s,duration_s,stage\n0,160,Wake\n160,150,NREM\n310,90,REM\n");
}

ManifestRecording TestTrainingGaps::recordingAt(const std::vector<int> &starts) const
{
    test::EdfBytes file;
    file.reserved = "EDF+D";
    file.records = int(starts.size());
    std::vector<QByteArray> stamps;
    for (const int start : starts)
        stamps.push_back('+' + QByteArray::number(start) + QByteArray("\x14\x14\0", 3));
    std::mt19937 random(4);
    for (const char *label : {"EEG", "EMG"}) {
        test::EdfBytesSignal signal;
        signal.label = label;
        signal.samplesPerRecord = "128";
        for (int i = 0; i < 128 * file.records; ++i)
            signal.samples.push_back(int(random() % 4000) - 2000);
        file.signalList.push_back(signal);
    }
    file.signalList.push_back(test::annotationSignal(stamps, 60));
    ManifestRecording recording;
    recording.path = file.save(m_folder.filePath(QStringLiteral("%1.edf").arg(starts.size())));
    recording.labels = m_folder.filePath(QStringLiteral("labels.csv"));
    return recording;
}

void TestTrainingGaps::windowsLieBetweenTheGaps()
{
    std::vector<int> starts;
    for (int second = 0; second < 400; ++second)
        if (second < 100 || (second >= 150 && second < 170) || second >= 300)
            starts.push_back(second);
    const auto recording = recordingAt(starts);
    const auto data = TrainingData::prepare({recording}, {}, m_folder.filePath(QStringLiteral("cache")), {});
    QVERIFY2(data, data ? "" : qPrintable(data.error().message));
    QCOMPARE(data->recordingCount(), 2u); // 20 s are less than a window
    QCOMPARE(data->epochCount(), 200);
    QCOMPARE(data->classCounts(), (std::vector<qint64>{100, 10, 90}));
    std::mt19937_64 random(1);
    std::vector<float> signals(64 * TrainingData::kEpochValues);
    std::vector<qint64> labels(64);
    auto windows = data->allWindows();
    for (int i = 0; i < 50; ++i)
        windows.push_back(data->draw(random, ClassBalance::Sampling));
    for (const TrainingData::Window &window : windows) {
        const auto seen = data->recorded(window);
        QVERIFY(seen.size() == 64 && (seen.last <= 100 || (seen.first >= 300 && seen.last <= 400)));
        data->readSignals(window, signals);
        data->readLabels(window, labels);
        for (size_t t = 0; t < 64; ++t) {
            const EpochIndex second = seen.first + EpochIndex(t);
            QCOMPARE(labels[t], second < 160 ? 0 : second < 310 ? 1 : 2);
            double power = 0; // no second of a gap, which would be zeros
            for (size_t k = 0; k < size_t(TrainingData::kEpochValues); ++k)
                power += std::abs(double(signals[t * TrainingData::kEpochValues + k]));
            QVERIFY(power > 100);
        }
    }
}

void TestTrainingGaps::aRecordingInShreds()
{
    std::vector<int> starts;
    for (int second = 0; second < 400; ++second)
        if (second % 50 != 0)
            starts.push_back(second);
    QStringList warnings;
    Progress progress;
    progress.warn = [&](const QString &warning) { warnings << warning; };
    QVERIFY(!TrainingData::prepare({recordingAt(starts)}, {}, m_folder.filePath(QStringLiteral("cache")), progress));
    QVERIFY2(warnings.join(QLatin1Char(' ')).contains(QStringLiteral("holds no 64 s without a gap")),
             qPrintable(warnings.join(QLatin1Char(' '))));
}

QTEST_GUILESS_MAIN(TestTrainingGaps)
#include "tst_traininggaps.moc"
