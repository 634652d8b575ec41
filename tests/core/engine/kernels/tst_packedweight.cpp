// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <random>

#include "core/engine/kernels/packedweight.h"

using namespace somno::sdreamer;

namespace {

std::vector<float> drawn(int64_t count, unsigned seed)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(static_cast<size_t>(count));
    for (float &value : values)
        value = normal(generator);
    return values;
}

double dot(const std::vector<float> &in, const std::vector<float> &weight, int64_t row, int64_t column, int64_t inner,
           int64_t columns)
{
    double sum = 0;
    for (int64_t k = 0; k < inner; ++k)
        sum += double(in[size_t(row * inner + k)]) * double(weight[size_t(k * columns + column)]);
    return sum;
}

} // namespace

/// Products against sums in double.
class TestPackedWeight : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void multiplies_data();
    void multiplies();
    void addsABias_data() { multiplies_data(); }
    void addsABias();
    void gates();
};

void TestPackedWeight::multiplies_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("inner");
    QTest::addColumn<int>("columns");
    QTest::newRow("whole tiles") << 12 << 128 << 384;
    QTest::newRow("rows left over") << 17 << 16 << 128;
    QTest::newRow("half a panel") << 7 << 24 << 72;
    QTest::newRow("one row, one vector") << 1 << 1 << 8;
    QTest::newRow("no row") << 0 << 8 << 16;
}

void TestPackedWeight::multiplies()
{
    QFETCH(int, rows);
    QFETCH(int, inner);
    QFETCH(int, columns);
    const auto in = drawn(rows * inner, 1), weight = drawn(inner * columns, 2);
    constexpr float kUntouched = 12345;
    std::vector<float> out(size_t(rows * columns + 1), kUntouched);
    const PackedWeight packed(weight.data(), inner, columns);
    QCOMPARE(packed.columns(), columns);
    packed.multiply(in.data(), out.data(), rows);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            QVERIFY(std::abs(double(out[size_t(row * columns + column)]) - dot(in, weight, row, column, inner, columns))
                    < 1e-4);
    QCOMPARE(out.back(), kUntouched); // nothing is written beyond the result
}

void TestPackedWeight::addsABias()
{
    QFETCH(int, rows);
    QFETCH(int, inner);
    QFETCH(int, columns);
    const auto in = drawn(int64_t(rows) * inner, 1), weight = drawn(int64_t(inner) * columns, 2),
               bias = drawn(columns, 3);
    const PackedWeight packed(weight.data(), inner, columns);
    std::vector<float> plain(size_t(rows) * size_t(columns)), activated(plain.size());
    packed.multiply(in.data(), bias.data(), false, plain.data(), rows);
    packed.multiply(in.data(), bias.data(), true, activated.data(), rows);
    for (int64_t row = 0; row < rows; ++row)
        for (int64_t column = 0; column < columns; ++column) {
            const double sum = dot(in, weight, row, column, inner, columns) + double(bias[size_t(column)]);
            const double gelu = 0.5 * sum * std::erfc(-sum / std::sqrt(2.0));
            const size_t at = size_t(row * columns + column);
            QVERIFY(std::abs(double(plain[at]) - sum) < 2e-6 * inner);
            QVERIFY(std::abs(double(activated[at]) - gelu) < 2e-6 * inner);
        }
}

void TestPackedWeight::gates()
{
    const int rows = 8, inner = 32, half = 24, columns = 2 * half;
    const auto in = drawn(rows * inner, 3), weight = drawn(inner * columns, 4), bias = drawn(columns, 5);
    std::vector<float> out(size_t(rows * half));
    PackedWeight::gated(weight.data(), inner, columns).multiplyGated(in.data(), bias.data(), out.data(), rows);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < half; ++column) {
            const double value = dot(in, weight, row, column, inner, columns) + double(bias[size_t(column)]);
            const double gate
                = dot(in, weight, row, half + column, inner, columns) + double(bias[size_t(half + column)]);
            const double exact = value * gate * 0.5 * std::erfc(-gate / std::sqrt(2.0));
            QVERIFY(std::abs(double(out[size_t(row * half + column)]) - exact) < 1e-4 * (1 + std::abs(exact)));
        }
}

QTEST_GUILESS_MAIN(TestPackedWeight)
#include "tst_packedweight.moc"
