// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfwriter.h"

#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QtEndian>
#include <algorithm>

#include "core/base/atomicfile.h"
#include "core/recordings/edf/edfwriteplan.h"
#include "core/recordings/recordingfile.h"

namespace somno::io {

using signal::Annotation;
using signal::Channel;
using signal::Recording;

namespace {

constexpr qsizetype kWriteBlock = 1 << 20;
constexpr int kFirstYear = 1985; // EDF has two digits for the year
constexpr int kLastYear = 2084;

/// Printable ASCII of at most `width` characters: accents fall off, micro becomes u.
QByteArray asciiField(const QString &text, int width)
{
    QByteArray result;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD)) {
        if (c.unicode() >= 32 && c.unicode() <= 126)
            result += char(c.unicode());
        else if (c.unicode() == 0x3bc) // the decomposed micro sign
            result += 'u';
        else if (c.category() != QChar::Mark_NonSpacing)
            result += '?';
    }
    return result.trimmed().left(width).leftJustified(width, ' ');
}

/// The most exact decimal of eight characters.
QByteArray numberField(double value)
{
    QByteArray text;
    for (int precision = 15; precision > 0; --precision) {
        text = QByteArray::number(value, 'g', precision);
        if (text.size() > 8) // ".0032768" says more than "0.003277"
            text.replace("0.0", ".0").replace("e-0", "e-");
        if (text.size() <= 8)
            break;
    }
    return text.leftJustified(8, ' ');
}

QByteArray patientField(const Recording &recording)
{
    static const QRegularExpression plus(QStringLiteral("^\\S+ [MFX] (X|\\d\\d-[A-Z]{3}-\\d{4}) \\S"));
    const QString patient = QString::fromLatin1(asciiField(recording.patient, 80)).trimmed();
    if (plus.match(patient).hasMatch())
        return asciiField(patient, 80);
    // Free text of a plain EDF file becomes the name, the fourth subfield.
    const QString name
        = patient.isEmpty() ? QStringLiteral("X") : QString(patient).replace(QLatin1Char(' '), QLatin1Char('_'));
    return asciiField(QStringLiteral("X X X ") + name, 80);
}

QByteArray recordingField(const Recording &recording)
{
    const QString date = recording.start.isValid()
                             ? QLocale::c().toString(recording.start.date(), QStringLiteral("dd-MMM-yyyy")).toUpper()
                             : QStringLiteral("X");
    const QString given = QString::fromLatin1(asciiField(recording.recordingField, 80)).trimmed();
    const QRegularExpression plus(QStringLiteral("^Startdate (X|%1) \\S+ \\S+ \\S").arg(date));
    if (plus.match(given).hasMatch())
        return asciiField(given, 80);
    const QString equipment
        = given.isEmpty() ? QStringLiteral("X") : QString(given).replace(QLatin1Char(' '), QLatin1Char('_'));
    return asciiField(QStringLiteral("Startdate %1 X X %2").arg(date, equipment), 80);
}

/// The header's columns of one signal; the order of the members is that of the file.
struct SignalFields {
    QByteArray label, transducer, unit, physicalMin, physicalMax, digitalMin, digitalMax, prefilter, samples, reserved;
};

SignalFields signalFields(const Channel &channel, int samplesPerRecord)
{
    const auto whole = [](qint64 value) { return QByteArray::number(value).leftJustified(8, ' '); };
    return {asciiField(channel.label, 16),    asciiField(channel.transducer, 80),
            asciiField(channel.unit, 8),      numberField(channel.physicalMin),
            numberField(channel.physicalMax), whole(channel.digitalMin),
            whole(channel.digitalMax),        asciiField(channel.prefilter, 80),
            whole(samplesPerRecord),          QByteArray(32, ' ')};
}

