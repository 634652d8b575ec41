// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/signal/samplepages.h"

using namespace somno;
using namespace somno::signal;

class TestSamplePages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pagesLastTwoMinutesOrAreSmall()
    {
        QCOMPARE(SamplePages(1, SampleRate::fromHz(512)).pageSize(), 65'536);
        QCOMPARE(SamplePages(1, SampleRate::fromHz(30'000)).pageSize(), SamplePages::kLargestPage);
        QCOMPARE(SamplePages(1, SampleRate::fromHz(100)).pageSize(), 16'384);
        QCOMPARE(SamplePages(1, SampleRate::fromHz(0.1)).pageSize(), SamplePages::kBuckets);
        const SamplePages pages(200, SampleRate::fromHz(1));
        QCOMPARE(pages.pageCount(), 2);
        QCOMPARE(pages.bucketSize(), 2);
        QCOMPARE(pages.timeSec(1), 128.0);
        QCOMPARE(SamplePages(0, SampleRate::fromHz(1)).pageCount(), 0);
    }

    void rangesAreThoseOfTheSamples()
    {
        SamplePages pages(300, SampleRate::fromHz(1));
        QVERIFY(!pages.pageRange(0, 1) && !pages.bucketRange(0, 1));
        pages.put(0, ramp(0, 128));
        pages.put(2, ramp(256, 300));
        QVERIFY(pages.pageRange(0, 1) == (MinMax<float>{0, 127}));
        QVERIFY(pages.pageRange(2, 3) == (MinMax<float>{256, 299}));
        QVERIFY(!pages.pageRange(0, 3));
        QVERIFY(pages.bucketRange(3, 5) == (MinMax<float>{6, 9}));
        QVERIFY(pages.bucketRange(149, 150) == (MinMax<float>{298, 299}));
        QVERIFY(!pages.bucketRange(63, 65));
        QVERIFY(pages.pageRange(1, 1)->isEmpty());
        QCOMPARE(pages.knownPages(), 2);
        QCOMPARE(pages.revision(), 2U);
    }

    void whatCannotBeReadIsEmpty()
    {
        SamplePages pages(300, SampleRate::fromHz(1));
        pages.put(0, ramp(0, 128));
        pages.putUnreadable(1);
        QVERIFY(pages.isUnreadable(1));
        QVERIFY(pages.pageRange(0, 2) == (MinMax<float>{0, 127}));
        QVERIFY(pages.pageRange(1, 2)->isEmpty());
        QCOMPARE(pages.nextUnknown(), 2);
        pages.look(0, 3, true);
        pages.putUnreadable(0); // it was known; its range stays, and it is not tried for ever
        QVERIFY(pages.pageRange(0, 1) == (MinMax<float>{0, 127}));
        QCOMPARE(pages.nextLookedAt(), 2);
        QCOMPARE(pages.knownPages(), 2);
    }

    void whatIsLookedAtComesFirst()
    {
        SamplePages pages(128 * 100, SampleRate::fromHz(1));
        QVERIFY(!pages.nextLookedAt());
        QCOMPARE(pages.nextUnknown(), 0);
        pages.look(50, 52, false);
        QVERIFY(!pages.nextLookedAt());
        QCOMPARE(read(pages, &SamplePages::nextUnknown, 3), QList<qint64>({50, 51, 0}));
        QVERIFY(!pages.samples(50));
        pages.look(50, 52, true);
        QCOMPARE(read(pages, &SamplePages::nextLookedAt, 9), QList<qint64>({50, 51, 52, 53, 48, 49}));
        QVERIFY(pages.samples(50) && pages.samples(53));
        QCOMPARE(pages.samples(50)->at(1), 50 * 128 + 1.0F);
        pages.lookAway();
        QVERIFY(!pages.nextLookedAt());
        pages.look(0, 1, true);
        QCOMPARE(read(pages, &SamplePages::nextLookedAt, 9), QList<qint64>({0, 1}));
        QCOMPARE(read(pages, &SamplePages::nextUnknown, 1), QList<qint64>({2}));
        QVERIFY(!pages.samples(2));
    }

    /// Parts on both sides of a gap are neighbours in the file.
    void oneDrawingMayLookTwice()
    {
        SamplePages pages(128 * 100, SampleRate::fromHz(1));
        pages.look(60, 61, true);
        pages.look(50, 52, true);
        const QList<qint64> all = read(pages, &SamplePages::nextLookedAt, 99);
        QCOMPARE(all.first(11), QList<qint64>({50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60}));
    }

    void theWholeIsKnownInTheEnd()
    {
        SamplePages pages(128 * 10 + 1, SampleRate::fromHz(1));
        pages.look(4, 6, false);
        QCOMPARE(read(pages, &SamplePages::nextUnknown, 20).size(), 11);
        QCOMPARE(pages.knownPages(), pages.pageCount());
        QVERIFY(pages.pageRange(0, 11) == (MinMax<float>{0, 1280}));
    }

    void samplesLookedAtLongAgoGo()
    {
        SamplePages pages(128 * 1000, SampleRate::fromHz(1));
        for (qint64 first = 0; first < 400; first += 40) {
            pages.lookAway();
            pages.look(first, first + 40, true);
            read(pages, &SamplePages::nextLookedAt, 200);
        }
        qint64 held = 0;
        for (qint64 page = 0; page < 1000; ++page)
            held += pages.samples(page) != nullptr;
        QVERIFY2(held <= SamplePages::kMostHeld, qPrintable(QString::number(held)));
        for (qint64 page = 360; page < 400; ++page)
            QVERIFY(pages.samples(page));
    }

    /// A window wider than what is usually held must not push out at one end what it needs at the other.
    void asManyAreHeldAsAreLookedAt()
    {
        SamplePages pages(128 * 1000, SampleRate::fromHz(1));
        pages.look(100, 400, true);
        QCOMPARE(read(pages, &SamplePages::nextLookedAt, 1000).size(), 300);
        for (qint64 page = 100; page < 400; ++page)
            QVERIFY(pages.samples(page));
    }

private:
    static std::vector<float> ramp(qint64 first, qint64 last)
    {
        std::vector<float> samples;
        for (qint64 i = first; i < last; ++i)
            samples.push_back(float(i));
        return samples;
    }
    /// Reads what it asks for, so many pages at the most.
    static QList<qint64> read(SamplePages &pages, std::optional<qint64> (SamplePages::*next)(), int most)
    {
        QList<qint64> read;
        while (read.size() < most) {
            const auto page = (pages.*next)();
            if (!page)
                break;
            read.append(*page);
            pages.put(*page, ramp(*page * 128, std::min((*page + 1) * 128, pages.sampleCount())));
        }
        return read;
    }
};

QTEST_APPLESS_MAIN(TestSamplePages)
#include "tst_samplepages.moc"
