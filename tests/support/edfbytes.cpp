// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/edfbytes.h"

#include <QFile>

namespace somno::test {

namespace {

QByteArray padded(const QByteArray &text, int width)
{
    return text.left(width).leftJustified(width, ' ');
}

void appendSample(QByteArray &out, int value, bool bdf)
{
    for (int byte = 0; byte < (bdf ? 3 : 2); ++byte)
        out.append(char((value >> (8 * byte)) & 0xff));
}

} // namespace

QByteArray EdfBytes::bytes() const
{
    const auto number = [](const QByteArray &claimed, qint64 actual) {
        return claimed.isEmpty() ? QByteArray::number(actual) : claimed;
    };
    const qint64 count = qint64(signalList.size());
    QByteArray out = bdf ? QByteArray("\xff"
                                      "BIOSEMI")
                         : QByteArray("0       ");
    out += padded(patient, 80) + padded(recording, 80) + padded(date, 8) + padded(time, 8);
    out += padded(number(claimedHeaderBytes, 256 * (count + 1)), 8) + padded(reserved, 44);
    out += padded(number(claimedRecords, records), 8) + padded(duration, 8) + padded(number(claimedSignals, count), 4);

    const std::pair<QByteArray EdfBytesSignal::*, int> columns[] = {
        {&EdfBytesSignal::label, 16},      {&EdfBytesSignal::transducer, 80}, {&EdfBytesSignal::unit, 8},
        {&EdfBytesSignal::physicalMin, 8}, {&EdfBytesSignal::physicalMax, 8}, {&EdfBytesSignal::digitalMin, 8},
        {&EdfBytesSignal::digitalMax, 8},  {&EdfBytesSignal::prefilter, 80},  {&EdfBytesSignal::samplesPerRecord, 8}};
    for (const auto &[member, width] : columns)
        for (const EdfBytesSignal &signal : signalList)
            out += padded(signal.*member, width);
    out += QByteArray(32 * count, ' ');

    for (int record = 0; record < records; ++record) {
        for (const EdfBytesSignal &signal : signalList) {
            const int samples = signal.samplesPerRecord.toInt();
            if (!signal.recordBytes.empty()) {
                const QByteArray raw
                    = size_t(record) < signal.recordBytes.size() ? signal.recordBytes[size_t(record)] : QByteArray();
                out += raw.leftJustified(samples * (bdf ? 3 : 2), '\0');
                continue;
            }
            for (int i = 0; i < samples; ++i) {
                const size_t index = size_t(record) * size_t(samples) + size_t(i);
                appendSample(out, index < signal.samples.size() ? signal.samples[index] : 0, bdf);
            }
        }
    }
    return out;
}

QString EdfBytes::save(const QString &path) const
{
    return saveBytes(path, bytes());
}

QByteArray tal(const QByteArray &onset, const QByteArray &duration, const QByteArray &text)
{
    return onset + (duration.isEmpty() ? QByteArray() : '\x15' + duration) + '\x14' + text + '\x14'
           + QByteArray(1, '\0');
}

EdfBytesSignal annotationSignal(std::vector<QByteArray> records, int bytes, bool bdf)
{
    EdfBytesSignal signal;
    signal.label = bdf ? "BDF Annotations" : "EDF Annotations";
    signal.unit.clear();
    signal.physicalMin = "-1";
    signal.physicalMax = "1";
    signal.digitalMin = bdf ? "-8388608" : "-32768";
    signal.digitalMax = bdf ? "8388607" : "32767";
    signal.samplesPerRecord = QByteArray::number(bytes / (bdf ? 3 : 2));
    signal.recordBytes = std::move(records);
    return signal;
}

QByteArray patched(QByteArray bytes, qsizetype offset, const QByteArray &replacement)
{
    return bytes.replace(offset, replacement.size(), replacement);
}

QString saveBytes(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qUtf8Printable(path));
    return path;
}

} // namespace somno::test
