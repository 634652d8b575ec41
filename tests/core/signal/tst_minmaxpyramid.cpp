// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <random>

#include "core/signal/minmaxpyramid.h"

using namespace somno;
using namespace somno::signal;

/// The pyramid against a plain scan of the samples.
class tst_MinMaxPyramid : public QObject {
    Q_OBJECT

private:
    template <class T>
    static MinMax<T> bruteForce(const std::vector<T> &samples, SampleIndex first, SampleIndex last)
    {
        MinMax<T> result;
        for (SampleIndex i = first; i < last; ++i)
            result.add(samples[size_t(i)]);
        return result;
    }

    template <class T>
    static void compareRandomRanges(const std::vector<T> &samples, int rounds, std::mt19937 &random)
    {
        const auto pyramid = MinMaxPyramid<T>::build(std::span<const T>(samples));
        std::uniform_int_distribution<SampleIndex> position(0, SampleIndex(samples.size()));
        for (int i = 0; i < rounds; ++i) {
            auto [first, last] = std::minmax({position(random), position(random)});
            // Every second range ends with the samples, every third is short: the ragged ends.
            if (i % 2 == 0)
                last = SampleIndex(samples.size());
            if (i % 3 == 0)
                first = std::max<SampleIndex>(first, last - i);
            QVERIFY2(pyramid.range(samples, first, last) == bruteForce(samples, first, last),
                     qPrintable(QStringLiteral("[%1, %2) of %3").arg(first).arg(last).arg(samples.size())));
        }
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void exactForAnyRange_data()
    {
        QTest::addColumn<int>("size");
        // Around bucket sizes and around the sizes at which another level appears.
        for (const int size : {1, 63, 64, 65, 255, 256, 1000, 4095, 64 * 4096, 64 * 4096 + 1, 256 * 4096 + 777})
            QTest::addRow("%d samples", size) << size;
    }

    void exactForAnyRange()
    {
        QFETCH(int, size);
        std::mt19937 random(static_cast<unsigned>(size));
        std::uniform_int_distribution<int> value(-32768, 32767);
        std::vector<qint16> narrow(static_cast<size_t>(size));
        std::generate(narrow.begin(), narrow.end(), [&] { return qint16(value(random)); });
        compareRandomRanges(narrow, size < 5000 ? 400 : 40, random);
    }

    void exactForWideSamples()
    {
        std::mt19937 random(7);
        std::uniform_int_distribution<qint32> value(-8'388'608, 8'388'607);
        std::vector<qint32> samples(70'001);
        std::generate(samples.begin(), samples.end(), [&] { return value(random); });
        compareRandomRanges(samples, 200, random);
    }

    void notANumberIsNoSample()
    {
        std::vector<float> samples(1000, std::nanf(""));
        samples[700] = -3;
        samples[701] = 5;
        const auto pyramid = MinMaxPyramid<float>::build(samples);
        QVERIFY(pyramid.range(samples, 0, 700).isEmpty());
        QVERIFY((pyramid.range(samples, 0, 1000) == MinMax<float>{-3, 5}));
        QVERIFY((pyramid.range(samples, 701, 1000) == MinMax<float>{5, 5}));
    }

    void levelsStopAtTheTop()
    {
        const std::vector<qint16> samples(64 * 4096 * 4, 1);
        QCOMPARE(MinMaxPyramid<qint16>::build(samples).levelCount(), 2);
        QCOMPARE(MinMaxPyramid<qint16>::build(std::span(samples).first(64 * 4096)).levelCount(), 1);
    }

    void emptyRangesAndSamples()
    {
        const std::vector<qint16> none;
        const auto pyramid = MinMaxPyramid<qint16>::build(none);
        QVERIFY(pyramid.range(none, 0, 0).isEmpty());
        const std::vector<qint16> some(500, 3);
        QVERIFY(MinMaxPyramid<qint16>::build(some).range(some, 200, 200).isEmpty());
    }

    void stoppedIsStillExact()
    {
        std::stop_source source;
        source.request_stop();
        std::vector<qint16> samples(10'000, 0);
        samples[5000] = 99;
        const auto pyramid = MinMaxPyramid<qint16>::build(samples, source.get_token());
        QCOMPARE(pyramid.levelCount(), 0);
        QVERIFY((pyramid.range(samples, 0, 10'000) == MinMax<qint16>{0, 99}));
    }
};

QTEST_GUILESS_MAIN(tst_MinMaxPyramid)
#include "tst_minmaxpyramid.moc"
