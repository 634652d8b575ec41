// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/windowfixture.h"

#include <QComboBox>
#include <QFileInfo>
#include <QStandardItemModel>
#include <QTreeWidget>

#include "tests/support/edfbytes.h"
#include "ui/dialogs/channeldialog.h"

using namespace somno;
using namespace somno::test;

/// What the window says of a file that it opens.
class TestOddRecording : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void deviationsAreSaid()
    {
        const Desk desk;
        EdfBytes file = oddFile();
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(file.save(QFileInfo(desk.recording()).path() + QStringLiteral("/odd.edf"))));
        QVERIFY2(sitting.bar()->message().contains(QStringLiteral("odd.edf")), qPrintable(sitting.bar()->message()));
        const QString detail = sitting.bar()->detail();
        QVERIFY2(detail.contains(QStringLiteral("start time (byte 176): \"03:04:05\"; read as 03:04:05.")),
                 qPrintable(detail));
        QVERIFY2(detail.contains(QStringLiteral("1 more")), qPrintable(detail));
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.bar()->message().isEmpty());
    }

    void whatCannotBeUsedCannotBeChosen()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(oddFile().save(QFileInfo(desk.recording()).path() + QStringLiteral("/odd.edf"))));
        QCOMPARE(sitting.window.session()->content().shownChannels(), QList<int>({1, 2}));
        sitting.trigger("actionChannels");
        auto *dialog = sitting.window.findChild<ui::ChannelDialog *>();
        QVERIFY(dialog);
        auto *box = dialog->findChild<QComboBox *>(QStringLiteral("eegBox"));
        const auto *items = qobject_cast<QStandardItemModel *>(box->model());
        QVERIFY(!items->item(1)->isEnabled() && items->item(2)->isEnabled());
        QVERIFY2(box->itemText(1).contains(QStringLiteral("both 100")), qPrintable(box->itemText(1)));
        QVERIFY(dialog->findChild<QTreeWidget *>(QStringLiteral("otherChannels"))->topLevelItem(0)->isDisabled());
        dialog->reject();
    }

private:
    /// A minute with four deviations, one of them a channel that cannot be used.
    static EdfBytes oddFile()
    {
        EdfBytes file;
        file.records = 60;
        file.date = "2/1/24";
        file.time = "03:04:05";
        file.claimedRecords = "-1";
        for (const char *label : {"EEG1", "EEG2", "EMG"}) {
            EdfBytesSignal signal;
            signal.label = label;
            signal.samplesPerRecord = "128";
            for (int i = 0; i < 60 * 128; ++i)
                signal.samples.push_back((i * 7919) % 20000 - 10000);
            file.signalList.push_back(signal);
        }
        file.signalList[0].physicalMin = "100";
        return file;
    }
};

QTEST_MAIN(TestOddRecording)
#include "tst_oddrecording.moc"
