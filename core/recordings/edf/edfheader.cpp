// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfheader.h"

#include <QRegularExpression>
#include <algorithm>
#include <cmath>

#include "core/recordings/edf/edflayout.h"
#include "core/recordings/edf/edfsize.h"
#include "core/recordings/edf/edfstart.h"

namespace somno::io {

namespace {

// Beyond these a header is wrong, and believing it costs gigabytes however small the file is: epochs are kept for each
// second that it claims, and the filter that resamples is as long as its rate is high.
constexpr double kHighestHz = 200'000;
constexpr double kLowestHz = 1.0 / 60; // of the fastest signal
constexpr int kLongestDays = 366;

class HeaderReader {
public:
    HeaderReader(const InputFile &file, EdfHeaderBytes bytes)
        : m_file(file), m_fields(std::move(bytes.fields)), m_layout(bytes.layout)
    {
    }

    Result<EdfHeader> read();

private:
    void readContinuity();
    void readPersons();
    Result<> readRecordDuration();
    Result<> readSignals();
    Result<> checkAnnotations();
    Result<> checkUsable();
    Result<> checkRates();
    Result<> checkDuration();

    const InputFile &m_file;
    EdfFields m_fields;
    const EdfLayout m_layout;
    EdfHeader m_header;
};

Result<EdfHeader> HeaderReader::read()
{
    m_header.isBdf = m_layout.isBdf;
    m_header.headerBytes = m_layout.headerBytes;
    readContinuity();
    readPersons();
    const EdfStart start = readEdfStart(m_fields, m_header.isPlus);
    m_header.startDate = start.date;
    m_header.startTime = start.time;
    for (const auto step : {&HeaderReader::readRecordDuration, &HeaderReader::readSignals,
                            &HeaderReader::checkAnnotations, &HeaderReader::checkUsable, &HeaderReader::checkRates})
        if (auto done = (this->*step)(); !done)
            return failure(done.error());
    const auto records = readEdfRecordCount(m_fields, m_layout, m_file);
    if (!records)
        return failure(records.error());
    m_header.recordBytes = m_layout.recordBytes();
    m_header.records = *records;
    if (auto sound = checkDuration(); !sound)
        return failure(sound.error());
    m_header.deviations = m_fields.takeDeviations();
    std::ranges::stable_sort(m_header.deviations, {}, &Deviation::byte);
    return std::move(m_header);
}

void HeaderReader::readContinuity()
{
    static const QRegularExpression pattern(QStringLiteral("^[EB]DF\\+ ?([CD]?)"),
                                            QRegularExpression::CaseInsensitiveOption);
    const EdfField &field = edffield::kReserved;
    const auto match = pattern.match(m_fields.text(field));
    m_header.isPlus = match.hasMatch();
    m_header.isDiscontinuous = match.captured(1).toUpper() == QLatin1String("D");
    const QByteArray kind = m_fields.bytes(field).left(5);
    if (m_header.isPlus && kind != "EDF+C" && kind != "EDF+D" && kind != "BDF+C" && kind != "BDF+D")
        m_fields.note(QStringLiteral("continuity-form"), field,
                      m_header.isDiscontinuous ? QStringLiteral("read as discontinuous")
                                               : QStringLiteral("read as continuous"));
}

/// Patient and recording are kept as they stand, also where they are not what EDF+ asks for.
void HeaderReader::readPersons()
{
    m_header.patient = m_fields.text(edffield::kPatient);
    m_header.recording = m_fields.text(edffield::kRecording);
    static const QString date
        = QStringLiteral("(?:0[1-9]|[12]\\d|3[01])-(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-\\d{4}");
    static const QRegularExpression patient(QStringLiteral("^\\S+ [MFX] (X|%1) \\S").arg(date));
    static const QRegularExpression recording(QStringLiteral("^Startdate (X|%1) \\S+ \\S+ \\S").arg(date));
    if (!m_header.isPlus)
        return;
    if (!patient.match(m_header.patient).hasMatch())
        m_fields.note(QStringLiteral("patient-form"), edffield::kPatient,
                      QStringLiteral("not code, sex, birth date and name, as EDF+ asks; kept as it stands"));
    if (!recording.match(m_header.recording).hasMatch())
        m_fields.note(QStringLiteral("recording-form"), edffield::kRecording,
                      QStringLiteral("not \"Startdate\", date, code, technician and equipment, as EDF+ asks; kept as "
                                     "it stands"));
}

Result<> HeaderReader::readRecordDuration()
{
    const auto seconds = m_fields.number(edffield::kDuration);
    if (!seconds || *seconds < 0)
        return failure(m_fields.fault(edffield::kDuration,
                                      QStringLiteral("It must be a number of seconds, not negative: the sampling rates "
                                                     "follow from it.")));
    if (m_fields.bytes(edffield::kDuration).toLower().contains('e'))
        m_fields.note(QStringLiteral("number-form"), edffield::kDuration,
                      QStringLiteral("read as %1 s").arg(*seconds, 0, 'g', 10));
    m_header.recordDuration = std::llround(std::min(*seconds, 1e11) * double(kTicksPerSecond));
    return {};
}

Result<> HeaderReader::readSignals()
{
    for (int i = 0; i < m_layout.signalCount; ++i) {
        auto signal = readEdfSignal(m_fields, {i, m_layout.signalCount, m_header.isBdf, m_header.isPlus});
        if (!signal)
            return failure(signal.error());
        m_header.signalHeaders.push_back(std::move(*signal));
    }
    return {};
}

Result<> HeaderReader::checkAnnotations()
{
    if (!m_header.isPlus || std::ranges::any_of(m_header.signalHeaders, &EdfSignalHeader::isAnnotation))
        return {};
    if (m_header.isDiscontinuous)
        return failure(m_fields.fault(edffield::kReserved,
                                      QStringLiteral("The recording has gaps, but no annotation signal that would say "
                                                     "where."),
                                      QStringLiteral("Export it again with its annotations; if it has no gaps, write "
                                                     "\"EDF+C\" into this field of a copy with a header editor.")));
    m_fields.note(QStringLiteral("annotation-signal-missing"), edffield::kReserved,
                  QStringLiteral("there is no annotation signal; read as continuous"));
    return {};
}

/// One channel may fail, not all that there is.
Result<> HeaderReader::checkUsable()
{
    const auto &all = m_header.signalHeaders;
    if (m_layout.recordSamples > 0
        && std::ranges::any_of(all, [](const EdfSignalHeader &s) { return s.isAnnotation || s.unusable.isEmpty(); }))
        return {};
    const Deviations deviations = m_fields.takeDeviations();
    const auto first = std::ranges::find(deviations, QStringLiteral("channel-unusable"), &Deviation::code);
    return failure(m_fields.fault(ErrorCode::HeaderInvalid, QStringLiteral("none of its channels can be used."),
                                  first == deviations.end() ? QString() : first->sentence()));
}

Result<> HeaderReader::checkRates()
{
    const EdfField &field = edffield::kDuration;
    int most = 0;
    for (const EdfSignalHeader &signal : m_header.signalHeaders)
        most = std::max(most, signal.isAnnotation ? 0 : signal.samplesPerRecord);
    if (most == 0)
        return {};
    if (m_header.recordDuration == 0)
        return failure(m_fields.fault(
            field,
            QStringLiteral("Only a file of nothing but annotations may have records without duration: the sampling "
                           "rates follow from it."),
            QStringLiteral("Write the seconds that a data record lasts, samples in a data record divided by the "
                           "sampling rate, into this field of a copy with a header editor.")));
    const double hz = double(most) / double(m_header.recordDuration) * double(kTicksPerSecond);
    if (hz > kHighestHz)
        return failure(m_fields.fault(
            field,
            QStringLiteral("With %1 samples in a data record its fastest signal would run at %2 Hz; at most %3 Hz "
                           "are possible.")
                .arg(most)
                .arg(hz, 0, 'g', 6)
                .arg(kHighestHz)));
    if (hz < kLowestHz)
        return failure(m_fields.fault(
            field,
            QStringLiteral("With %1 samples in a data record even its fastest signal would have a sample in %2 s "
                           "only; at least one a minute is needed.")
                .arg(most)
                .arg(1 / hz, 0, 'g', 6)));
    return {};
}

Result<> HeaderReader::checkDuration()
{
    const double days = double(m_header.records) * double(m_header.recordDuration) / double(kTicksPerSecond) / 86400;
    if (days <= kLongestDays)
        return {};
    return failure(m_fields.fault(
        edffield::kDuration,
        QStringLiteral("%1 data records of that length are %2 days; more than a year cannot be opened.")
            .arg(m_header.records)
            .arg(days, 0, 'f', 0),
        QStringLiteral("If that is the true length, split the recording; otherwise repair the field in a copy."),
        ErrorCode::UnsupportedFormat));
}

} // namespace

bool isEdf(const QByteArray &firstBytes, const QString &)
{
    return hasEdfHeader(firstBytes) && !firstBytes.startsWith('\xff');
}

bool isBdf(const QByteArray &firstBytes, const QString &)
{
    return hasEdfHeader(firstBytes) && firstBytes.startsWith('\xff');
}

Result<EdfHeader> readEdfHeader(const InputFile &file)
{
    auto bytes = readEdfLayout(file);
    if (!bytes)
        return failure(bytes.error());
    return HeaderReader(file, std::move(*bytes)).read();
}

Result<EdfHeader> readEdfHeader(const QString &path)
{
    const auto file = InputFile::open(path);
    if (!file)
        return failure(file.error());
    return readEdfHeader(**file);
}

} // namespace somno::io
