// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <array>

#include "core/matlab/matfile.h"
#include "core/recordings/filepair.h"
#include "core/recordings/recordingformat.h"

namespace somno::io {

using matlab::MatFile;
using matlab::MatFilePtr;
using matlab::Variable;
using signal::SampleStore;

namespace {

constexpr qint64 kFewestSamples = 1000; ///< of an array whose name says nothing
constexpr qint64 kMostChannels = 256;

const Variable *findAnyCase(const MatFile &file, const QString &name)
{
    const auto found = std::ranges::find_if(file.variables(), [&](const Variable &variable) {
        return variable.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == file.variables().end() ? nullptr : &*found;
}

/// A single number above 0 under one of these names.
std::optional<double> positiveNumber(const MatFile &file, const QStringList &names)
{
    for (const QString &name : names)
        if (const Variable *variable = findAnyCase(file, name);
            variable && variable->isNumeric && variable->count() == 1)
            if (const auto value = file.doubles(variable->name); value && value->front() > 0)
                return value->front();
    return {};
}

/// Rates as sleep_scoring keeps them ("eeg_frequency", of fibre photometry "fp_frequency"), and as people call them.
std::optional<SampleRate> rateOf(const MatFile &file, const QString &channel)
{
    QStringList names;
    for (const char *suffix : {"_frequency", "_freq", "_fs", "_rate", "_sampling_rate"})
        names << channel + QLatin1String(suffix);
    if (channel.compare(QLatin1String("ne"), Qt::CaseInsensitive) == 0)
        names << QStringLiteral("fp_frequency");
    else
        names << QStringLiteral("eeg_frequency") << QStringLiteral("fs") << QStringLiteral("sampling_rate")
              << QStringLiteral("sampling_frequency") << QStringLiteral("srate") << QStringLiteral("frequency");
    const auto hz = positiveNumber(file, names);
    return hz && *hz < 1e9 ? std::optional(SampleRate::simplest(*hz)) : std::nullopt;
}

bool isSignalName(const QString &name)
{
    static const QRegularExpression signal(QStringLiteral("^(eeg|emg|eog|ecg|lfp|ecog|ne)([_ ]?[0-9a-z]{0,12})?$"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression fact(QStringLiteral("_(frequency|freq|fs|rate|unit|units|sampling_rate|time)$"),
                                         QRegularExpression::CaseInsensitiveOption);
    return signal.match(name).hasMatch() && !fact.match(name).hasMatch();
}

bool isArray(const Variable &variable)
{
    return variable.isNumeric && variable.shape.size() == 2 && variable.count() > 1
           && std::ranges::min(variable.shape) <= kMostChannels;
}

/// The variables that hold signals: those of known names; without any, what is long enough to be one.
std::vector<const Variable *> signalsIn(const MatFile &file)
{
    std::vector<const Variable *> named, lengthy;
    for (const Variable &variable : file.variables()) {
        if (!isArray(variable) || variable.type == QLatin1String("logical"))
            continue;
        if (isSignalName(variable.name))
            named.push_back(&variable);
        else if (variable.count() / std::ranges::min(variable.shape) >= kFewestSamples)
            lengthy.push_back(&variable);
    }
    return named.empty() ? lengthy : named;
}

/// One channel of an array whose longer side is time.
std::vector<float> channelIn(const std::vector<float> &values, const Variable &variable, qint64 channel)
{
    const qint64 rows = variable.shape[0], columns = variable.shape[1];
    const bool isRow = rows < columns;
    std::vector<float> samples(size_t(isRow ? columns : rows));
    for (size_t i = 0; i < samples.size(); ++i) // the first index runs fastest
        samples[i] = values[isRow ? size_t(channel) + i * size_t(rows) : size_t(channel * rows) + i];
    return samples;
}

Result<> addChannels(std::vector<FoundChannel> &channels, const MatFile &file, const Variable &variable)
{
    auto values = file.floats(variable.name);
    if (!values)
        return failure(values.error());
    const QString name
        = isSignalName(variable.name) && variable.name.size() == 3 ? variable.name.toUpper() : variable.name;
    const auto rate = rateOf(file, variable.name);
    if (variable.isVector()) {
        channels.push_back({name, {}, rate, std::make_shared<const SampleStore>(std::move(*values))});
        return {};
    }
    for (qint64 channel = 0; channel < std::ranges::min(variable.shape); ++channel)
        channels.push_back({QStringLiteral("%1 %2").arg(name).arg(channel + 1),
                            {},
                            rate,
                            std::make_shared<const SampleStore>(channelIn(*values, variable, channel))});
    return {};
}

Result<std::vector<FoundChannel>> channelsOf(const MatFile &file, const Progress &progress)
{
    const std::vector<const Variable *> found = signalsIn(file);
    qint64 samples = 0;
    for (const Variable *variable : found)
        samples += variable->count();
    const QString name = QFileInfo(file.path()).fileName();
    if (const auto fits = requireMemory(name, samples * qint64(sizeof(float))); !fits)
        return failure(fits.error());
    std::vector<FoundChannel> channels;
    for (size_t i = 0; i < found.size(); ++i) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Reading %1 was cancelled.").arg(name));
        if (const auto added = addChannels(channels, file, *found[i]); !added)
            return failure(added.error());
        progress.advance(QStringLiteral("read"), qint64(i) + 1, qint64(found.size()));
    }
    return channels;
}

tl::unexpected<Error> noSignals(const MatFile &file)
{
    QStringList names;
    for (const Variable &variable : file.variables())
        if (!variable.name.isEmpty())
            names << variable.name;
    const bool hasLabels
        = findAnyCase(file, QStringLiteral("labels")) || findAnyCase(file, QStringLiteral("sleep_scores"));
    return failure(ErrorCode::NotARecording,
                   QStringLiteral("%1: this MATLAB file holds no signals.").arg(QFileInfo(file.path()).fileName()),
                   (names.isEmpty() ? QStringLiteral("It is empty.")
                                    : QStringLiteral("It holds: %1. ").arg(names.mid(0, 20).join(QStringLiteral(", "))))
                       + (hasLabels ? QStringLiteral("Open the recording that its labels belong to, then import them.")
                                    : QStringLiteral("Signals are arrays of numbers called eeg and emg.")));
}

QDateTime startIn(const MatFile &file)
{
    const auto text = file.text(QStringLiteral("start_time"));
    QDateTime start = text ? QDateTime::fromString(text->trimmed(), Qt::ISODateWithMs) : QDateTime();
    start.setTimeSpec(Qt::UTC); // its clock knows no time zone
    return start;
}

Result<RecordingDraft> draftMatlab(const InputFilePtr &input, const Progress &progress)
{
    const auto file = MatFile::open(input->path());
    if (!file)
        return failure(file.error());
    auto channels = channelsOf(**file, progress);
    if (!channels)
        return failure(channels.error());
    if (channels->empty())
        return noSignals(**file);
    RecordingDraft draft;
    draft.start = startIn(**file);
    draft.channels = std::move(*channels);
    const QString mate = draft.channels.size() == 1 ? mateOf(input->path()) : QString();
    const auto mateFile = mate.isEmpty() ? Result<MatFilePtr>() : MatFile::open(mate);
    if (!mateFile || !*mateFile)
        return draft;
    if (auto others = channelsOf(**mateFile, progress); others && others->size() == 1)
        addMate(draft, input->path(), mate, std::move(*others));
    return draft;
}

bool isMatlab(const QByteArray &firstBytes, const QString &)
{
    return matlab::isMatFile(firstBytes);
}

} // namespace

const RecordingFormat &matlabRecordings()
{
    static const RecordingFormat format = {
        {QStringLiteral("matlab"), QStringLiteral("MATLAB"), {QStringLiteral("mat")}, isMatlab},
        nullptr,
        draftMatlab,
    };
    return format;
}

} // namespace somno::io
