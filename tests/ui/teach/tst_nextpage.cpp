// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teachingengine.h"

#include <QAbstractButton>
#include <QTableView>

#include "core/project/autosaver.h"
#include "core/work/learningcontroller.h"
#include "tests/support/scoredbouts.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/lanes/timeaxis.h"
#include "ui/teach/learningwindow.h"
#include "ui/window/learninglink.h"

using namespace somno;
using namespace somno::test;
using scoring::EpochRange;
using scoring::EpochSource;

namespace {

constexpr int kLongMs = 30'000; // a busy machine

/// The main window with the page of stretches beside it.
class Classroom : public Sitting {
public:
    explicit Classroom(const QString &project) : Sitting(project)
    {
        trigger("actionTeach");
        part<QAbstractButton>("tabNext")->click();
    }

    [[nodiscard]] ui::LearningWindow *learning() { return window.learning()->window(); }
    template <class Widget>
    [[nodiscard]] Widget *part(const char *name)
    {
        return learning()->findChild<Widget *>(QLatin1String(name));
    }
    [[nodiscard]] QTableView *table() { return part<QTableView>("nextTable"); }
    [[nodiscard]] QAbstractButton *goThere() { return part<QAbstractButton>("goThereButton"); }
    [[nodiscard]] int rows(const char *name = "nextTable") { return part<QTableView>(name)->model()->rowCount(); }
    [[nodiscard]] QString cell(int row, int column, const char *name = "nextTable")
    {
        return part<QTableView>(name)->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString text(const char *name)
    {
        return part<QLabel>(name)->isVisible() ? part<QLabel>(name)->text() : QString();
    }
    [[nodiscard]] bool openScored(const QString &path, const std::vector<ScoredBout> &bouts)
    {
        if (!open(path))
            return false;
        window.session()->document()->applyProposal(proposalOf(bouts));
        return project.autosaver()->flush();
    }
    [[nodiscard]] bool shows(double firstSec, double lastSec)
    {
        const plot::TimeAxis *axis = window.view()->timeAxis();
        return axis->first() < firstSec && axis->last() > lastSec && axis->span() < 10 * (lastSec - firstSec);
    }
};

const std::vector<ScoredBout> kDoubtfulMiddle{{'W', 250, 0.99f}, {'N', 200, 0.55f}, {'W', 250, 0.98f}};

} // namespace

/// What to correct next and what the rounds have gained, through the windows.
class TestNextPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_desk = std::make_unique<Desk>();
        m_engine = std::make_unique<TeachingEngine>();
        m_first = m_desk->write(QStringLiteral("m7.edf"), 700, {QStringLiteral("EEG1"), QStringLiteral("EMG")});
    }
    void cleanup()
    {
        m_engine.reset();
        m_desk.reset();
    }

    void anEmptyProjectSaysWhatToDo()
    {
        Classroom room(m_desk->project());
        QTRY_VERIFY2(room.text("nextEmpty").contains(QStringLiteral("no recording yet")),
                     qPrintable(room.text("nextEmpty")));
        QVERIFY(!room.table()->isVisible() && !room.goThere()->isVisible());
        QVERIFY2(room.text("roundsEmpty").startsWith(QStringLiteral("No round yet")),
                 qPrintable(room.text("roundsEmpty")));
        QVERIFY(!room.part<QTableView>("roundsTable")->isVisible());
    }

    void whatIsNotScoredIsSaid()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.open(m_first));
        QTRY_COMPARE_WITH_TIMEOUT(room.text("nextEmpty"),
                                  QStringLiteral("Nothing is scored yet: score a recording first."), kLongMs);
        QCOMPARE(room.rows(), 1);
        QCOMPARE(room.cell(0, 3), QStringLiteral("not scored yet"));
        QCOMPARE(room.goThere()->text(), QStringLiteral("Open it"));
        room.goThere()->click(); // it is open already
        QVERIFY(room.selection()->selection().isEmpty());
    }

    void thereAndBackByConfirming()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.openScored(m_first, kDoubtfulMiddle));
        QTRY_COMPARE_WITH_TIMEOUT(room.rows(), 3, kLongMs);
        QCOMPARE(room.cell(0, 0), QStringLiteral("m7"));
        QCOMPARE(room.cell(0, 1), QStringLiteral("08:04:10 – 08:07:30"));
        QVERIFY2(room.cell(0, 3).startsWith(QStringLiteral("doubtful: mean confidence 55 %")),
                 qPrintable(room.cell(0, 3)));
        QVERIFY2(room.text("nextSummary").startsWith(QStringLiteral("12 min in one recording")),
                 qPrintable(room.text("nextSummary")));
        QVERIFY(room.text("nextEmpty").isEmpty());
        QVERIFY(room.goThere()->isEnabled());
        room.goThere()->click();
        QCOMPARE(room.selection()->selection(), (EpochRange{250, 450}));
        QCOMPARE(room.selection()->current(), EpochIndex(250));
        QVERIFY(room.shows(250, 450));
        room.window.activateWindow(); // keys go to the window that is active
        QVERIFY(QTest::qWaitForWindowActive(&room.window));
        room.key(Qt::Key_Return);
        QCOMPARE(room.hypnogram().source(300), EpochSource::Confirmed);
        QTRY_COMPARE_WITH_TIMEOUT(room.rows(), 2, kLongMs);
        QVERIFY(room.cell(0, 1) != QStringLiteral("08:04:10 – 08:07:30"));
        QCOMPARE(room.table()->currentIndex().row(), 0);
        room.key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(room.rows(), 3, kLongMs);
        room.window.session()->document()->confirm(EpochRange{0, 700});
        QTRY_COMPARE_WITH_TIMEOUT(room.text("nextEmpty"), QStringLiteral("All that a model has scored is reviewed."),
                                  kLongMs);
    }

    void theZoomStaysWhereItIsOfUse()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.openScored(m_first, kDoubtfulMiddle));
        QTRY_COMPARE_WITH_TIMEOUT(room.rows(), 3, kLongMs);
        plot::TimeAxis *axis = room.window.view()->timeAxis();
        axis->setRange(0, 500);
        room.goThere()->click();
        QCOMPARE(axis->span(), 500.0);
        QVERIFY(room.shows(250, 450));
        axis->setRange(0, 30);
        room.goThere()->click();
        QCOMPARE(axis->span(), 300.0);
        QVERIFY(room.shows(250, 450));
    }

    void anotherRecordingIsOpened_data()
    {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("by Enter") << true;
        QTest::newRow("by a double click") << false;
    }
    void anotherRecordingIsOpened()
    {
        QFETCH(const bool, byKey);
        Classroom room(m_desk->project());
        QVERIFY(room.openScored(m_first, kDoubtfulMiddle));
        QVERIFY(room.openScored(m_desk->recording(), {{'W', 120, 0.999f}}));
        QTRY_COMPARE_WITH_TIMEOUT(room.rows(), 4, kLongMs);
        QCOMPARE(room.cell(0, 0), QStringLiteral("m7"));
        QVERIFY2(room.text("nextSummary").contains(QStringLiteral("2 recordings")),
                 qPrintable(room.text("nextSummary")));
        room.table()->selectRow(0);
        QSignalSpy ready(&room.window, &ui::MainWindow::recordingReady);
        if (byKey) {
            room.learning()->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(room.learning()));
            room.table()->setFocus();
            QTest::keyClick(room.table(), Qt::Key_Return);
        } else {
            const QRect row = room.table()->visualRect(room.table()->model()->index(0, 0));
            QTest::mouseClick(room.table()->viewport(), Qt::LeftButton, {}, row.center());
            QTest::mouseDClick(room.table()->viewport(), Qt::LeftButton, {}, row.center());
        }
        QVERIFY(ready.wait(kLongMs));
        QCOMPARE(room.window.session()->path(), m_first);
        QCOMPARE(room.selection()->selection(), (EpochRange{250, 450}));
        QVERIFY(room.shows(250, 450));
        // Opened in another way, it stands where it was left.
        QVERIFY(room.open(m_desk->recording()));
        room.selection()->clear();
        QVERIFY(room.open(m_first));
        QVERIFY(room.selection()->selection().isEmpty());
    }

    void aFileThatMovedIsAskedFor()
    {
        Classroom room(m_desk->project());
        QVERIFY(room.openScored(m_first, kDoubtfulMiddle));
        QVERIFY(room.open(m_desk->recording()));
        const QString moved = m_desk->path(QStringLiteral("elsewhere.edf"));
        QVERIFY(QFile::rename(m_first, moved));
        room.project.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(room.rows() == 4 && room.cell(0, 3).contains(QStringLiteral("not where it was")),
                                 kLongMs);
        room.goThere()->click();
        QVERIFY2(room.bar()->message().contains(QStringLiteral("m7.edf is not where it was")),
                 qPrintable(room.bar()->message()));
        QVERIFY(room.open(moved)); // as the message offers
        QCOMPARE(room.selection()->selection(), (EpochRange{250, 450}));
    }

    void roundsHaveTheirFigures()
    {
        Classroom room(m_desk->project());
        const QString folder = m_engine->path(QStringLiteral("made"));
        writePackage(folder, "mine", "1");
        std::optional<Result<qint64>> id;
        room.window.learning()->controller()->models()->registerFolder(
            folder, [&](const Result<qint64> &result) { id = result; });
        QTRY_VERIFY(id && *id);
        QTRY_COMPARE(room.rows("roundsTable"), 1);
        QVERIFY(room.part<QTableView>("roundsTable")->isVisible());
        QVERIFY(room.text("roundsEmpty").isEmpty());
        QCOMPARE(room.cell(0, 3, "roundsTable"), QStringLiteral("0.800 → 0.900"));
        QCOMPARE(room.cell(0, 5, "roundsTable"), QStringLiteral("better"));
    }

private:
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<TeachingEngine> m_engine;
    QString m_first;
};

QTEST_MAIN(TestNextPage)
#include "tst_nextpage.moc"
