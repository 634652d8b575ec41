// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfheader.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/recordings/foreignfile.h"

namespace somno::io {

namespace {

constexpr int kMainHeaderBytes = 256;
constexpr int kMaxSignals = 640;                                // EDFlib's limit
constexpr qint64 kMaxEdfRecordBytes = qint64(10) * 1024 * 1024; // EDFlib's limits
constexpr qint64 kMaxBdfRecordBytes = qint64(15) * 1024 * 1024;
// Beyond these a header is wrong, and believing it costs gigabytes however small the file is: epochs are kept for each
// second that it claims, and the filter that resamples is as long as its rate is high.
constexpr double kHighestHz = 200'000;
constexpr double kLowestHz = 1.0 / 60; // of the fastest signal
constexpr int kLongestDays = 366;

/// One field of the header: where it stands and how wide it is.
struct Field {
    QString name;
    qint64 offset = 0;
    int width = 0;
};

const QString kRepair = QStringLiteral("Repair the header in a copy of the file with a header editor, or export the "
                                       "recording again from the program that wrote it.");

/// Reads fields out of the header's bytes. The first fault found is kept; later steps are skipped.
class HeaderReader {
public:
    explicit HeaderReader(const InputFile &file) : m_file(file), m_fileSize(file.size()) {}

    Result<EdfHeader> read()
    {
        const bool fine = readBytes() && readVersion() && readCounts() && readContinuity() && checkText() && readStart()
                          && readPlusFields() && readRecordDuration() && readSignals() && checkRates() && checkSize()
                          && checkDuration();
        if (!fine)
            return failure(*m_error);
        return m_header;
    }

private:
    bool readBytes();
    bool readVersion();
    bool readCounts();
    bool readContinuity();
    bool checkText();
    bool readStart();
    bool readPlusFields();
    bool readRecordDuration();
    bool readSignals();
    bool readSignal(int signal);
    bool readRange(int signal, EdfSignalHeader &result);
    bool checkRates();
    bool checkSize();
    bool checkDuration();

    // Signal fields stand in columns: all labels, then all transducers, and so on.
    Field signalField(const QString &name, int columnOffset, int width, int signal) const
    {
        return {QStringLiteral("%1 of signal %2").arg(name).arg(signal + 1),
                kMainHeaderBytes + qint64(columnOffset) * m_signals + qint64(width) * signal, width};
    }
    QByteArray bytes(const Field &field) const { return m_bytes.mid(field.offset, field.width); }
    QString text(const Field &field) const { return QString::fromLatin1(bytes(field)).trimmed(); }
    std::optional<qint64> integer(const Field &field);
    std::optional<double> number(const Field &field);
    bool fail(ErrorCode code, const QString &what, const QString &detail)
    {
        m_error = Error{code, QStringLiteral("%1: %2").arg(m_file.name(), what), detail};
        return false;
    }
    bool failField(const Field &field, const QString &cause, const QString &remedy = kRepair,
                   ErrorCode code = ErrorCode::HeaderInvalid)
    {
        QString shown = QString::fromLatin1(bytes(field)).trimmed();
        for (QChar &c : shown)
            if (c.unicode() < 32 || c.unicode() > 126)
                c = QLatin1Char('?');
        return fail(code,
                    QStringLiteral("the header field \"%1\" (byte %2) holds \"%3\".")
                        .arg(field.name)
                        .arg(field.offset)
                        .arg(shown),
                    cause + QLatin1Char(' ') + remedy);
    }

