// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/recordings/edf/edfnumber.h"

using namespace somno;

class TestEdfNumber : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void reads_data();
    void reads();
    void readsWholeNumbers_data();
    void readsWholeNumbers();
    void refuses_data();
    void refuses();
};

void TestEdfNumber::reads_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("code");
    const auto row = [](const QByteArray &field, double value, const char *code = "") {
        QTest::newRow(field.constData()) << field << value << QString::fromLatin1(code);
    };
    for (const auto &[field, value] :
         {std::pair("100     ", 100.0), std::pair("-3276.8 ", -3276.8), std::pair("+5", 5.0), std::pair(".5", 0.5),
          std::pair("5.", 5.0), std::pair("1e3", 1000.0), std::pair("-1.5E-03", -0.0015), std::pair("00012", 12.0)})
        row(field, value);
    row("     100", 100, "number-alignment");
    row(" -1     ", -1, "number-alignment");
    row("-3276,8 ", -3276.8, "number-decimal-comma");
    row("0,001   ", 0.001, "number-decimal-comma");
    row(",5      ", 0.5, "number-decimal-comma");
    row("1,5e2   ", 150, "number-decimal-comma");
    row("1,234.5 ", 1234.5, "number-thousands");
    row("1.234,5 ", 1234.5, "number-thousands");
    row("-8,388,608", -8388608, "number-thousands");
    row("1.000.000", 1e6, "number-thousands");
    row("- 5", -5, "number-form");
    row("1.5D2", 150, "number-form");
    row("\xe2\x88\x92"
        "100",
        -100, "number-padding");
    QTest::newRow("zeros") << QByteArray("512\0\0\0\0\0", 8) << 512.0 << QStringLiteral("number-padding");
}

void TestEdfNumber::reads()
{
    QFETCH(QByteArray, field);
    const auto number = io::parseEdfNumber(field);
    QVERIFY(number);
    QTEST(number->value, "value");
    QTEST(number->code, "code");
    QCOMPARE(number->found.isEmpty(), number->code.isEmpty());
}

void TestEdfNumber::readsWholeNumbers_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("value");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *field, int value, const char *code = "") {
        QTest::newRow(field) << QByteArray(field) << value << QString::fromLatin1(code);
    };
    row("512     ", 512);
    row("-1", -1);
    row("+32767", 32767);
    row("512.0", 512, "number-not-whole");
    row("512.", 512, "number-not-whole");
    row("1e3", 1000, "number-not-whole");
    row("512,0", 512, "number-decimal-comma");
    row("32,767", 32767, "number-thousands");
    row("     512", 512, "number-alignment");
}

void TestEdfNumber::readsWholeNumbers()
{
    QFETCH(QByteArray, field);
    const auto number = io::parseEdfInteger(field);
    QVERIFY(number);
    QFETCH(int, value);
    QCOMPARE(number->value, double(value));
    QTEST(number->code, "code");
}

void TestEdfNumber::refuses_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<bool>("isNumber"); // but no whole one
    for (const char *field : {"", "        ", "low", "1-2", "nan", "inf", "1e999", "--1", "1,2,3", "1.2.3", "5uV",
                              "0x10", "1,23.4", "e5", "."})
        QTest::newRow(field) << QByteArray(field) << false;
    for (const char *field : {"1.5", "-0.1", "1e-3", "1e20", "1,000", "512,000"})
        QTest::newRow(field) << QByteArray(field) << true;
}

void TestEdfNumber::refuses()
{
    QFETCH(QByteArray, field);
    QTEST(io::parseEdfNumber(field).has_value(), "isNumber");
    QVERIFY(!io::parseEdfInteger(field));
}

QTEST_APPLESS_MAIN(TestEdfNumber)
#include "tst_edfnumber.moc"
