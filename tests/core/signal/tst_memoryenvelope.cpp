// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <random>

#include "core/signal/memoryenvelope.h"

using namespace somno;
using namespace somno::signal;

class tst_MemoryEnvelope : public QObject {
    Q_OBJECT

private:
    static std::shared_ptr<const SampleStore> noise(size_t size)
    {
        std::mt19937 random(11);
        std::uniform_int_distribution<int> value(-2000, 2000);
        std::vector<qint16> samples(size);
        std::generate(samples.begin(), samples.end(), [&] { return qint16(value(random)); });
        return std::make_shared<SampleStore>(std::move(samples));
    }

    static MinMax<float> rangeOf(SampleStore::Data samples)
    {
        return MemoryEnvelope(std::make_shared<SampleStore>(std::move(samples))).robustRange();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void panningMeetsTheSameColumns_data()
    {
        QTest::addColumn<double>("spp");
        for (const double spp : {1.0, 2.7182818, 64.0, 511.96 / 3, 4096.123})
            QTest::addRow("%g samples a column", spp) << spp;
    }

    void panningMeetsTheSameColumns()
    {
        QFETCH(double, spp);
        const auto envelope = MemoryEnvelope::withPyramid(noise(300'000));
        std::vector<MinMax<float>> before(300), after(300);
        envelope->columns(20, spp, before);
        for (const int pan : {1, 7, 100}) {
            envelope->columns(20 + pan, spp, after);
            QVERIFY(std::equal(before.begin() + pan, before.end(), after.begin()));
        }
    }

    void columnsCoverEverySampleOnce()
    {
        const auto store = noise(100'000);
        const auto &samples = std::get<std::vector<qint16>>(store->data());
        const double spp = 77.7;
        std::vector<MinMax<float>> out(static_cast<size_t>(std::ceil(100'000 / spp)));
        MemoryEnvelope::withPyramid(store)->columns(0, spp, out);
        std::vector<MinMax<float>> expected(out.size());
        for (size_t i = 0; i < samples.size(); ++i)
            expected[size_t(std::floor(double(i) / spp))].add(samples[i]);
        QVERIFY(out == expected);
    }

    void aPartStandsWhereItWasRecorded()
    {
        std::vector<qint16> samples(1000);
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = qint16(i);
        const auto envelope = MemoryEnvelope::withPyramid(std::make_shared<SampleStore>(samples));
        std::vector<MinMax<float>> out(50);
        // The samples from 400 on stand 1,234.5 sample periods behind the start: the first in column 12.
        envelope->columns(0, 100, out, {400, 700, 1234.5});
        QVERIFY(out[11].isEmpty());
        QVERIFY(out[12] == (MinMax<float>{400, 465}));
        QVERIFY(out[13] == (MinMax<float>{466, 565}));
        QVERIFY(out[15] == (MinMax<float>{666, 699}));
        QVERIFY(out[16].isEmpty());
    }

    void rawAndPyramidAgree()
    {
        const auto store = noise(500'000);
        std::vector<MinMax<float>> raw(1000), fast(1000);
        MemoryEnvelope slow(store);
        QVERIFY(!slow.isSummed());
        slow.columns(0, 500.5, raw);
        const auto pyramid = MemoryEnvelope::withPyramid(store);
        QVERIFY(pyramid->isSummed());
        pyramid->columns(0, 500.5, fast);
        QVERIFY(raw == fast);
    }

    void emptyOutsideTheRecording()
    {
        const auto envelope = MemoryEnvelope::withPyramid(noise(1000));
        std::vector<MinMax<float>> out(30);
        envelope->columns(-10, 100, out);
        QVERIFY(out[9].isEmpty());
        QVERIFY(!out[10].isEmpty());
        QVERIFY(!out[19].isEmpty());
        QVERIFY(out[20].isEmpty());
        std::vector<float> samples(3);
        envelope->samples(-2, samples);
        QVERIFY(std::isnan(samples[0]) && std::isnan(samples[1]) && !std::isnan(samples[2]));
        envelope->samples(999, samples);
        QVERIFY(!std::isnan(samples[0]) && std::isnan(samples[1]) && std::isnan(samples[2]));
    }

    void gapsOfFloatsStayEmpty()
    {
        std::vector<float> samples(2000, 1.5F);
        std::fill(samples.begin() + 500, samples.begin() + 1500, std::nanf(""));
        std::vector<MinMax<float>> out(20);
        MemoryEnvelope::withPyramid(std::make_shared<SampleStore>(samples))->columns(0, 100, out);
        for (size_t i = 0; i < out.size(); ++i)
            QCOMPARE(out[i].isEmpty(), i >= 5 && i < 15);
    }

    void robustRangeIgnoresArtefacts()
    {
        std::vector<qint16> samples(100'000);
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = qint16(i % 201) - 100;
        for (size_t i = 0; i < 100; ++i)
            samples[i * 1000] = 32'000;
        const auto range = rangeOf(samples);
        QVERIFY2(range.min >= -100 && range.min <= -98, qPrintable(QString::number(range.min)));
        QVERIFY2(range.max >= 98 && range.max <= 100, qPrintable(QString::number(range.max)));
    }

    void robustRangeOfFewStepsAndFlat()
    {
        std::vector<qint16> mostlyZero(10'000, 0);
        mostlyZero[5000] = 2;
        mostlyZero[6000] = -1;
        QVERIFY((rangeOf(mostlyZero) == MinMax<float>{-1, 2}));
        QVERIFY((rangeOf(std::vector<qint16>(50, 7)) == MinMax<float>{6, 8}));
        QVERIFY(rangeOf(std::vector<float>(50, std::nanf(""))).isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_MemoryEnvelope)
#include "tst_memoryenvelope.moc"
