// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "core/work/recordingwatch.h"
#include "tests/support/standinsource.h"

using namespace somno;
using namespace somno::test;
using ui::RecordingWatch;

class TestRecordingWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(1000, 'x')) == 1000);
    }

    void everyKindOfChangeIsSaidOnce()
    {
        const RecordingWatch watch(path(), io::FileStamp::of(path()), nullptr, nullptr, 10);
        QSignalSpy changed(&watch, &RecordingWatch::changed);
        QTest::qWait(60);
        QVERIFY(changed.isEmpty());
        for (int i = 0; i < 3; ++i) { // a recorder goes on
            append();
            QTest::qWait(60);
        }
        QCOMPARE(changed.size(), 1);
        QVERIFY(message(changed).contains(QStringLiteral("grew")));
        QVERIFY(QFile::remove(path()));
        QTRY_COMPARE(changed.size(), 2);
        QVERIFY(message(changed).contains(QStringLiteral("gone")));
        QTest::qWait(60);
        QCOMPARE(changed.size(), 2);
    }

    /// A drive that was pulled out and put back.
    void whatComesBackAsItWasIsFine()
    {
        const RecordingWatch watch(path(), io::FileStamp::of(path()), nullptr, nullptr, 10);
        QSignalSpy changed(&watch, &RecordingWatch::changed);
        const QString elsewhere = m_folder.filePath(QStringLiteral("elsewhere.edf"));
        for (int times = 1; times <= 2; ++times) {
            QVERIFY(QFile::rename(path(), elsewhere));
            QTRY_COMPARE(changed.size(), times);
            QVERIFY(QFile::rename(elsewhere, path()));
            QTest::qWait(60);
            QCOMPARE(changed.size(), times);
        }
    }

    void theSurveyIsFollowedToItsEnd()
    {
        const auto source = std::make_shared<StandInSource>();
        source->delayMs = 20;
        const auto pages
            = std::make_shared<signal::PageReader>(standInRecording({source}, 3'000'000, SampleRate::fromHz(512)));
        const RecordingWatch watch(path(), io::FileStamp::of(path()), pages);
        QSignalSpy surveyed(&watch, &RecordingWatch::surveyed);
        QVERIFY(pages->survey({0}));
        QTRY_VERIFY(!surveyed.isEmpty() && surveyed.last()[0].toDouble() == 1);
        QVERIFY(surveyed.size() > 1 && surveyed[0][0].toDouble() < 1);
        const auto told = surveyed.size();
        QTest::qWait(400);
        QCOMPARE(surveyed.size(), told);
    }

    void whatCannotBeReadIsSaidOnce()
    {
        const auto source = std::make_shared<StandInSource>();
        const auto pages
            = std::make_shared<signal::PageReader>(standInRecording({source}, 3'000'000, SampleRate::fromHz(512)));
        const RecordingWatch watch(path(), io::FileStamp::of(path()), pages);
        QSignalSpy failed(&watch, &RecordingWatch::failed);
        source->brokenFrom = 0;
        std::vector<signal::MinMax<float>> spans(10);
        pages->envelope(0)->columns(0, 10, spans);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Truncated);
        QTest::qWait(400);
        QCOMPARE(failed.size(), 1);
    }

private:
    QString path() const { return m_folder.filePath(QStringLiteral("mouse.edf")); }
    void append() const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::Append) && file.write("more") == 4);
    }
    static QString message(const QSignalSpy &changed) { return changed.last()[0].value<Error>().message; }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestRecordingWatch)
#include "tst_recordingwatch.moc"
