// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QSemaphore>
#include <QThreadPool>

#include "core/work/diskthreads.h"
#include "core/work/recordingsession.h"
#include "tests/support/edfbytes.h"
#include "tests/ui/window/windowfixture.h"

using namespace somno;
using namespace somno::test;

namespace {

/// A disk that does not answer while it lives: whatever is read in the background waits.
class SlowDisk {
public:
    SlowDisk() : m_threads(pool()->maxThreadCount())
    {
        pool()->setMaxThreadCount(1);
        pool()->start([this] { m_answer.acquire(); });
    }
    ~SlowDisk()
    {
        m_answer.release();
        pool()->setMaxThreadCount(m_threads);
        pool()->waitForDone();
    }
    Q_DISABLE_COPY_MOVE(SlowDisk)

private:
    static QThreadPool *pool() { return ui::diskThreads(); }

    int m_threads;
    QSemaphore m_answer;
};

/// Two signals of 30 GB, of which nothing takes room on the disk.
QString hugeRecording(const Desk &desk)
{
    EdfBytes file;
    constexpr qint64 kRecordBytes = 2 * 20'000 * 2;
    constexpr qint64 kRecords = (qint64(30) << 30) / kRecordBytes;
    for (const char *label : {"EEG", "EMG"}) {
        EdfBytesSignal signal;
        signal.label = label;
        signal.samplesPerRecord = "20000";
        file.signalList.push_back(signal);
    }
    file.records = 1;
    file.claimedRecords = QByteArray::number(kRecords);
    const QString path = file.save(desk.path(QStringLiteral("huge.edf")));
    if (!QFile::resize(path, QFileInfo(path).size() + (kRecords - 1) * kRecordBytes))
        qFatal("no recording of 30 GB");
    return path;
}

QAbstractButton *cancelOf(Sitting &sitting)
{
    return sitting.window.findChild<QAbstractButton *>(QStringLiteral("jobCancel"));
}

} // namespace

/// What is seen of reading that takes long, and of files that change meanwhile.
class TestOpeningProgress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatOpensAtOnceShowsNoBar()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        bool wasShown = false;
        connect(sitting.window.view(), &plot::RecordingView::firstPagePainted, this,
                [&] { wasShown = sitting.status()->isJobShown(); });
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(!wasShown && !sitting.status()->isJobShown());
    }

    void whatTakesLongShowsABarThatCancels()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        const SlowDisk disk;
        sitting.window.openRecording(desk.recording());
        QTest::qWait(100);
        QVERIFY(!sitting.status()->isJobShown());
        QTRY_VERIFY_WITH_TIMEOUT(sitting.status()->isJobShown(), 3000);
        QCOMPARE(sitting.label("jobText"), QStringLiteral("Opening mouse.edf"));
        QVERIFY(cancelOf(sitting)->isVisible());
        QSignalSpy failed(&sitting.window, &ui::MainWindow::openFailed);
        cancelOf(sitting)->click();
        QCOMPARE(failed.size(), 1);
        QVERIFY(!sitting.status()->isJobShown());
        QVERIFY(!sitting.window.session());
        QCOMPARE(sitting.status()->notice(), QStringLiteral("Opening mouse.edf was cancelled."));
        QVERIFY(!sitting.bar()->isVisible()); // it is no error
    }

    void cancellingKeepsWhatIsOpen()
    {
        const Desk desk;
        const QString other = desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG")});
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        {
            const SlowDisk disk;
            sitting.window.openRecording(other);
            QTRY_VERIFY_WITH_TIMEOUT(sitting.status()->isJobShown(), 3000);
            cancelOf(sitting)->click();
        }
        QVERIFY(sitting.window.session() && sitting.window.session()->path() == desk.recording());
        sitting.key(Qt::Key_W);
        QVERIFY(sitting.stage(0) == scoring::Stage::Wake);
        QVERIFY(sitting.open(other)); // and can be opened later
    }

    /// 30 GB are on the screen and can be scored while most of them are still to be read; reading the rest can be
    /// given up.
    void theRestOfALargeRecordingCanBeGivenUp()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(hugeRecording(desk)));
        QTRY_VERIFY_WITH_TIMEOUT(sitting.status()->isJobShown(), 5000);
        QCOMPARE(sitting.label("jobText"), QStringLiteral("Reading all of huge.edf"));
        const auto &pages = *sitting.window.session()->content().pages;
        QVERIFY(pages.state().isSurveying() && pages.state().done < pages.state().total / 2);
        sitting.key(Qt::Key_W);
        QVERIFY(sitting.stage(0) == scoring::Stage::Wake);
        cancelOf(sitting)->click();
        QVERIFY(!pages.state().isSurveying());
        QTRY_VERIFY(!sitting.status()->isJobShown());
    }

    void theBarGoesWithItsRecording()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(hugeRecording(desk)));
        QTRY_VERIFY_WITH_TIMEOUT(sitting.status()->isJobShown(), 5000);
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(!sitting.status()->isJobShown());
    }

    void aFileThatGrowsIsSaidAndOpenedAgain()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.key(Qt::Key_W);
        QFile file(desk.recording());
        QVERIFY(file.open(QIODevice::Append) && file.write(QByteArray(100, '\0')) == 100);
        file.close();
        QTRY_VERIFY_WITH_TIMEOUT(sitting.bar()->isVisible(), 10'000);
        QCOMPARE(sitting.bar()->message(), QStringLiteral("mouse.edf: the file grew by 100 bytes."));
        QVERIFY(sitting.stage(0) == scoring::Stage::Wake);
        auto *again = sitting.bar()->findChild<QAbstractButton *>(QStringLiteral("messageButton"));
        QVERIFY(again && again->isVisible());
        QCOMPARE(again->text(), QStringLiteral("Open again"));
    }

    void aFileThatIsGoneIsSaidAndItsLabelsStay()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(QFile::remove(desk.recording()));
        QTRY_VERIFY_WITH_TIMEOUT(sitting.bar()->isVisible(), 10'000);
        QCOMPARE(sitting.bar()->message(), QStringLiteral("mouse.edf: the file is gone from its place."));
        QVERIFY(!sitting.bar()->findChild<QAbstractButton *>(QStringLiteral("messageButton"))->isVisible());
        sitting.key(Qt::Key_W);
        QVERIFY(sitting.stage(0) == scoring::Stage::Wake);
    }
};

QTEST_MAIN(TestOpeningProgress)
#include "tst_openingprogress.moc"
