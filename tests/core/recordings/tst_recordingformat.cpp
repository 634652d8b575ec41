// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/recordings/recordingformat.h"

using namespace somno;

class TestRecordingFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void everyFormatIsComplete()
    {
        QSet<QString> ids;
        for (const io::RecordingFormat *format : io::recordingFormats()) {
            QVERIFY2(!ids.contains(format->id), qPrintable(format->id));
            ids.insert(format->id);
            QVERIFY(!format->name.isEmpty() && !format->suffixes.isEmpty());
            QVERIFY(format->recognises && bool(format->open) != bool(format->draft));
            for (const QString &suffix : format->suffixes)
                QCOMPARE(suffix, suffix.toLower());
        }
        QVERIFY(ids.contains(QStringLiteral("edf")) && ids.contains(QStringLiteral("bdf")));
    }

    void eachKnowsItsOwnContent()
    {
        const auto idOf = [](const QByteArray &bytes) {
            const auto *format = formatOf(io::recordingFormats(), bytes, QStringLiteral("recording"));
            return format ? format->id : QString();
        };
        QCOMPARE(idOf("0       X X X X"), QStringLiteral("edf"));
        QCOMPARE(idOf("\xff"
                      "BIOSEMI"),
                 QStringLiteral("bdf"));
        for (const QByteArray &other :
             {QByteArray(), QByteArray("0"), QByteArray("BIOSEMI "), QByteArray("PK\x03\x04")})
            QCOMPARE(idOf(other), QString());
    }

    void wordsForTheWindowAndTheEngine()
    {
        QVERIFY(io::recordingPatterns().startsWith(
            QStringLiteral("*.edf *.bdf *.mat *.csv *.tsv *.txt *.npy *.npz *.EDF")));
        QCOMPARE(io::recordingFormatNames(), QStringLiteral("EDF, BDF, MATLAB, CSV or NumPy"));
    }
};

QTEST_APPLESS_MAIN(TestRecordingFormat)
#include "tst_recordingformat.moc"
