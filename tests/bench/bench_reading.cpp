// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How long a recording takes to read beside EDFlib in the same run, and to be on the screen without being read whole.
// Prints JSON; `bench_reading [HOURS [CHANNELS [HZ]]]`, or `bench_reading FILE.edf`.
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTextStream>
#include <QThread>
#include <algorithm>
#include <edflib.h>
#include <memory>
#include <random>

#include "core/recordings/edf/edfwriter.h"
#include "core/recordings/recordingfile.h"
#include "core/signal/pagereader.h"

using namespace somno;

namespace {

signal::Recording noise(int hours, int channels, int hz)
{
    signal::Recording recording;
    recording.start = QDateTime(QDate(2024, 3, 12), QTime(7, 0), Qt::UTC);
    recording.time = signal::TimeMap::continuous(Ticks(hours) * 3600 * kTicksPerSecond);
    std::mt19937 random(1);
    for (int i = 0; i < channels; ++i) {
        std::vector<qint16> samples(size_t(hours) * 3600 * size_t(hz));
        std::ranges::generate(samples, [&] { return qint16(random() % 2000) - 1000; });
        signal::Channel channel;
        channel.label = QStringLiteral("EEG%1").arg(i + 1);
        channel.unit = QStringLiteral("uV");
        channel.rate = {hz, kTicksPerSecond};
        channel.sampleCount = SampleIndex(samples.size());
        channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
        recording.channels.push_back(std::move(channel));
    }
    return recording;
}

/// The best of a few: what else the machine does only adds.
template <class Work>
double bestMs(Work work)
{
    constexpr int kRounds = 5;
    double best = 1e12;
    for (int i = 0; i < kRounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
    }
    return best;
}

void readByEdflib(const QByteArray &path)
{
    const auto edf = std::make_unique<edf_hdr_struct>();
    if (edfopen_file_readonly(path.constData(), edf.get(), EDFLIB_READ_ALL_ANNOTATIONS) != 0)
        qFatal("EDFlib does not open %s", path.constData());
    for (int i = 0; i < edf->edfsignals; ++i) {
        std::vector<int> samples(size_t(edf->signalparam[i].smp_in_file));
        if (edfread_digital_samples(edf->handle, i, int(samples.size()), samples.data()) != int(samples.size()))
            qFatal("EDFlib does not read %s", path.constData());
    }
    edfclose_file(edf->handle);
}

/// From nothing to the columns of the first ten minutes, and to those of the whole.
QJsonObject pagedMs(const QString &path)
{
    constexpr size_t kColumns = 1440;
    QElapsedTimer timer;
    timer.start();
    const auto ms = [&timer] { return double(timer.nsecsElapsed()) / 1e6; };
    const auto file = io::RecordingFile::open(path, io::Opening::quick(path));
    if (!file)
        qFatal("%s", qPrintable(file.error().message));
    const double openMs = ms();
    signal::PageReader reader(*(*file)->recording());
    const auto envelope = reader.envelope(0);
    std::vector<int> shown((*file)->recording()->channels.size());
    std::ranges::generate(shown, [i = 0]() mutable { return i++; });
    if (!reader.survey(shown))
        qFatal("%s cannot be read", qPrintable(path));
    const double hz = (*file)->recording()->channels[0].rate.hz();
    std::vector<signal::MinMax<float>> columns(kColumns);
    const auto wait = [&](double samplesPerColumn) {
        do {
            QThread::usleep(200);
            envelope->columns(0, samplesPerColumn, columns);
        } while (std::ranges::find(columns, signal::kNotYet) != columns.end());
        return ms();
    };
    const double firstPageMs = wait(600 * hz / kColumns);
    wait(double(envelope->sampleCount()) / kColumns);
    while (reader.state().isSurveying())
        QThread::usleep(200);
    return {{QStringLiteral("open_ms"), openMs},
            {QStringLiteral("first_page_ms"), firstPageMs},
            {QStringLiteral("whole_ms"), ms()}};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto number
        = [&](int at, int otherwise) { return arguments.size() > at ? std::max(1, arguments[at].toInt()) : otherwise; };
    const QTemporaryDir folder;
    QString path = arguments.value(1);
    if (!QFileInfo::exists(path)) {
        path = folder.filePath(QStringLiteral("noise.edf"));
        if (const auto written = io::writeEdf(path, noise(number(1, 24), number(2, 2), number(3, 512))); !written)
            qFatal("%s", qPrintable(written.error().message));
    }
    QJsonObject result{{QStringLiteral("bytes"), QFileInfo(path).size()}, {QStringLiteral("paged"), pagedMs(path)}};
    if (QFileInfo(path).size() < qint64(2) << 30) {
        result[QStringLiteral("read_ms")] = bestMs([&] {
            if (!io::readRecording(path))
                qFatal("%s cannot be read", qPrintable(path));
        });
        result[QStringLiteral("edflib_ms")] = bestMs([&] { readByEdflib(QFile::encodeName(path)); });
    }
    QTextStream(stdout) << QJsonDocument(result).toJson();
    return 0;
}