    const InputFile &m_file;
    qint64 m_fileSize = 0;
    QByteArray m_bytes;
    int m_signals = 0;
    EdfHeader m_header;
    std::optional<Error> m_error;
};

bool HeaderReader::readBytes()
{
    const auto count = m_file.bytes(252, 4);
    bool isNumber = false;
    const int signalCount = count ? count->trimmed().toInt(&isNumber) : 0;
    const bool hasSignals = isNumber && signalCount > 0 && signalCount <= 9999;
    const auto read = m_file.bytes(0, kMainHeaderBytes + (hasSignals ? qint64(signalCount) * 256 : 0));
    if (!read) {
        m_error = read.error();
        return false;
    }
    m_bytes = *read;
    return true;
}

bool HeaderReader::readVersion()
{
    m_header.isBdf = isBdf(m_bytes);
    if (!m_header.isBdf && !isEdf(m_bytes)) {
        const QString looks = describeForeignFile(m_bytes);
        return fail(
            ErrorCode::NotARecording,
            QStringLiteral("this is not an EDF or BDF recording%1.")
                .arg(looks.isEmpty() ? QString() : QStringLiteral("; it looks like %1").arg(looks)),
            QStringLiteral("An EDF file begins with \"0\" and seven spaces, a BDF file with the byte 255 and "
                           "\"BIOSEMI\" (header field \"version\", byte 0). Export the recording as EDF first."));
    }
    if (m_fileSize < kMainHeaderBytes)
        return fail(ErrorCode::Truncated,
                    QStringLiteral("the header is cut off: the file has %1 of at least 256 bytes.").arg(m_fileSize),
                    QStringLiteral("The copy was interrupted; take the file from its source again."));
    return true;
}

bool HeaderReader::readCounts()
{
    const Field countField{QStringLiteral("number of signals"), 252, 4};
    const auto count = integer(countField);
    if (!count)
        return false;
    if (*count < 1)
        return failField(countField, QStringLiteral("A recording has at least one signal."));
    if (*count > kMaxSignals)
        return failField(countField, QStringLiteral("More than %1 signals cannot be read.").arg(kMaxSignals),
                         QStringLiteral("Split the recording into files of fewer signals."),
                         ErrorCode::UnsupportedFormat);
    m_signals = int(*count);
    m_header.headerBytes = qint64(m_signals + 1) * 256;
    const Field bytesField{QStringLiteral("number of bytes in the header"), 184, 8};
    const auto headerBytes = integer(bytesField);
    if (!headerBytes)
        return false;
    if (*headerBytes != m_header.headerBytes)
        return failField(bytesField,
                         QStringLiteral("For %1 signals it must be %2.").arg(m_signals).arg(m_header.headerBytes));
    if (m_fileSize < m_header.headerBytes)
        return fail(ErrorCode::Truncated,
                    QStringLiteral("the header is cut off: %1 signals need %2 bytes of header, the file has %3.")
                        .arg(m_signals)
                        .arg(m_header.headerBytes)
                        .arg(m_fileSize),
                    QStringLiteral("The copy was interrupted; take the file from its source again."));
    return true;
}

bool HeaderReader::readContinuity()
{
    const QByteArray kind = bytes({QStringLiteral("reserved"), 192, 44}).left(5);
    const QByteArray family = m_header.isBdf ? "BDF+" : "EDF+";
    m_header.isDiscontinuous = kind == family + 'D';
    m_header.isPlus = kind == family + 'C' || m_header.isDiscontinuous;
    return true;
}

bool HeaderReader::checkText()
{
    std::vector<Field> fields = {{QStringLiteral("patient"), 8, 80},
                                 {QStringLiteral("recording"), 88, 80},
                                 {QStringLiteral("reserved"), 192, 44}};
    for (int i = 0; i < m_signals; ++i) {
        fields.push_back(signalField(QStringLiteral("label"), 0, 16, i));
        fields.push_back(signalField(QStringLiteral("transducer"), 16, 80, i));
        fields.push_back(signalField(QStringLiteral("physical dimension"), 96, 8, i));
        fields.push_back(signalField(QStringLiteral("prefiltering"), 136, 80, i));
        fields.push_back(signalField(QStringLiteral("reserved"), 224, 32, i));
    }
    for (const Field &field : fields) {
        const QByteArray value = bytes(field);
        const auto bad = std::find_if(value.begin(), value.end(), [](char c) { return c < 32 || c > 126; });
        if (bad != value.end())
            return failField(field,
                             QStringLiteral("Byte %1 is 0x%2; EDF allows printable ASCII only, without accents, Greek "
                                            "letters or zero bytes.")
                                 .arg(field.offset + (bad - value.begin()))
                                 .arg(uint(static_cast<unsigned char>(*bad)), 2, 16, QLatin1Char('0')));
    }
    return true;
}

bool HeaderReader::readStart()
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d\\d)\\.(\\d\\d)\\.(\\d\\d)$"));
    const Field dateField{QStringLiteral("start date"), 168, 8};
    const auto date = pattern.match(QString::fromLatin1(bytes(dateField)));
    if (date.hasMatch()) {
        const int year = date.captured(3).toInt();
        m_header.startDate
            = QDate(year + (year > 84 ? 1900 : 2000), date.captured(2).toInt(), date.captured(1).toInt());
    }
    if (!m_header.startDate.isValid())
        return failField(dateField, QStringLiteral("This is no date of the form dd.mm.yy."));
    const Field timeField{QStringLiteral("start time"), 176, 8};
    const auto time = pattern.match(QString::fromLatin1(bytes(timeField)));
    if (time.hasMatch())
        m_header.startTime = QTime(time.captured(1).toInt(), time.captured(2).toInt(), time.captured(3).toInt());
    if (!m_header.startTime.isValid())
        return failField(timeField, QStringLiteral("This is no time of the form hh.mm.ss."));
    return true;
}

