// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small sound files of all formats for the fuzz targets to begin with: fuzz_seeds FOLDER [FILE...]. A FILE that
// is named is a seed, too.
#include <QFileInfo>
#include <cstdio>

#include "core/labels/labelfile.h"
#include "core/recordings/edf/edfwriter.h"
#include "core/recordings/recordingformat.h"
#include "tests/fuzz/fuzzfile.h"

using namespace somno;
using scoring::Stage;

namespace {

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool save(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// With the bytes before it that fuzz_labels and fuzz_recordings expect.
bool saveSeeds(const QString &folder, const QString &name, const QByteArray &file)
{
    const auto labels = io::readableLabelFormats();
    bool done = true;
    for (size_t i = 0; i < labels.size() && done; ++i)
        if (labels[i]->suffixes.contains(suffixOf(name)))
            for (const char context : {'\0', '\x1f', '\x4a'})
                done = done
                       && save(QStringLiteral("%1/labels/%2-%3-%4").arg(folder, name).arg(i).arg(int(context)),
                               QByteArray(1, char(i)) + context + file);
    const QStringList endings = suffixesOf(io::recordingFormats());
    const qsizetype ending = endings.indexOf(suffixOf(name));
    for (const int rate : {0, 0x80})
        done = done
               && (ending < 0
                   || save(QStringLiteral("%1/recordings/%2-%3").arg(folder, name).arg(rate),
                           QByteArray(1, char(ending | rate)) + file));
    return done;
}

scoring::Hypnogram scoringOf(const scoring::StageSet &set)
{
    scoring::Hypnogram hypnogram(12, 30, set);
    for (EpochIndex i = 1; i < 11; ++i)
        hypnogram.set(i, set.stages()[size_t(i) / 2 % set.stages().size()].stage, scoring::EpochSource::Imported);
    return hypnogram;
}

bool saveLabels(const QString &folder)
{
    bool done = true;
    for (const io::LabelFormat *format : io::writableLabelFormats())
        for (const scoring::StageSet &set : scoring::StageSet::builtIn()) {
            const QString path = fuzz::fileWith({}, format->suffixes.first());
            QFile::remove(path);
            io::LabelWriteOptions options;
            options.format = format->id;
            options.recordingStart = QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC);
            done = done && io::writeLabels(path, scoringOf(set), options)
                   && saveSeeds(folder, format->id + set.id() + QLatin1Char('.') + format->suffixes.first(),
                                bytesOf(path));
        }
    return done;
}

bool saveRecording(const QString &folder)
{
    signal::Recording recording;
    recording.start = QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC);
    recording.annotations = {{0.5, 1, QStringLiteral("Sleep stage W")}, {2, -1, QStringLiteral("door")}};
    for (const char *label : {"EEG", "EMG"}) {
        signal::Channel channel;
        channel.label = QString::fromLatin1(label);
        channel.unit = QStringLiteral("uV");
        channel.rate = {16, kTicksPerSecond};
        channel.sampleCount = 64;
        channel.samples = std::make_shared<signal::SampleStore>(std::vector<qint16>(64, 100));
        recording.channels.push_back(std::move(channel));
    }
    const QString path = fuzz::fileWith({}, QStringLiteral("edf"));
    return io::writeEdf(path, recording) && saveSeeds(folder, QStringLiteral("recording.edf"), bytesOf(path));
}

/// What is read and not written.
bool saveTexts(const QString &folder)
{
    const QByteArray shape = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 4), }";
    const QByteArray npy = QByteArray("\x93NUMPY\x01\x00", 8) + char(118) + '\0' + shape.leftJustified(117) + '\n'
                           + QByteArray(64, '\1');
    return saveSeeds(folder, QStringLiteral("browser.xml"),
                     "<annotationlist><recording_start_time>2024-03-05T23:59:30.0000000</recording_start_time>"
                     "<annotation><onset>2024-03-06T00:00:10.2500000</onset><duration>30</duration>"
                     "<description>Sleep stage N2</description></annotation></annotationlist>")
           && saveSeeds(folder, QStringLiteral("rateless.csv"), "eeg,emg\n0.5,-0.25\n1e-6,nan\n\"3\",4\n")
           && saveSeeds(folder, QStringLiteral("timed.tsv"), "time\tEEG [uV]\n0\t1,5\n0.01\t2\n0.02\t-3\n")
           && saveSeeds(folder, QStringLiteral("both.npy"), npy);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: fuzz_seeds FOLDER [FILE...]\n");
        return 1;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    bool done = QDir().mkpath(folder + QStringLiteral("/labels"))
                && QDir().mkpath(folder + QStringLiteral("/recordings")) && saveLabels(folder) && saveRecording(folder)
                && saveTexts(folder);
    for (int i = 2; i < argc && done; ++i) {
        const QString path = QString::fromLocal8Bit(argv[i]);
        done = saveSeeds(folder, QFileInfo(path).fileName(), bytesOf(path));
    }
    return done ? 0 : 1;
}
