// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/recordings/edf/edftext.h"

using namespace somno;

class TestEdfText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void decodes_data();
    void decodes();
    void knowsTheMicroSign_data();
    void knowsTheMicroSign();
};

void TestEdfText::decodes_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const QByteArray &field, const char *text, const char *code) {
        QTest::newRow(name) << field << QString::fromUtf8(text) << QString::fromLatin1(code);
    };
    row("plain", "EEG Fpz-Cz      ", "EEG Fpz-Cz", "");
    row("plain at the right", "             EEG", "EEG", "");
    row("blank", "        ", "", "");
    row("empty", "", "", "");
    row("UTF-8", "M\xc3\xbcller  ", "Müller", "text-utf8");
    row("UTF-8 cut inside a character", "EEG M\xc3", "EEG MÃ", "text-latin1");
    row("UTF-8 cut inside the second", "\xc3\xa9t\xc3\xa9t\xc3", "étét", "text-utf8");
    row("Chinese", "\xe8\x84\xb3\xe6\xb3\xa2", "脳波", "text-utf8");
    row("Latin-1", "Ren\xe9     ", "René", "text-latin1");
    row("Windows-1252", "a\x92z\x80 ", "a’z€", "text-latin1");
    row("filled with zeros", QByteArray("EEG").leftJustified(16, '\0'), "EEG", "text-zero-bytes");
    row("zero behind spaces", QByteArray("EEG    \0", 8), "EEG", "text-zero-bytes");
    row("zeros only", QByteArray(8, '\0'), "", "text-zero-bytes");
    row("zeros first", QByteArray("\0\0EEG   ", 8), "EEG", "text-zero-bytes");
    row("rubbish behind a zero", QByteArray("EMG\0 mV\x03", 8), "EMG", "text-zero-bytes");
    row("one letter and zeros", QByteArray("C\0\0\0\0\0\0\0", 8), "C", "text-zero-bytes");
    row("UTF-16", QByteArray("E\0E\0G\0 \0 \0", 10), "EEG", "text-utf16");
    row("UTF-16 filled with spaces", QByteArray("E\0E\0G\0    ", 10), "EEG", "text-utf16");
    row("UTF-16 filled with zeros", QByteArray("E\0E\0G\0\0\0\0\0", 10), "EEG", "text-utf16");
    row("UTF-16, big end first", QByteArray("\0E\0E\0G\0 ", 8), "EEG", "text-utf16");
    row("UTF-16 with a mark", QByteArray("\xff\xfe\xbc\x03V\0", 6), "μV", "text-utf16");
    row("tabulator", "EEG\tleft", "EEG left", "text-control-characters");
    row("line end", "EEG\r\n   ", "EEG", "text-control-characters");
}

void TestEdfText::decodes()
{
    QFETCH(QByteArray, field);
    const io::EdfText decoded = io::decodeEdfText(field);
    QTEST(decoded.text, "text");
    QTEST(decoded.code, "code");
    QCOMPARE(decoded.taken.isEmpty(), decoded.code.isEmpty());
}

void TestEdfText::knowsTheMicroSign_data()
{
    QTest::addColumn<QByteArray>("field");
    for (const auto &[name, field] :
         {std::pair("Latin-1", "\xb5V      "), std::pair("UTF-8", "\xc2\xb5V"), std::pair("Greek", "\xce\xbcV"),
          std::pair("UTF-8 twice", "\xc3\x82\xc2\xb5V"), std::pair("Shift-JIS", "\x83\xcaV"),
          std::pair("GBK", "\xa6\xccV"), std::pair("Korean", "\xa5\xecV"), std::pair("DOS", "\xe6V")})
        QTest::newRow(name) << QByteArray(field);
    QTest::newRow("UTF-16") << QByteArray("\xb5\0V\0    ", 8);
}

void TestEdfText::knowsTheMicroSign()
{
    QFETCH(QByteArray, field);
    QCOMPARE(io::edfUnit(io::decodeEdfText(field).text), QString::fromUtf8("µV"));
    QCOMPARE(io::edfUnit(QStringLiteral("uV")), QStringLiteral("uV"));
    QCOMPARE(io::edfUnit(QStringLiteral("mmHg")), QStringLiteral("mmHg"));
}

QTEST_APPLESS_MAIN(TestEdfText)
#include "tst_edftext.moc"
