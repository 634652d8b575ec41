// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/signal/channelchoice.h"

using namespace somno;
using signal::Channel;
using signal::Recording;

namespace {

Recording recordingOf(const QStringList &labels, const QList<double> &rates = {})
{
    Recording recording;
    recording.path = QStringLiteral("/data/mouse.edf");
    for (qsizetype i = 0; i < labels.size(); ++i) {
        Channel channel;
        channel.label = labels[i];
        channel.rate = SampleRate::fromHz(rates.value(i, 500));
        recording.channels.push_back(channel);
    }
    return recording;
}

} // namespace

class TestChannelChoice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void guesses_data();
    void guesses();
    void slowChannelIsNoEeg();
    void unnamedPairNeedsOneRate();
    void labelsOverride();
    void oneChannelIsNotBoth();
    void missingLabelListsWhatIsThere();
    void repeatedLabelIsAmbiguous();
    void unusableChannelsAreNeverChosen();
    void statusIsNoSignal();
};

void TestChannelChoice::guesses_data()
{
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<int>("eeg");
    QTest::addColumn<int>("emg");
    QTest::newRow("mouse") << QStringList{"EEG_P", "EMG_DIFF"} << 0 << 1;
    QTest::newRow("EMG first") << QStringList{"EMG", "EEG1", "EEG2"} << 1 << 0;
    QTest::newRow("polysomnography") << QStringList{"EOG E2", "EEG Fpz-Cz", "EMG RAT", "EMG chin R-ref", "ECG"} << 1
                                     << 3;
    QTest::newRow("leg only") << QStringList{"EEG F3-M2", "EMG LAT"} << 0 << 1;
    QTest::newRow("electrodes") << QStringList{"E1-M2", "SaO2", "C3-M2", "chin"} << 2 << 3;
    QTest::newRow("bare electrode") << QStringList{"ECG", "C3", "Neck"} << 1 << 2;
    QTest::newRow("sleep-edf") << QStringList{"EEG Fpz-Cz", "EEG Pz-Oz", "EOG horizontal", "EMG submental"} << 0 << 3;
    QTest::newRow("field potential") << QStringList{"LFP", "nuchal"} << 0 << 1;
    QTest::newRow("four unnamed") << QStringList{"Channel1", "Channel2", "Channel3", "Channel4"} << 0 << -1;
    QTest::newRow("two unnamed") << QStringList{"Ch1", "Ch2"} << 0 << 1;
    QTest::newRow("two of EEG") << QStringList{"EEG1", "EEG2"} << 0 << -1;
    QTest::newRow("one") << QStringList{"EEG"} << 0 << -1;
    QTest::newRow("only EMG") << QStringList{"EMG"} << -1 << 0;
    QTest::newRow("nothing of use") << QStringList{"ECG", "Resp nasal", "SaO2", "temperature", "Pulse", "EOG(L)"} << -1
                                    << -1;
    QTest::newRow("impedance") << QStringList{"C3 Imp", "C3"} << 1 << -1;
    QTest::newRow("empty") << QStringList{} << -1 << -1;
}

void TestChannelChoice::guesses()
{
    QFETCH(QStringList, labels);
    const io::ChannelChoice choice = io::guessChannels(recordingOf(labels));
    QTEST(choice.eeg, "eeg");
    QTEST(choice.emg, "emg");
}

void TestChannelChoice::slowChannelIsNoEeg()
{
    const io::ChannelChoice choice = io::guessChannels(recordingOf({"A", "B"}, {1, 512}));
    QCOMPARE(choice.eeg, 1);
    QCOMPARE(choice.emg, -1);
}

void TestChannelChoice::unnamedPairNeedsOneRate()
{
    QCOMPARE(io::guessChannels(recordingOf({"A", "B"}, {512, 256})).emg, -1);
    QCOMPARE(io::guessChannels(recordingOf({"A", "B", "temp"}, {512, 512, 1})).emg, 1);
}

