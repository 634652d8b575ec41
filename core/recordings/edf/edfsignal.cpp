// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfsignal.h"

#include <limits>

#include "core/recordings/edf/edftext.h"

namespace somno::io {

namespace {

constexpr qint64 kLargestInt = std::numeric_limits<int>::max();

class SignalReader {
public:
    SignalReader(EdfFields &fields, const EdfSignalPlace &place) : m_fields(fields), m_place(place) {}

    Result<EdfSignalHeader> read();

private:
    EdfField field(EdfColumn column) const { return EdfFields::column(column, m_place.signal, m_place.count); }
    qint64 top() const { return m_place.isBdf ? 8388607 : 32767; }

    Result<> readSamples();
    void readKind();
    void readTexts();
    void readAnnotationRange();
    void readPhysicalRange();
    void readDigitalRange();
    void setUnusable(const EdfField &field, const QString &reason);

    EdfFields &m_fields;
    const EdfSignalPlace m_place;
    EdfSignalHeader m_signal;
};

Result<EdfSignalHeader> SignalReader::read()
{
    m_signal.label = m_fields.text(field(EdfColumn::Label));
    readKind();
    readTexts();
    if (m_signal.isAnnotation) {
        readAnnotationRange();
    } else {
        readPhysicalRange();
        readDigitalRange();
    }
    if (const auto samples = readSamples(); !samples)
        return failure(samples.error());
    return std::move(m_signal);
}

/// By its label in any case and spacing, whether or not the file calls itself EDF+.
void SignalReader::readKind()
{
    const EdfField label = field(EdfColumn::Label);
    const QString words = m_signal.label.simplified().toLower().replace(QLatin1Char('_'), QLatin1Char(' '));
    const bool isOfBdf = words == QLatin1String("bdf annotations");
    m_signal.isAnnotation = isOfBdf || words == QLatin1String("edf annotations");
    if (!m_signal.isAnnotation)
        return;
    const QString taken = QStringLiteral("taken for the signal of the annotations");
    if (isOfBdf != m_place.isBdf)
        m_fields.note(QStringLiteral("annotation-label-foreign"), label, taken);
    else if (m_fields.bytes(label) != (isOfBdf ? "BDF Annotations " : "EDF Annotations "))
        m_fields.note(QStringLiteral("annotation-label-form"), label, taken);
    if (!m_place.isPlus)
        m_fields.note(QStringLiteral("annotations-in-plain-file"), edffield::kReserved,
                      QStringLiteral("the file does not call itself EDF+, but signal %1 is called \"%2\" and %3")
                          .arg(m_place.signal + 1)
                          .arg(m_signal.label, taken));
}

void SignalReader::readTexts()
{
    m_signal.transducer = m_fields.text(field(EdfColumn::Transducer));
    m_signal.unit = edfUnit(m_fields.text(field(EdfColumn::Unit)));
    m_signal.prefilter = m_fields.text(field(EdfColumn::Prefilter));
    for (const auto &[column, text] :
         {std::pair(EdfColumn::Transducer, m_signal.transducer), std::pair(EdfColumn::Prefilter, m_signal.prefilter)})
        if (m_signal.isAnnotation && !text.isEmpty())
            m_fields.note(QStringLiteral("annotation-field-not-blank"), field(column), QStringLiteral("passed over"));
}

/// Annotations are bytes: their range means nothing.
void SignalReader::readAnnotationRange()
{
    m_signal.digitalMin = int(-top() - 1);
    m_signal.digitalMax = int(top());
    m_signal.physicalMin = -1;
    m_signal.physicalMax = 1;
    for (const auto &[column, expected] :
         {std::pair(EdfColumn::DigitalMin, -top() - 1), std::pair(EdfColumn::DigitalMax, top())})
        if (m_fields.integer(field(column)) != expected)
            m_fields.note(QStringLiteral("annotation-range"), field(column),
                          QStringLiteral("taken as %1, as for all annotations").arg(expected));
}

void SignalReader::readPhysicalRange()
{
    for (const auto &[column, target, name] : {std::tuple(EdfColumn::PhysicalMin, &m_signal.physicalMin, "minimum"),
                                               std::tuple(EdfColumn::PhysicalMax, &m_signal.physicalMax, "maximum")}) {
        const auto value = m_fields.number(field(column));
        *target = value.value_or(0);
        if (!value)
            setUnusable(field(column), QStringLiteral("its physical %1 is no number: %2")
                                           .arg(QLatin1String(name), m_fields.shown(field(column))));
    }
    const EdfField low = field(EdfColumn::PhysicalMin);
    if (m_signal.physicalMin == m_signal.physicalMax)
        setUnusable(low, QStringLiteral("its physical minimum and maximum are both %1").arg(m_signal.physicalMin));
    else if (m_signal.physicalMin > m_signal.physicalMax && m_signal.unusable.isEmpty())
        m_fields.note(
            QStringLiteral("polarity-inverted"), low,
            QStringLiteral("above the physical maximum, %1; read with inverted polarity").arg(m_signal.physicalMax));
}

void SignalReader::readDigitalRange()
{
    for (const auto &[column, target, name] : {std::tuple(EdfColumn::DigitalMin, &m_signal.digitalMin, "minimum"),
                                               std::tuple(EdfColumn::DigitalMax, &m_signal.digitalMax, "maximum")}) {
        const auto value = m_fields.integer(field(column));
        if (!value || std::abs(*value) > kLargestInt)
            return setUnusable(field(column), QStringLiteral("its digital %1 is no whole number: %2")
                                                  .arg(QLatin1String(name), m_fields.shown(field(column))));
        *target = int(*value);
        if (*value < -top() - 1 || *value > top())
            m_fields.note(QStringLiteral("digital-range-wide"), field(column),
                          QStringLiteral("more than a sample of %1 bits can hold; scaled by it all the same")
                              .arg(m_place.isBdf ? 24 : 16));
    }
    const EdfField low = field(EdfColumn::DigitalMin);
    if (m_signal.digitalMin == m_signal.digitalMax)
        setUnusable(low, QStringLiteral("its digital minimum and maximum are both %1").arg(m_signal.digitalMin));
    else if (m_signal.digitalMin > m_signal.digitalMax)
        m_fields.note(
            QStringLiteral("digital-range-inverted"), low,
            QStringLiteral("above the digital maximum, %1; read with inverted polarity").arg(m_signal.digitalMax));
}

Result<> SignalReader::readSamples()
{
    const EdfField samples = field(EdfColumn::Samples);
    const auto value = m_fields.integer(samples);
    if (!value || *value < 0 || *value > kLargestInt)
        return failure(m_fields.fault(samples, QStringLiteral("It must be a whole number in digits, from 0 on: where "
                                                              "the samples lie follows from it.")));
    m_signal.samplesPerRecord = int(*value);
    if (*value == 0)
        setUnusable(samples, QStringLiteral("it has no samples"));
    return {};
}

/// Only the first reason is told.
void SignalReader::setUnusable(const EdfField &field, const QString &reason)
{
    if (!m_signal.unusable.isEmpty())
        return;
    m_signal.unusable = reason;
    m_fields.note(
        QStringLiteral("channel-unusable"),
        {QStringLiteral("channel %1 \"%2\"").arg(m_place.signal + 1).arg(m_signal.label), field.offset, field.width},
        QStringLiteral("the channel cannot be used"), reason);
}

} // namespace

Result<EdfSignalHeader> readEdfSignal(EdfFields &fields, const EdfSignalPlace &place)
{
    return SignalReader(fields, place).read();
}

} // namespace somno::io
