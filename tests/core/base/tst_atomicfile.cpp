// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>
#include <csignal>
#include <sys/resource.h>

#include "core/base/atomicfile.h"

using namespace somno;

class TestAtomicFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void replacesOnlyAtCommit();
    void leavesNothingBehind();
    void keepsPermissionsAndLinks();
    void namesWhatCannotBeWritten();
    void fullDisk();

private:
    QByteArray content(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("absent");
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QStringList files() const
    {
        return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    QTemporaryDir m_folder;
};

void TestAtomicFile::replacesOnlyAtCommit()
{
    write("a", "old");
    io::AtomicFile file(m_folder.filePath("a"));
    QVERIFY(file.open());
    QVERIFY(file.write("new "));
    QVERIFY(file.write("bytes"));
    QCOMPARE(content("a"), "old");
    QVERIFY(QFile::exists(file.temporaryPath()));
    QVERIFY(file.commit());
    QCOMPARE(content("a"), "new bytes");
    QCOMPARE(files(), QStringList{"a"});
}

void TestAtomicFile::leavesNothingBehind()
{
    const QStringList before = files();
    {
        io::AtomicFile file(m_folder.filePath("b"));
        QVERIFY(file.open());
        QVERIFY(file.write("half"));
    }
    QCOMPARE(files(), before);
}

void TestAtomicFile::keepsPermissionsAndLinks()
{
    write("target", "old");
    QVERIFY(QFile::setPermissions(m_folder.filePath("target"), QFileDevice::ReadOwner | QFileDevice::WriteOwner));
    QVERIFY(QFile::link(m_folder.filePath("target"), m_folder.filePath("link")));
    io::AtomicFile file(m_folder.filePath("link"));
    QVERIFY(file.open());
    QVERIFY(file.write("new"));
    QVERIFY(file.commit());
    QVERIFY(QFileInfo(m_folder.filePath("link")).isSymLink());
    QCOMPARE(content("target"), "new");
    QVERIFY(!(QFile::permissions(m_folder.filePath("target")) & QFileDevice::ReadOther));
}

void TestAtomicFile::namesWhatCannotBeWritten()
{
    io::AtomicFile folder(m_folder.path());
    QCOMPARE(folder.open().error().code, ErrorCode::FileNotWritable);
    io::AtomicFile nowhere(m_folder.filePath("no/such/folder/file"));
    const auto opened = nowhere.open();
    QCOMPARE(opened.error().code, ErrorCode::FileNotWritable);
    QVERIFY(opened.error().message.contains("no/such/folder"));
    QVERIFY(QFile::link(QStringLiteral("/dev/null"), m_folder.filePath("device")));
    io::AtomicFile device(m_folder.filePath("device"));
    QVERIFY(device.open().error().message.contains("device")); // and is not replaced
}

void TestAtomicFile::fullDisk()
{
    write("kept", "old");
    const QStringList before = files();
    rlimit limit = {};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit small = {4096, limit.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    Result<> written;
    {
        io::AtomicFile file(m_folder.filePath("kept"));
        QVERIFY(file.open());
        written = file.write(QByteArray(10000, 'x'));
    }
    setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::DiskFull);
    QVERIFY(written.error().detail.contains("room"));
    QCOMPARE(content("kept"), "old");
    QCOMPARE(files(), before);
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomicfile.moc"
