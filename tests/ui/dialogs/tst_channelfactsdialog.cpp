// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QtTest>

#include "ui/dialogs/channelfactsdialog.h"

using namespace somno;
using ui::ChannelFactsDialog;

namespace {

io::FoundChannel channel(const char *name, int samples, double amplitude)
{
    std::vector<float> values;
    for (int i = 0; i < samples; ++i)
        values.push_back(float(amplitude * ((i * 7919) % 1000 - 500) / 500));
    return {QString::fromLatin1(name), {}, {}, std::make_shared<const signal::SampleStore>(std::move(values))};
}

io::RecordingDraftPtr draftOf(std::vector<io::FoundChannel> channels)
{
    io::RecordingDraft draft;
    draft.path = QStringLiteral("/there/night.csv");
    draft.formatName = QStringLiteral("CSV");
    draft.channels = std::move(channels);
    return std::make_shared<const io::RecordingDraft>(std::move(draft));
}

/// The dialog and what a person sees of it.
struct Asked {
    explicit Asked(io::RecordingDraftPtr draft) : dialog(std::move(draft)) {}

    ChannelFactsDialog dialog;
    QTableWidget *table = dialog.findChild<QTableWidget *>(QStringLiteral("channelFacts"));
    QPushButton *open = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Open);
    [[nodiscard]] QString text(const char *name) const
    {
        return dialog.findChild<QLabel *>(QLatin1String(name))->text();
    }
    void say(int row, int column, const char *text) const
    {
        table->item(row, column)->setText(QString::fromUtf8(text));
    }
    [[nodiscard]] QComboBox *unit(int row) const { return qobject_cast<QComboBox *>(table->cellWidget(row, 1)); }
};

} // namespace

class TestChannelFactsDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void nothingOpensWithoutARate()
    {
        const Asked asked(draftOf({channel("eeg", 51200, 200), channel("emg", 51200, 200)}));
        QVERIFY(!asked.open->isEnabled());
        QVERIFY(asked.text("durationNote").contains(QStringLiteral("Say the sampling rate")));
        for (const char *wrong : {"fast", "0", "-5", "1e9"}) {
            asked.say(0, 2, wrong);
            QVERIFY2(!asked.open->isEnabled(), wrong);
        }
        asked.say(0, 2, "511,9596"); // as half of Europe writes it
        QVERIFY(asked.open->isEnabled());
        QCOMPARE(asked.dialog.answers().channels[1].rateHz, 511.9596); // of both
        asked.say(0, 0, "EEG left");
        QCOMPARE(asked.dialog.answers().channels[0].label, QStringLiteral("EEG left"));
    }

    void theDurationFollows()
    {
        const Asked asked(draftOf({channel("eeg", 51200, 200), channel("ne", 10000, 1)}));
        asked.say(0, 2, "512");
        QVERIFY(!asked.open->isEnabled()); // the other has another length
        asked.say(1, 2, "100");
        QVERIFY(asked.text("durationNote").contains(QStringLiteral("0 h 1 min 40 s")));
        asked.say(1, 2, "50");
        QVERIFY2(asked.text("durationNote").contains(QStringLiteral("0 h 3 min 20 s"))
                     && asked.text("durationNote").contains(QStringLiteral("is its rate right?")),
                 qPrintable(asked.text("durationNote")));
    }

    void theUnitIsGuessedByTheAmplitudeAndWatched()
    {
        const Asked asked(
            draftOf({channel("eeg", 1000, 0.0003), channel("emg", 1000, 0.4), channel("other", 1000, 300)}));
        QCOMPARE(asked.unit(0)->currentText(), QStringLiteral("V"));
        QCOMPARE(asked.unit(1)->currentText(), QStringLiteral("mV"));
        QCOMPARE(asked.unit(2)->currentText(), QStringLiteral("µV"));
        QVERIFY(asked.text("amplitudeNote").contains(QStringLiteral("likely ones")));
        asked.unit(2)->setCurrentText(QStringLiteral("V"));
        QVERIFY2(asked.text("amplitudeNote").contains(QStringLiteral("looks like µV")),
                 qPrintable(asked.text("amplitudeNote")));
        asked.unit(2)->setCurrentText(QStringLiteral("a.u."));
        QVERIFY(asked.text("amplitudeNote").contains(QStringLiteral("likely ones"))); // nothing is known of it
        QCOMPARE(asked.dialog.answers().channels[2].unit, QStringLiteral("a.u."));
    }

    void whatTheFileSaysStandsThere()
    {
        io::RecordingDraft draft = *draftOf({channel("eeg", 1000, 3)});
        draft.channels[0].rate = SampleRate{250, kTicksPerSecond};
        draft.channels[0].unit = QStringLiteral("mV");
        draft.deviations.push_back(
            {QStringLiteral("last-row-cut"), QStringLiteral("line 7"), QStringLiteral("cut"), {}, -1});
        const Asked asked(std::make_shared<const io::RecordingDraft>(draft));
        QVERIFY(asked.open->isEnabled());
        QCOMPARE(asked.table->item(0, 2)->text(), QStringLiteral("250"));
        QCOMPARE(asked.unit(0)->currentText(), QStringLiteral("mV"));
        QVERIFY(asked.text("foundNote").contains(QStringLiteral("line 7: cut")));
    }
};

QTEST_MAIN(TestChannelFactsDialog)
#include "tst_channelfactsdialog.moc"
