// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCryptographicHash>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/support/warnings.h"
#include "ui/models/recordinglistmodel.h"
#include "ui/panels/emptystate.h"
#include "ui/panels/lanehint.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/projectpanel.h"
#include "ui/panels/statusline.h"
#include "ui/panels/themedicon.h"

using namespace somno;
using namespace somno::ui;

/// The small parts of the window, each by itself.
class TestPanels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aMessageIsShownAndClosed()
    {
        MessageBar bar;
        QVERIFY(bar.isHidden());
        QVERIFY(bar.message().isEmpty());
        bar.showError({ErrorCode::Truncated, QStringLiteral("x.edf is cut."), QStringLiteral("Copy it again.")});
        QVERIFY(!bar.isHidden());
        QCOMPARE(bar.message(), QStringLiteral("x.edf is cut."));
        QCOMPARE(bar.detail(), QStringLiteral("Copy it again."));
        QVERIFY(bar.findChild<QPushButton *>(QStringLiteral("messageButton"))->isHidden());
        QSignalSpy dismissed(&bar, &MessageBar::dismissed);
        bar.findChild<QToolButton *>(QStringLiteral("messageClose"))->click();
        QCOMPARE(dismissed.size(), 1);
        QVERIFY(bar.message().isEmpty());
    }

    void theButtonOfAMessageMayShowTheNext()
    {
        MessageBar bar;
        bar.showMessage(
            MessageBar::Kind::Done, QStringLiteral("one"), {},
            {QStringLiteral("Go on"), [&] { bar.showMessage(MessageBar::Kind::Info, QStringLiteral("two")); }});
        auto *button = bar.findChild<QPushButton *>(QStringLiteral("messageButton"));
        QCOMPARE(button->text(), QStringLiteral("Go on"));
        button->click();
        QCOMPARE(bar.message(), QStringLiteral("two"));
        QVERIFY(button->isHidden());
        button->click(); // nothing is left of the first action
        QVERIFY(bar.message().isEmpty());
    }

    void aJobShowsProgressAndRemainingTime()
    {
        StatusLine line;
        QVERIFY(!line.isJobShown());
        line.showJob(QStringLiteral("Scoring mouse.edf"));
        auto *bar = line.findChild<QProgressBar *>(QStringLiteral("jobBar"));
        QCOMPARE(bar->maximum(), 0); // to and fro, as nothing is known yet
        line.setJobProgress(0, 0, {});
        QCOMPARE(bar->maximum(), 0);
        line.setJobProgress(1, 4, 40.2);
        QCOMPARE(bar->value() * 4, bar->maximum());
        QCOMPARE(line.findChild<QLabel *>(QStringLiteral("jobRemaining"))->text(), QStringLiteral("about 41 s left"));
        QSignalSpy cancelled(&line, &StatusLine::cancelClicked);
        line.findChild<QToolButton *>(QStringLiteral("jobCancel"))->click();
        QCOMPARE(cancelled.size(), 1);
        line.hideJob();
        QVERIFY(!line.isJobShown());
        line.showJob(QStringLiteral("Opening mouse.edf"), false);
        QVERIFY(line.findChild<QToolButton *>(QStringLiteral("jobCancel"))->isHidden());
    }

    void theEpochIsShownAndTakenAway()
    {
        StatusLine line;
        line.showEpoch({QStringLiteral("08:00:01"),
                        QStringLiteral("epoch 2 of 9"),
                        QStringLiteral("NREM 0.97"),
                        QColor(Qt::blue),
                        QStringLiteral("automatic"),
                        {}});
        const auto *swatch = line.findChild<QLabel *>(QStringLiteral("statusSwatch"));
        QCOMPARE(swatch->pixmap().toImage().pixelColor(6, 6), QColor(Qt::blue));
        line.showEpoch({QStringLiteral("08:00:02"), {}, QStringLiteral("unscored"), {}, {}, {}});
        QCOMPARE(swatch->pixmap().toImage().pixelColor(6, 6).alpha(), 0); // no colour of a stage
        QSet<QString> looks;                                              // of the same colour
        for (const auto state : {scoring::EpochSource::Automatic, scoring::EpochSource::Human,
                                 scoring::EpochSource::Imported, scoring::EpochSource::Confirmed}) {
            line.showEpoch({{}, {}, QStringLiteral("NREM"), QColor(Qt::blue), {}, {}, state});
            const QImage look = swatch->pixmap().toImage();
            looks.insert(QString::fromLatin1(
                QCryptographicHash::hash(QByteArrayView(look.constBits(), look.sizeInBytes()), QCryptographicHash::Md5)
                    .toHex()));
        }
        QCOMPARE(looks.size(), 4);
        QSignalSpy clicked(&line, &StatusLine::timeClicked);
        line.findChild<QToolButton *>(QStringLiteral("statusTime"))->click();
        QCOMPARE(clicked.size(), 1);
        line.clearEpoch();
        QVERIFY(line.findChild<QLabel *>(QStringLiteral("statusStage"))->text().isEmpty());
    }

    void aProblemStaysUntilItIsGone()
    {
        StatusLine line;
        auto *problem = line.findChild<QLabel *>(QStringLiteral("statusProblem"));
        line.showProblem(QStringLiteral("Not saved yet"));
        line.showNotice(QStringLiteral("Everything is saved"));
        QVERIFY(!problem->isHidden());
        QCOMPARE(line.notice(), QStringLiteral("Everything is saved"));
        line.showProblem({});
        QVERIFY(problem->isHidden());
    }

    void theEmptyStateOffersWhatIsThere()
    {
        EmptyState empty;
        QSignalSpy recent(&empty, &EmptyState::recentClicked);
        QSignalSpy demonstration(&empty, &EmptyState::demonstrationClicked);
        const auto buttons = [&] { return empty.findChildren<QPushButton *>().size(); };
        const qsizetype before = buttons();
        QStringList paths;
        for (int i = 0; i < 8; ++i)
            paths.append(QStringLiteral("/data/mouse%1.edf").arg(i));
        empty.setRecent(paths);
        QCOMPARE(buttons(), before + 5);
        for (auto *button : empty.findChildren<QPushButton *>())
            if (button->text() == QLatin1String("mouse3.edf"))
                button->click();
        QCOMPARE(recent.size(), 1);
        QCOMPARE(recent.first().first().toString(), QStringLiteral("/data/mouse3.edf"));
        auto *demo = empty.findChild<QPushButton *>(QStringLiteral("emptyDemonstration"));
        empty.setDemonstrationEnabled(false);
        demo->click();
        QCOMPARE(demonstration.size(), 0);
        empty.setDemonstrationEnabled(true);
        demo->click();
        QCOMPARE(demonstration.size(), 1);
    }

    void theDropAreaLightsUp()
    {
        EmptyState empty;
        empty.resize(800, 600);
        const QImage calm = empty.grab().toImage();
        empty.setDropActive(true);
        QVERIFY(empty.grab().toImage() != calm);
        empty.setDropActive(false);
        QCOMPARE(empty.grab().toImage(), calm);
    }

    void aHintStaysInTheMiddleOfItsLane()
    {
        QWidget lane;
        lane.resize(400, 80);
        LaneHint hint(QStringLiteral("Not scored yet"), &lane);
        const auto isCentred = [&] { return (hint.geometry().center() - lane.rect().center()).manhattanLength() <= 2; };
        QVERIFY(isCentred());
        lane.show();
        lane.resize(700, 120);
        QVERIFY(isCentred());
        QVERIFY(hint.testAttribute(Qt::WA_TransparentForMouseEvents));
    }

    void theProjectListMarksTheOpenRecording()
    {
        RecordingListModel model;
        RecordingRow row;
        row.entry.id = 4;
        row.entry.path = QStringLiteral("/data/a.edf");
        RecordingRow other = row;
        other.entry.id = 5;
        other.entry.path = QStringLiteral("/data/b.edf");
        model.setRows({row, other});
        ProjectPanel panel(&model);
        panel.resize(200, 300);
        panel.show();
        auto *list = panel.findChild<QListView *>(QStringLiteral("recordingList"));
        panel.setCurrent(5);
        QCOMPARE(list->currentIndex().row(), 1);
        model.setProgress(4, {100, 100, 0});
        const QImage scored = list->grab().toImage();
        model.setProgress(4, {100, 100, 62}); // "62 % reviewed"
        QVERIFY(list->grab().toImage() != scored);
        QSignalSpy activated(&panel, &ProjectPanel::recordingActivated);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(model.index(0)).center());
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.first().first().toString(), QStringLiteral("/data/a.edf"));
        QCOMPARE(list->currentIndex().row(), 1); // until the other one is really open
    }

    void iconsFollowThePalette()
    {
        const auto darkest = [] {
            const QImage image = themedIcon(QStringLiteral("open")).pixmap(32, 32).toImage();
            int value = 255;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (image.pixelColor(x, y).alpha() > 200)
                        value = qMin(value, image.pixelColor(x, y).lightness());
            return value;
        };
        const QPalette before = QApplication::palette();
        QPalette palette = before;
        palette.setColor(QPalette::ButtonText, Qt::white);
        QApplication::setPalette(palette);
        QVERIFY(darkest() > 240);
        palette.setColor(QPalette::ButtonText, Qt::black);
        QApplication::setPalette(palette);
        QVERIFY(darkest() < 20);
        QApplication::setPalette(before);
        QVERIFY(themedIcon(QStringLiteral("no such icon")).isNull());
        QVERIFY(!applicationIcon().isNull());
    }
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