void TestChannelChoice::labelsOverride()
{
    const Recording recording = recordingOf({"EEG1", "EEG2", "EMG"});
    const auto byLabel = io::chooseChannels(recording, " eeg2", {});
    QVERIFY(byLabel);
    QCOMPARE(byLabel->eeg, 1);
    QCOMPARE(byLabel->emg, 2);
    const auto byNumber = io::chooseChannels(recording, "#3", {});
    QVERIFY(byNumber);
    QCOMPARE(byNumber->eeg, 2);
    QCOMPARE(byNumber->emg, -1); // no channel is both unless both are named
    const auto emg = io::chooseChannels(recording, {}, "EEG1");
    QVERIFY(emg);
    QCOMPARE(emg->emg, 0);
    QCOMPARE(emg->eeg, -1);
}

void TestChannelChoice::missingLabelListsWhatIsThere()
{
    const auto choice = io::chooseChannels(recordingOf({"EEG1", "EMG"}), {}, "EMG2");
    QVERIFY(!choice);
    QCOMPARE(choice.error().code, ErrorCode::ChannelMissing);
    QVERIFY(choice.error().message.contains("mouse.edf") && choice.error().message.contains("EMG2"));
    QVERIFY(choice.error().detail.contains("\"EEG1\", \"EMG\""));
}

void TestChannelChoice::repeatedLabelIsAmbiguous()
{
    Recording recording = recordingOf({"EEG", "EMG", "eeg", "EEG "});
    recording.channels[3].unit = "uV";
    const auto choice = io::chooseChannels(recording, "EEG", {});
    QVERIFY(!choice);
    QCOMPARE(choice.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(choice.error().message, "mouse.edf has 2 channels \"EEG\".");
    QVERIFY2(choice.error().detail.contains("\"#1\" (500 Hz) or \"#4\" (500 Hz, uV)"),
             qPrintable(choice.error().detail));
    QCOMPARE(io::chooseChannels(recording, "eeg", {})->eeg, 2); // spelled so is only one
    QVERIFY(!io::chooseChannels(recording, "Eeg", {}));
    QCOMPARE(io::chooseChannels(recording, "#4", {})->eeg, 3);
    QVERIFY(!io::chooseChannels(recording, {}, "EEG"));
}

void TestChannelChoice::unusableChannelsAreNeverChosen()
{
    Recording recording = recordingOf({"EEG1", "EEG2", "EMG1", "EMG2"});
    recording.channels[0].unusable = recording.channels[2].unusable = "it has no samples";
    const io::ChannelChoice guess = io::guessChannels(recording);
    QCOMPARE(guess.eeg, 1);
    QCOMPARE(guess.emg, 3);
    const auto choice = io::chooseChannels(recording, "EEG1", {});
    QVERIFY(!choice);
    QCOMPARE(choice.error().code, ErrorCode::ChannelMissing);
    QVERIFY2(choice.error().detail.contains("it has no samples"), qPrintable(choice.error().detail));
    recording = recordingOf({"Ch1", "Ch2", "Ch3"});
    recording.channels[1].unusable = "it has no samples";
    QCOMPARE(io::guessChannels(recording).eeg, 0);
    QCOMPARE(io::guessChannels(recording).emg, 2); // of two that are left
}

void TestChannelChoice::statusIsNoSignal()
{
    for (const char *label : {"Status", "STATUS", "BDF Status", "Trigger", "TRIGGER_1"}) {
        const io::ChannelChoice choice = io::guessChannels(recordingOf({label, "A1"}, {2048, 2048}));
        QCOMPARE(choice.eeg, 1);
        QCOMPARE(choice.emg, -1);
    }
}

void TestChannelChoice::oneChannelIsNotBoth()
{
    const auto choice = io::chooseChannels(recordingOf({"EEG1", "EMG"}), "EEG1", "#1");
    QVERIFY(!choice);
    QCOMPARE(choice.error().code, ErrorCode::InvalidArgument);
    QVERIFY(choice.error().detail.contains(QStringLiteral("--input")));
}

QTEST_GUILESS_MAIN(TestChannelChoice)
#include "tst_channelchoice.moc"