bool HeaderReader::readPlusFields()
{
    const Field patientField{QStringLiteral("patient"), 8, 80};
    const Field recordingField{QStringLiteral("recording"), 88, 80};
    m_header.patient = text(patientField);
    m_header.recording = text(recordingField);
    if (!m_header.isPlus)
        return true;
    static const QString date
        = QStringLiteral("(?:0[1-9]|[12]\\d|3[01])-(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-\\d{4}");
    static const QRegularExpression patient(QStringLiteral("^\\S+ [MFX] (X|%1) \\S").arg(date));
    static const QRegularExpression recording(QStringLiteral("^Startdate (X|%1) \\S+ \\S+ \\S").arg(date));
    if (!patient.match(m_header.patient).hasMatch())
        return failField(patientField,
                         QStringLiteral("EDF+ wants code, sex (M, F or X), birth date (dd-MMM-yyyy or X) and "
                                        "name, one space between them, X where unknown."));
    const auto match = recording.match(m_header.recording);
    if (!match.hasMatch())
        return failField(recordingField,
                         QStringLiteral("EDF+ wants \"Startdate\", a date (dd-MMM-yyyy or X), code, "
                                        "technician and equipment, one space between them, X where unknown."));
    const QString named = match.captured(1);
    const QString expected = QLocale::c().toString(m_header.startDate, QStringLiteral("dd-MMM-yyyy")).toUpper();
    if (named != QLatin1String("X") && named != expected)
        return failField(recordingField,
                         QStringLiteral("Its date is not the start date of byte 168 (%1).").arg(expected));
    return true;
}

bool HeaderReader::readRecordDuration()
{
    const Field field{QStringLiteral("duration of a data record"), 244, 8};
    const auto seconds = number(field);
    if (!seconds)
        return false;
    if (*seconds < 0 || bytes(field).toLower().contains('e'))
        return failField(field,
                         QStringLiteral("It must be a number of seconds, not negative and without an exponent."));
    m_header.recordDuration = std::llround(*seconds * double(kTicksPerSecond));
    return true;
}

bool HeaderReader::readSignals()
{
    for (int i = 0; i < m_signals; ++i)
        if (!readSignal(i))
            return false;
    if (m_header.isPlus && std::ranges::none_of(m_header.signalHeaders, &EdfSignalHeader::isAnnotation))
        return failField({QStringLiteral("reserved"), 192, 44},
                         QStringLiteral("The file calls itself EDF+ or BDF+ but has no annotation signal."));
    if (m_header.recordDuration == 0 && !std::ranges::all_of(m_header.signalHeaders, &EdfSignalHeader::isAnnotation))
        return failField({QStringLiteral("duration of a data record"), 244, 8},
                         QStringLiteral("Only a file of nothing but annotations may have records without duration."));
    const qint64 limit = m_header.isBdf ? kMaxBdfRecordBytes : kMaxEdfRecordBytes;
    if (m_header.recordBytes > limit)
        return fail(ErrorCode::UnsupportedFormat,
                    QStringLiteral("a data record takes %1 bytes; at most %2 can be read.")
                        .arg(m_header.recordBytes)
                        .arg(limit),
                    QStringLiteral("Export the recording with shorter data records."));
    return true;
}