QByteArray headerBytes(const Recording &recording, const EdfPlan &plan)
{
    std::vector<SignalFields> fields;
    for (size_t i = 0; i < recording.channels.size(); ++i)
        fields.push_back(signalFields(recording.channels[i], plan.samplesPerRecord[i]));
    Channel annotations;
    annotations.label = QStringLiteral("EDF Annotations");
    fields.push_back(signalFields(annotations, plan.annotationBytes / 2));

    // EDF+ writes 01.01.85 where the date is unknown.
    const QDate date = recording.start.isValid() ? recording.start.date() : QDate(kFirstYear, 1, 1);
    const QTime time = recording.start.isValid() ? recording.start.time() : QTime(0, 0);
    QByteArray out = "0       " + patientField(recording) + recordingField(recording);
    out += date.toString(QStringLiteral("dd.MM.yy")).toLatin1() + time.toString(QStringLiteral("HH.mm.ss")).toLatin1();
    out += QByteArray::number(256 * qint64(fields.size() + 1)).leftJustified(8, ' ');
    out += QByteArray(recording.time.isContinuous() ? "EDF+C" : "EDF+D").leftJustified(44, ' ');
    out += QByteArray::number(plan.records).leftJustified(8, ' ');
    out += plan.recordDurationText.leftJustified(8, ' ');
    out += QByteArray::number(qint64(fields.size())).leftJustified(4, ' ');
    for (const auto column :
         {&SignalFields::label, &SignalFields::transducer, &SignalFields::unit, &SignalFields::physicalMin,
          &SignalFields::physicalMax, &SignalFields::digitalMin, &SignalFields::digitalMax, &SignalFields::prefilter,
          &SignalFields::samples, &SignalFields::reserved})
        for (const SignalFields &signal : fields)
            out += signal.*column;
    return out;
}

void appendSamples(QByteArray &out, const Channel &channel, qint64 record, int count)
{
    const auto &samples = std::get<std::vector<qint16>>(channel.samples->data());
    const qint64 first = std::min(record * count, qint64(samples.size()));
    const qint64 present = std::min<qint64>(count, qint64(samples.size()) - first);
    const qsizetype start = out.size();
    out.resize(start + 2 * qsizetype(count));
    qToLittleEndian<qint16>(samples.data() + first, present, out.data() + start);
    for (qint64 i = present; i < count; ++i)
        qToLittleEndian<qint16>(samples.back(), out.data() + start + 2 * i);
}

Result<> writeRecords(AtomicFile &file, const Recording &recording, const EdfPlan &plan, const Progress &progress)
{
    QByteArray block = headerBytes(recording, plan);
    for (qint64 record = 0; record < plan.records; ++record) {
        for (size_t i = 0; i < recording.channels.size(); ++i)
            appendSamples(block, recording.channels[i], record, plan.samplesPerRecord[i]);
        block += plan.annotations[size_t(record)].leftJustified(plan.annotationBytes, '\0');
        if (block.size() < kWriteBlock && record + 1 < plan.records)
            continue;
        if (const auto written = file.write(block); !written)
            return written;
        block.clear();
        progress.advance(QStringLiteral("write"), record + 1, plan.records);
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Writing was cancelled."));
    }
    return {};
}

QString sampleDifference(const Channel &written, const Channel &read, int index)
{
    if (!read.samples)
        return QStringLiteral("channel %1 has no values").arg(index + 1);
    const auto &a = std::get<std::vector<qint16>>(written.samples->data());
    const auto &b = std::get<std::vector<qint16>>(read.samples->data());
    if (b.size() < a.size() || !std::equal(a.begin(), a.end(), b.begin()))
        return QStringLiteral("the samples of channel %1 differ").arg(index + 1);
    return {};
}

using Event = std::tuple<Ticks, Ticks, QString>;

std::vector<Event> events(const Recording &recording)
{
    std::vector<Event> result;
    for (const Annotation &annotation : recording.annotations) {
        QString text = annotation.text;
        for (QChar &c : text)
            if (c.unicode() < 32)
                c = QLatin1Char(' ');
        if (!text.isEmpty())
            result.emplace_back(toTicks(annotation.onsetSec),
                                annotation.durationSec < 0 ? -1 : toTicks(annotation.durationSec), text);
    }
    std::ranges::stable_sort(result, {}, [](const Event &event) { return std::get<0>(event); });
    return result;
}

