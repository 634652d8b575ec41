// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "tests/support/tablefile.h"

using namespace somno;
using io::ChannelFacts;
using io::FoundChannel;
using io::OpenOptions;
using io::RecordingDraft;

namespace {

FoundChannel channel(const char *name, int samples, std::optional<SampleRate> rate = {}, float scale = 1)
{
    std::vector<float> values;
    for (int i = 0; i < samples; ++i)
        values.push_back(scale * float(test::wave(i)));
    return {QString::fromLatin1(name), {}, rate, std::make_shared<const signal::SampleStore>(std::move(values))};
}

RecordingDraft draftOf(std::vector<FoundChannel> channels)
{
    RecordingDraft draft;
    draft.path = QStringLiteral("/there/night.npy");
    draft.channels = std::move(channels);
    return draft;
}

} // namespace

class TestRecordingDraft : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void optionsGoThroughJson()
    {
        const OpenOptions options{512, QStringLiteral("mV"), {{QStringLiteral("EEG"), {}, 511.9596}, {}}};
        QCOMPARE(OpenOptions::fromJson(options.toJson()), options);
        QVERIFY(OpenOptions().toJson().isEmpty() && OpenOptions().isEmpty());
        for (const QJsonValue &wrong : {QJsonValue(-1), QJsonValue(1e300), QJsonValue("fast"), QJsonValue(0)})
            QVERIFY(OpenOptions::fromJson({{"path", "a.csv"}, {"rate", wrong}}).isEmpty());
    }

    void whatIsSaidOfAChannelGoesBeforeWhatTheFileSays()
    {
        const SampleRate own{100, kTicksPerSecond};
        const RecordingDraft draft = draftOf({channel("a", 400), channel("b", 400, own), channel("c", 400, own)});
        const OpenOptions options{
            200, QStringLiteral("V"), {{QStringLiteral("EEG"), QStringLiteral("uV"), 0}, {{}, {}, 50}}};
        const auto facts = draft.facts(options);
        QCOMPARE(facts[0], (ChannelFacts{QStringLiteral("EEG"), QStringLiteral("uV"), 200}));
        QCOMPARE(facts[1], (ChannelFacts{QStringLiteral("b"), QStringLiteral("V"), 50}));
        QCOMPARE(facts[2].rateHz, 100.0);
        QVERIFY(draft.isOpen());
    }

    void numbersAreThePhysicalValues()
    {
        const auto file = draftOf({channel("a", 512, {}, 3000)}).finish({.rateHz = 256});
        QVERIFY(file);
        const signal::Channel &only = (*file)->recording()->channels.front();
        QCOMPARE(only.gain(), 1.0);
        QCOMPARE(only.offset(), 0.0);
        std::vector<float> values(2);
        QVERIFY(only.read(10, values));
        QCOMPARE(values[1], 3000 * float(test::wave(11)));
        QCOMPARE((*file)->recording()->time.duration(), 2 * kTicksPerSecond);
        QVERIFY((*file)->read()); // from memory, again and again
    }

    void channelsThatEndEarlierHaveNoValuesThere()
    {
        const auto file
            = draftOf({channel("a", 1000), channel("b", 300, SampleRate{50, kTicksPerSecond})}).finish({.rateHz = 100});
        QVERIFY(file);
        const signal::Recording &recording = *(*file)->recording();
        QCOMPARE(recording.durationSec(), 10.0);
        QCOMPARE(recording.channels[1].sampleCount, 500);
        std::vector<float> values(500);
        QVERIFY(recording.channels[1].read(0, values));
        QVERIFY(!std::isnan(values[299]) && std::isnan(values[300]));
        QCOMPARE(test::codesOf(recording.deviations), QStringList{QStringLiteral("channel-shorter")});
    }

    void theUsualRangeLeavesOutliersOut()
    {
        std::vector<float> values(10000, 1);
        for (size_t i = 0; i < 5000; ++i)
            values[i] = -1;
        values[17] = 1e6F;
        values[18] = NAN;
        const FoundChannel one{{}, {}, {}, std::make_shared<const signal::SampleStore>(std::move(values))};
        QCOMPARE(one.usualRange(), std::pair(-1.0, 1.0));
        const FoundChannel none{{}, {}, {}, std::make_shared<const signal::SampleStore>(std::vector<float>(5, NAN))};
        QVERIFY(std::isnan(none.usualRange().first));
    }
};

QTEST_APPLESS_MAIN(TestRecordingDraft)
#include "tst_recordingdraft.moc"
