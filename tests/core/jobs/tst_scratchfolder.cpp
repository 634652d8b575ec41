// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "core/jobs/scratchfolder.h"

using namespace somno::jobs;

class TestScratchFolder : public QObject {
    Q_OBJECT

    /// The id of a process that has ended.
    static qint64 deadProcess()
    {
        QProcess process;
        process.start(QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("echo $$")});
        process.waitForFinished();
        return process.readAllStandardOutput().trimmed().toLongLong();
    }
    QString make(const QString &name) const
    {
        QDir(m_temp->path()).mkpath(name + QStringLiteral("/inside"));
        QFile file(m_temp->filePath(name + QStringLiteral("/inside/proposal.csv")));
        return file.open(QIODevice::WriteOnly) && file.write("half") == 4 ? m_temp->filePath(name) : QString();
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_temp = std::make_unique<QTemporaryDir>();
        qputenv("TMPDIR", m_temp->path().toLocal8Bit());
    }

    void goesWithItsObject()
    {
        QString path;
        {
            const ScratchFolder folder;
            QVERIFY(folder.isValid());
            path = folder.path();
            QVERIFY(QFileInfo(path).isDir());
            QVERIFY(path.startsWith(m_temp->path()));
            QVERIFY(path.contains(QString::number(QCoreApplication::applicationPid())));
            QCOMPARE(folder.filePath(QStringLiteral("a")), path + QStringLiteral("/a"));
            QCOMPARE(ScratchFolder::removeStale(), 0);
            QVERIFY(QFileInfo::exists(path));
        }
        QVERIFY(!QFileInfo::exists(path));
    }

    void onlyWhatTheDeadLeftIsRemoved()
    {
        const qint64 dead = deadProcess();
        QVERIFY(dead > 0);
        const QString left = make(QStringLiteral("somnoscribe-job-%1-abcdef").arg(dead));
        const QString running
            = make(QStringLiteral("somnoscribe-job-%1-abcdef").arg(QCoreApplication::applicationPid()));
        const QString noNumber = make(QStringLiteral("somnoscribe-job-mine-abcdef"));
        const QString zero = make(QStringLiteral("somnoscribe-job-0-abcdef"));
        const QString other = make(QStringLiteral("other-job-%1-abcdef").arg(dead));
        const QString target = make(QStringLiteral("target"));
        const QString link = m_temp->filePath(QStringLiteral("somnoscribe-job-%1-linked").arg(dead));
        QVERIFY(QFile::link(target, link));
        QCOMPARE(ScratchFolder::removeStale(), 1);
        QVERIFY(!QFileInfo::exists(left));
        for (const QString &kept : {running, noNumber, zero, other, target + QStringLiteral("/inside/proposal.csv")})
            QVERIFY2(QFileInfo::exists(kept), qPrintable(kept));
        QCOMPARE(ScratchFolder::removeStale(), 0);
    }

private:
    std::unique_ptr<QTemporaryDir> m_temp;
};

QTEST_GUILESS_MAIN(TestScratchFolder)
#include "tst_scratchfolder.moc"