bool HeaderReader::readSignal(int signal)
{
    EdfSignalHeader result;
    const QByteArray label = bytes(signalField(QStringLiteral("label"), 0, 16, signal));
    result.label = QString::fromLatin1(label).trimmed();
    result.isAnnotation = m_header.isPlus && label == (m_header.isBdf ? "BDF Annotations " : "EDF Annotations ");
    const Field transducerField = signalField(QStringLiteral("transducer"), 16, 80, signal);
    const Field prefilterField = signalField(QStringLiteral("prefiltering"), 136, 80, signal);
    result.transducer = text(transducerField);
    result.unit = text(signalField(QStringLiteral("physical dimension"), 96, 8, signal));
    result.prefilter = text(prefilterField);
    for (const Field &field : {transducerField, prefilterField})
        if (result.isAnnotation && !text(field).isEmpty())
            return failField(field, QStringLiteral("It must be blank for an annotation signal."));
    if (!readRange(signal, result))
        return false;
    const Field samplesField = signalField(QStringLiteral("samples in a data record"), 216, 8, signal);
    const auto samples = integer(samplesField);
    if (!samples)
        return false;
    if (*samples < 1)
        return failField(samplesField, QStringLiteral("A data record holds at least one sample of each signal."));
    result.samplesPerRecord = int(*samples);
    m_header.recordBytes += *samples * (m_header.isBdf ? 3 : 2);
    m_header.signalHeaders.push_back(result);
    return true;
}

bool HeaderReader::readRange(int signal, EdfSignalHeader &result)
{
    const Field physicalMinField = signalField(QStringLiteral("physical minimum"), 104, 8, signal);
    const Field digitalMinField = signalField(QStringLiteral("digital minimum"), 120, 8, signal);
    const Field digitalMaxField = signalField(QStringLiteral("digital maximum"), 128, 8, signal);
    const auto physicalMin = number(physicalMinField);
    const auto physicalMax
        = physicalMin ? number(signalField(QStringLiteral("physical maximum"), 112, 8, signal)) : physicalMin;
    const auto digitalMin = physicalMax ? integer(digitalMinField) : std::nullopt;
    const auto digitalMax = digitalMin ? integer(digitalMaxField) : std::nullopt;
    if (!digitalMax)
        return false;
    if (*physicalMin == *physicalMax)
        return failField(physicalMinField,
                         QStringLiteral("Physical minimum and maximum are the same, so no sample has a value."));
    if (*digitalMin >= *digitalMax)
        return failField(digitalMinField,
                         QStringLiteral("It must be below the digital maximum, which is %1.").arg(*digitalMax));
    const qint64 top = m_header.isBdf ? 8388607 : 32767;
    for (const auto &[field, value, extreme] :
         {std::tuple(digitalMinField, *digitalMin, -top - 1), std::tuple(digitalMaxField, *digitalMax, top)}) {
        if (value < -top - 1 || value > top)
            return failField(field, QStringLiteral("It must lie between %1 and %2.").arg(-top - 1).arg(top));
        if (result.isAnnotation && value != extreme)
            return failField(field, QStringLiteral("It must be %1 for an annotation signal.").arg(extreme));
    }
    result.physicalMin = *physicalMin;
    result.physicalMax = *physicalMax;
    result.digitalMin = int(*digitalMin);
    result.digitalMax = int(*digitalMax);
    return true;
}

bool HeaderReader::checkRates()
{
    const Field field{QStringLiteral("duration of a data record"), 244, 8};
    int most = 0;
    for (const EdfSignalHeader &signal : m_header.signalHeaders)
        most = std::max(most, signal.isAnnotation ? 0 : signal.samplesPerRecord);
    if (most == 0)
        return true;
    const double hz = double(most) / double(m_header.recordDuration) * double(kTicksPerSecond);
    if (hz > kHighestHz)
        return failField(
            field,
            QStringLiteral("With %1 samples in a data record its fastest signal would run at %2 Hz; at most %3 Hz "
                           "are possible.")
                .arg(most)
                .arg(hz, 0, 'g', 6)
                .arg(kHighestHz));
    if (hz < kLowestHz)
        return failField(
            field,
            QStringLiteral("With %1 samples in a data record even its fastest signal would have a sample in %2 s "
                           "only; at least one a minute is needed.")
                .arg(most)
                .arg(1 / hz, 0, 'g', 6));
    return true;
}

