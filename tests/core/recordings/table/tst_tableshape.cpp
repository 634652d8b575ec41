// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/recordings/table/tableshape.h"
#include "tests/support/tablefile.h"

using namespace somno;
using io::TableShape;

namespace {

std::optional<TableShape> shapeOf(const QByteArray &text)
{
    return TableShape::of(text.toStdString(), '\n', true);
}

QByteArray number(double value, char point = '.')
{
    return QByteArray::number(value, 'f', 4).replace('.', point);
}

QByteArray pairs(char separator, char point = '.', int count = 30)
{
    return test::rows(
        count, [=](int i) { return number(test::wave(i), point) + separator + number(test::wave(i + 3), point); });
}

} // namespace

class TestTableShape : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNotationIsFound_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<char>("separator");
        QTest::addColumn<bool>("decimalComma");
        QTest::newRow("comma") << pairs(',') << ',' << false;
        QTest::newRow("semicolon, decimal comma") << pairs(';', ',') << ';' << true;
        QTest::newRow("tab") << pairs('\t') << '\t' << false;
        QTest::newRow("tab, decimal comma") << pairs('\t', ',') << '\t' << true;
        QTest::newRow("spaces") << pairs(' ') << ' ' << false;
    }

    void theNotationIsFound()
    {
        QFETCH(QByteArray, text);
        QFETCH(char, separator);
        QFETCH(bool, decimalComma);
        const auto shape = shapeOf("eeg" + QByteArray(1, separator) + "emg\n" + text);
        QVERIFY(shape);
        QCOMPARE(shape->notation.separator, separator);
        QCOMPARE(shape->notation.decimalComma, decimalComma);
        QCOMPARE(shape->columns.size(), size_t(2));
        QCOMPARE(shape->columns[1].name, QStringLiteral("emg"));
        QCOMPARE(shape->linesBefore, 1);
        QVERIFY(!shape->looksLikeLabels());
        QVERIFY(!shapeOf(text)->hasHeading);
    }

    void headingsHaveUnits()
    {
        const auto shape = shapeOf("Time (s),EEG [µV],EMG_mV\n" + test::rows(9, [](int i) {
                                       return number(i * 0.01) + ",1.5," + number(test::wave(i));
                                   }));
        QVERIFY(shape);
        QCOMPARE(shape->columns[1].name, QStringLiteral("EEG"));
        QCOMPARE(shape->columns[1].unit, QStringLiteral("µV"));
        QCOMPARE(shape->columns[2].unit, QStringLiteral("mV"));
        QCOMPARE(shape->timeColumn(), 0);
        const auto twoLines = shapeOf("Exported by X\n\neeg;emg\nuV;mV\n" + pairs(';'));
        QVERIFY(twoLines && twoLines->columns[1].unit == QLatin1String("mV"));
        QCOMPARE(twoLines->columns[0].name, QStringLiteral("eeg"));
        QCOMPARE(twoLines->linesUnread, 1); // that hold anything
        const auto settings = shapeOf("ChannelTitle=\tEEG\tEMG\nRange=\t10 mV\t10 mV\n" + test::rows(9, [](int i) {
                                          return number(i * 0.01) + "\t1.5\t" + number(test::wave(i));
                                      }));
        QVERIFY(settings && settings->columns[1].name == QLatin1String("EEG"));
        QCOMPARE(settings->linesUnread, 1);
        QCOMPARE(shapeOf("# eeg emg\n" + pairs(' '))->columns[0].name, QStringLiteral("eeg"));
    }

    void timesAreFoundByNameOrPace()
    {
        const auto timed = [](const QByteArray &heading) {
            return shapeOf(heading
                           + test::rows(20, [](int i) { return number(i * 0.01) + ',' + number(test::wave(i)); }))
                ->timeColumn();
        };
        QCOMPARE(timed("time,eeg\n"), 0);
        QCOMPARE(timed(""), 0);
        QCOMPARE(timed("a,b\n"), 0);
        QCOMPARE(shapeOf(pairs(','))->timeColumn(), -1);
    }

    void labelsAreNoRecording_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("AccuSleepy") << QByteArray("brain_state,confidence_score\n3,0.91\n3,0.9\n2,0.8\n2,0.7\n");
        QTest::newRow("codes") << test::rows(40, [](int i) { return QByteArray::number(i / 7 % 3); });
        QTest::newRow("one-hot") << test::rows(40, [](int i) { return i % 3 ? QByteArray("1,0") : QByteArray("0,1"); });
        QTest::newRow("BIDS, numbers") << "onset,duration,value\n" + test::rows(20, [](int i) {
                                              return QByteArray::number(i * 10) + ",10," + QByteArray::number(i % 3);
                                          });
        QTest::newRow("times and codes") << test::rows(
            40, [](int i) { return QByteArray::number(i * 4) + ',' + QByteArray::number(i % 4); });
    }

    void labelsAreNoRecording()
    {
        QFETCH(QByteArray, text);
        QVERIFY(shapeOf(text) && shapeOf(text)->looksLikeLabels());
    }

    void whatIsNoTableHasNoShape()
    {
        for (const char *text : {"", "Hello,\nthis is a letter.\nYours", "1,2\n",
                                 "onset,stage\n0,Wake\n4,NREM\n8,REM\n", "<?xml version=\"1.0\"?>\n<a>\n</a>\n"})
            QVERIFY2(!shapeOf(text), text);
    }
};

QTEST_APPLESS_MAIN(TestTableShape)
#include "tst_tableshape.moc"
