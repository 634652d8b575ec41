// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

namespace somno::test {

/// One signal of a file made byte by byte; every field is text, so that it can be made wrong.
struct EdfBytesSignal {
    QByteArray label = "EEG";
    QByteArray transducer;
    QByteArray unit = "uV";
    QByteArray physicalMin = "-100";
    QByteArray physicalMax = "100";
    QByteArray digitalMin = "-32768";
    QByteArray digitalMax = "32767";
    QByteArray prefilter;
    QByteArray samplesPerRecord = "10";
    std::vector<int> samples;            ///< all records in a row; missing ones are zero
    std::vector<QByteArray> recordBytes; ///< instead of samples: the raw bytes of each record (annotations)
};

/// An EDF or BDF file as bytes, without any library.
struct EdfBytes {
    bool bdf = false;
    QByteArray patient = "X X X X";
    QByteArray recording = "Startdate 02-JAN-2024 X X X";
    QByteArray date = "02.01.24";
    QByteArray time = "03.04.05";
    QByteArray reserved; ///< "EDF+C" and the like
    QByteArray duration = "1";
    QByteArray claimedRecords;     ///< empty: the true number
    QByteArray claimedSignals;     ///< empty: the true number
    QByteArray claimedHeaderBytes; ///< empty: the true number
    int records = 3;
    std::vector<EdfBytesSignal> signalList;

    [[nodiscard]] QByteArray bytes() const;
    /// Writes bytes() to a file and returns its path.
    QString save(const QString &path) const;
};

/// "+onset[\x15duration]\x14text\x14\0"
[[nodiscard]] QByteArray tal(const QByteArray &onset, const QByteArray &duration, const QByteArray &text);

/// The annotation signal of an EDF+ or BDF+ file; `bytes` a record, filled up with zeros.
[[nodiscard]] EdfBytesSignal annotationSignal(std::vector<QByteArray> records, int bytes = 120, bool bdf = false);

/// Overwrites bytes of a header field.
[[nodiscard]] QByteArray patched(QByteArray bytes, qsizetype offset, const QByteArray &replacement);

/// Writes bytes to a file and returns its path.
QString saveBytes(const QString &path, const QByteArray &bytes);

} // namespace somno::test