bool HeaderReader::checkDuration()
{
    const double days = double(m_header.records) * double(m_header.recordDuration) / double(kTicksPerSecond) / 86400;
    if (days <= kLongestDays)
        return true;
    return failField(
        {QStringLiteral("duration of a data record"), 244, 8},
        QStringLiteral("%1 data records of that length are %2 days; more than a year cannot be opened.")
            .arg(m_header.records)
            .arg(days, 0, 'f', 0),
        QStringLiteral("If that is the true length, split the recording; otherwise repair the field in a copy."),
        ErrorCode::UnsupportedFormat);
}

bool HeaderReader::checkSize()
{
    const Field field{QStringLiteral("number of data records"), 236, 8};
    const auto claimed = integer(field);
    if (!claimed)
        return false;
    const qint64 held = (m_fileSize - m_header.headerBytes) / m_header.recordBytes;
    const qint64 over = (m_fileSize - m_header.headerBytes) % m_header.recordBytes;
    const QString sizes = QStringLiteral("The file's size implies %1 complete records of %2 bytes%3.")
                              .arg(held)
                              .arg(m_header.recordBytes)
                              .arg(over ? QStringLiteral(" and %1 bytes of an incomplete one").arg(over) : QString());
    if (*claimed == -1)
        return failField(field, QStringLiteral("The recording was never closed properly. ") + sizes,
                         held > 0 ? QStringLiteral("Write %1 into this field of a copy with a header editor.").arg(held)
                                  : QStringLiteral("There is no data in it; look for another copy."));
    if (*claimed < 1)
        return failField(field, QStringLiteral("A recording has at least one data record. ") + sizes);
    if (*claimed != held || over != 0) {
        const bool isShort = *claimed > held;
        return failField(
            field,
            QStringLiteral("The header claims %1 records. %2 %3")
                .arg(*claimed)
                .arg(sizes, isShort ? QStringLiteral("The end of the recording is missing.")
                                    : QStringLiteral("There are bytes after the last record that the header claims.")),
            isShort ? QStringLiteral("The copy or the recording was interrupted; take the file from its source "
                                     "again, or correct this field and the length in a copy.")
                    : QStringLiteral("Correct this field in a copy, or cut the copy to %1 bytes.")
                          .arg(m_header.headerBytes + *claimed * m_header.recordBytes),
            isShort ? ErrorCode::Truncated : ErrorCode::HeaderInvalid);
    }
    m_header.records = *claimed;
    return true;
}

std::optional<qint64> HeaderReader::integer(const Field &field)
{
    static const QRegularExpression pattern(QStringLiteral("^[+-]?\\d+ *$"));
    const QString value = QString::fromLatin1(bytes(field));
    bool isNumber = false;
    const qint64 result = value.trimmed().toLongLong(&isNumber);
    if (isNumber && pattern.match(value).hasMatch())
        return result;
    failField(field, QStringLiteral("It must be a whole number in digits, at the left of the field."));
    return std::nullopt;
}

std::optional<double> HeaderReader::number(const Field &field)
{
    static const QRegularExpression pattern(QStringLiteral("^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)? *$"));
    const QString value = QString::fromLatin1(bytes(field));
    bool isNumber = false;
    const double result = value.trimmed().toDouble(&isNumber);
    if (isNumber && std::isfinite(result) && pattern.match(value).hasMatch())
        return result;
    failField(field, value.contains(QLatin1Char(','))
                         ? QStringLiteral("Numbers need a point, not a comma.")
                         : QStringLiteral("It must be a number in digits, at the left of the field."));
    return std::nullopt;
}

} // namespace

bool isEdf(const QByteArray &firstBytes, const QString &)
{
    return firstBytes.startsWith("0       ");
}

bool isBdf(const QByteArray &firstBytes, const QString &)
{
    return firstBytes.startsWith("\xff"
                                 "BIOSEMI");
}

Result<EdfHeader> readEdfHeader(const InputFile &file)
{
    return HeaderReader(file).read();
}

Result<EdfHeader> readEdfHeader(const QString &path)
{
    const auto file = InputFile::open(path);
    if (!file)
        return failure(file.error());
    return readEdfHeader(**file);
}

} // namespace somno::io
