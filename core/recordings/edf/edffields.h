// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <vector>

#include "core/base/deviation.h"
#include "core/base/result.h"

namespace somno::io {

/// One field of a header: where it stands and how wide it is.
struct EdfField {
    QString name;
    qint64 offset = 0;
    int width = 0;
    int signal = -1; ///< index of the signal that it is of
};

/// The fields that every header has, in the order of the file.
namespace edffield {
inline const EdfField kVersion{QStringLiteral("version"), 0, 8};
inline const EdfField kPatient{QStringLiteral("patient"), 8, 80};
inline const EdfField kRecording{QStringLiteral("recording"), 88, 80};
inline const EdfField kStartDate{QStringLiteral("start date"), 168, 8};
inline const EdfField kStartTime{QStringLiteral("start time"), 176, 8};
inline const EdfField kHeaderBytes{QStringLiteral("number of bytes in the header"), 184, 8};
inline const EdfField kReserved{QStringLiteral("reserved"), 192, 44};
inline const EdfField kRecords{QStringLiteral("number of data records"), 236, 8};
inline const EdfField kDuration{QStringLiteral("duration of a data record"), 244, 8};
inline const EdfField kSignals{QStringLiteral("number of signals"), 252, 4};
} // namespace edffield

inline constexpr int kEdfMainHeaderBytes = 256; ///< as many more for each signal

/// Which column of the signals' fields; they stand all labels first, then all transducers, and so on.
enum class EdfColumn {
    Label,
    Transducer,
    Unit,
    PhysicalMin,
    PhysicalMax,
    DigitalMin,
    DigitalMax,
    Prefilter,
    Samples,
    Reserved
};

/// The bytes of a header field by field, and what was odd in them. Deviations of one code in one column of the signals
/// become one, which describes the first and counts the rest.
class EdfFields {
public:
    EdfFields(QString fileName, QByteArray header) : m_fileName(std::move(fileName)), m_header(std::move(header)) {}

    [[nodiscard]] static EdfField column(EdfColumn column, int signal, int signalCount);

    [[nodiscard]] QByteArray bytes(const EdfField &field) const { return m_header.mid(field.offset, field.width); }
    /// What stands there, for people: in quotes, other than printable ASCII as "?".
    [[nodiscard]] QString shown(const EdfField &field) const;
    /// Notes what is no printable ASCII.
    [[nodiscard]] QString text(const EdfField &field);
    /// nullopt where no number stands there beyond doubt; notes how else it is written than EDF asks.
    [[nodiscard]] std::optional<double> number(const EdfField &field);
    [[nodiscard]] std::optional<qint64> integer(const EdfField &field);

    /// A deviation of that field; `found` is what stands there unless it is given.
    void note(const QString &code, const EdfField &field, const QString &taken, const QString &found = {});
    [[nodiscard]] Deviations takeDeviations();

    /// `what` follows the name of the file.
    [[nodiscard]] Error fault(ErrorCode code, const QString &what, const QString &detail) const;
    [[nodiscard]] Error fault(const EdfField &field, const QString &cause, const QString &remedy = {},
                              ErrorCode code = ErrorCode::HeaderInvalid) const;

private:
    struct Noted {
        Deviation deviation;
        QString column; ///< of the signals; empty where it is not of one
        int more = 0;   ///< signals of which the same was noted
    };

    QString m_fileName;
    QByteArray m_header;
    std::vector<Noted> m_noted;
};

} // namespace somno::io
