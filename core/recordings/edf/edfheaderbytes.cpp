// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfheaderbytes.h"

#include <QLocale>
#include <QRegularExpression>

namespace somno::io {

using signal::Channel;
using signal::Recording;

namespace {

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

} // namespace

QByteArray edfHeaderBytes(const Recording &recording, const EdfPlan &plan)
{
    const QByteArray family = plan.isBdf ? "BDF" : "EDF";
    std::vector<SignalFields> fields;
    for (size_t i = 0; i < recording.channels.size(); ++i)
        fields.push_back(signalFields(recording.channels[i], plan.samplesPerRecord[i]));
    Channel annotations;
    annotations.label = QString::fromLatin1(family + " Annotations");
    annotations.digitalMin = plan.isBdf ? -8388608 : -32768;
    annotations.digitalMax = -annotations.digitalMin - 1;
    fields.push_back(signalFields(annotations, plan.annotationBytes / plan.sampleBytes()));

    // EDF+ writes 01.01.85 where the date is unknown.
    const QDate date = recording.start.isValid() ? recording.start.date() : QDate(kFirstYear, 1, 1);
    const QTime time = recording.start.isValid() ? recording.start.time() : QTime(0, 0);
    QByteArray out = plan.isBdf ? QByteArray("\xff"
                                             "BIOSEMI")
                                : QByteArray("0       ");
    out += patientField(recording) + recordingField(recording);
    out += date.toString(QStringLiteral("dd.MM.yy")).toLatin1() + time.toString(QStringLiteral("HH.mm.ss")).toLatin1();
    out += QByteArray::number(256 * qint64(fields.size() + 1)).leftJustified(8, ' ');
    out += (family + (recording.time.isContinuous() ? "+C" : "+D")).leftJustified(44, ' ');
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

Result<> checkEdfStart(const Recording &recording)
{
    const int year = recording.start.date().year();
    if (!recording.start.isValid() || (year >= kFirstYear && year <= kLastYear))
        return {};
    return failure(ErrorCode::InvalidArgument, QStringLiteral("EDF cannot hold the start year %1.").arg(year),
                   QStringLiteral("It must lie between %1 and %2; correct the start of the recording.")
                       .arg(kFirstYear)
                       .arg(kLastYear));
}

} // namespace somno::io