/// Reads the file back; says what differs, nothing when it holds what was to be written.
Result<> verify(const QString &target, const QString &temporaryPath, const Recording &recording, const EdfPlan &plan,
                const Progress &progress)
{
    Progress reading;
    reading.stop = progress.stop;
    const auto read = readRecording(temporaryPath, {}, reading);
    if (!read)
        return failure(read.error().code == ErrorCode::Cancelled ? ErrorCode::Cancelled : ErrorCode::FileNotWritable,
                       QStringLiteral("%1 was not written: the new file cannot be read back.").arg(target),
                       read.error().message + QLatin1Char(' ') + read.error().detail);
    QString difference;
    if ((*read)->channels.size() != recording.channels.size())
        difference = QStringLiteral("the number of channels differs");
    else if (events(recording) != events(**read))
        difference = QStringLiteral("the annotations differ");
    else if (!recording.time.isContinuous() && (*read)->time != recording.time)
        difference = QStringLiteral("the gaps differ");
    for (size_t i = 0; i < recording.channels.size() && difference.isEmpty(); ++i) {
        if ((*read)->channels[i].rate != SampleRate{plan.samplesPerRecord[i], plan.recordDuration})
            difference = QStringLiteral("the rate of channel %1 differs").arg(i + 1);
        else
            difference = sampleDifference(recording.channels[i], (*read)->channels[i], int(i));
    }
    progress.advance(QStringLiteral("verify"), 1, 1);
    if (difference.isEmpty())
        return {};
    return failure(ErrorCode::FileNotWritable,
                   QStringLiteral("%1 was not written: read back, %2.").arg(target, difference),
                   QStringLiteral("The drive may be faulty; try another one. What was there before is unchanged."));
}

Result<> checkWritable(const Recording &recording)
{
    for (const Channel &channel : recording.channels) {
        if (!channel.samples || !std::holds_alternative<std::vector<qint16>>(channel.samples->data())
            || channel.samples->size() != channel.sampleCount || channel.sampleCount == 0)
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("Channel %1 cannot be written to EDF.").arg(channel.label),
                           QStringLiteral("EDF holds 16-bit samples; a channel must have at least one."));
        if (channel.rate.samples < 1 || channel.rate.ticks < 1 || channel.label == QLatin1String("EDF Annotations"))
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("Channel %1 cannot be written to EDF.").arg(channel.label),
                           QStringLiteral("It needs a sampling rate above zero and a label of its own."));
    }
    const int year = recording.start.date().year();
    if (recording.start.isValid() && (year < kFirstYear || year > kLastYear))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("EDF cannot hold the start year %1.").arg(year),
                       QStringLiteral("It must lie between %1 and %2; correct the start of the recording.")
                           .arg(kFirstYear)
                           .arg(kLastYear));
    return {};
}

Result<> writeChecked(const QString &path, const Recording &recording, const Progress &progress)
{
    if (const auto writable = checkWritable(recording); !writable)
        return writable;
    const auto plan = planEdf(recording);
    if (!plan)
        return failure(plan.error());
    for (const QString &warning : plan->warnings)
        progress.warning(warning);
    AtomicFile file(path);
    if (const auto opened = file.open(); !opened)
        return opened;
    if (const auto written = writeRecords(file, recording, *plan, progress); !written)
        return written;
    if (const auto same = verify(path, file.temporaryPath(), recording, *plan, progress); !same)
        return same;
    return file.commit();
}

} // namespace

Result<> writeEdf(const QString &path, const Recording &recording, const Progress &progress)
{
    try {
        return writeChecked(path, recording, progress);
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::FileNotWritable,
                       QStringLiteral("%1 was not written: there is not enough memory.").arg(path),
                       QStringLiteral("Close other programs and save again."));
    }
}

} // namespace somno::io
