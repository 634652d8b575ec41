// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/attention.h"

#include <QTest>

using namespace somno::sdreamer;

/// The attention of its own against LibTorch's operations.
class TestAttention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        torch::manual_seed(4);
    }

    void valuesAndGradientsAgree_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("isDouble");
        QTest::addColumn<double>("spread");
        for (const bool isDouble : {false, true})
            for (const int tokens : {1, 3, 16, 33, 128})
                for (const int width : {8, 16, 20})
                    QTest::addRow("%d tokens, width %d, %s", tokens, width, isDouble ? "float64" : "float32")
                        << tokens << width << isDouble << 1.0;
        QTest::newRow("peaked") << 33 << 16 << false << 30.0;
    }
    void valuesAndGradientsAgree()
    {
        QFETCH(int, tokens);
        QFETCH(int, width);
        QFETCH(bool, isDouble);
        QFETCH(double, spread);
        const auto type = isDouble ? torch::kDouble : torch::kFloat;
        const auto qkv = (torch::randn({3, tokens, 3, 5, width}, type) * spread).requires_grad_();
        const auto weight = torch::randn({3, tokens, 5 * width}, type);
        const double tolerance = (isDouble ? 1e-12 : 3e-5) * spread * spread;
        const auto ours = selfAttention(qkv), theirs = selfAttentionByProducts(qkv);
        QVERIFY(torch::allclose(ours, theirs, tolerance, tolerance));
        const auto ourGradient = torch::autograd::grad({ours}, {qkv}, {weight})[0];
        const auto theirGradient = torch::autograd::grad({theirs}, {qkv}, {weight})[0];
        QVERIFY(torch::allclose(ourGradient, theirGradient, tolerance, tolerance));
    }

    void withoutGradientsTheSame()
    {
        const auto qkv = torch::randn({2, 33, 3, 8, 16}).requires_grad_();
        const auto with = selfAttention(qkv);
        QVERIFY(with.requires_grad());
        const c10::InferenceMode noGradients;
        QVERIFY(torch::equal(with.detach(), selfAttention(qkv)));
    }

    void stridesDoNotMatter()
    {
        const auto dense = torch::randn({2, 7, 3, 4, 16});
        const auto strided = dense.transpose(0, 1).contiguous().transpose(0, 1);
        QVERIFY(!strided.is_contiguous());
        QVERIFY(torch::equal(selfAttention(dense), selfAttention(strided)));
    }

    void equalTokensShareEqually()
    {
        const auto qkv = torch::ones({1, 5, 3, 2, 16});
        QVERIFY(torch::allclose(selfAttention(qkv), torch::ones({1, 5, 32})));
    }

    void extremeScoresStayFinite()
    {
        auto qkv = torch::randn({1, 33, 3, 2, 16}) * 1e4;
        QVERIFY(torch::isfinite(selfAttention(qkv)).all().item<bool>());
    }
};

QTEST_GUILESS_MAIN(TestAttention)
#include "tst_attention.moc"
