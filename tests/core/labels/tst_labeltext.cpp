// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QStringEncoder>
#include <QTemporaryDir>

#include "core/labels/labeltext.h"

using namespace somno;

class TestLabelText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEncoding_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("deviations");
        const QString text = QStringLiteral("onset,Éveil\n0,W\n");
        const auto encoded = [&](QStringConverter::Encoding encoding, bool marked) {
            QStringEncoder encoder(encoding,
                                   marked ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
            return QByteArray(encoder.encode(text));
        };
        QTest::newRow("UTF-8") << encoded(QStringConverter::Utf8, false) << 0;
        QTest::newRow("UTF-8, marked") << encoded(QStringConverter::Utf8, true) << 0;
        QTest::newRow("UTF-16 LE, marked") << encoded(QStringConverter::Utf16LE, true) << 0;
        QTest::newRow("UTF-16 BE, marked") << encoded(QStringConverter::Utf16BE, true) << 0;
        QTest::newRow("UTF-16 LE") << encoded(QStringConverter::Utf16LE, false) << 0;
        QTest::newRow("UTF-16 BE") << encoded(QStringConverter::Utf16BE, false) << 0;
        QTest::newRow("Latin-1") << encoded(QStringConverter::Latin1, false) << 1;
        QTest::newRow("zero bytes") << encoded(QStringConverter::Utf8, false) + QByteArray(3, '\0') << 0;
    }

    void everyEncoding()
    {
        QFETCH(QByteArray, bytes);
        Deviations deviations;
        QCOMPARE(io::decodeText(bytes, deviations), QStringLiteral("onset,Éveil\n0,W\n"));
        QTEST(int(deviations.size()), "deviations");
    }

    void everyLineEnd()
    {
        const QStringList lines{QStringLiteral("a"), QString(), QStringLiteral("b")};
        QCOMPARE(io::linesOf(QStringLiteral("a\n\nb\n")), lines);
        QCOMPARE(io::linesOf(QStringLiteral("a\r\n\r\nb")), lines);
        QCOMPARE(io::linesOf(QStringLiteral("a\r\rb\r")), lines);
        QCOMPARE(io::linesOf(QString()), QStringList());
    }

    void absentFile()
    {
        Deviations deviations;
        QCOMPARE(io::readText(QStringLiteral("/nowhere/at/all.csv"), deviations).error().code, ErrorCode::FileNotFound);
    }
};

QTEST_APPLESS_MAIN(TestLabelText)
#include "tst_labeltext.moc"
