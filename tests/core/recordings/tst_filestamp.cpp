// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <fcntl.h>
#include <sys/stat.h>

#include "core/recordings/filestamp.h"

using namespace somno;
using io::FileStamp;

class TestFileStamp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        write("mouse.edf", QByteArray(1000, 'x'));
    }

    void nothingHappened()
    {
        const FileStamp before = FileStamp::of(path("mouse.edf"));
        QVERIFY(!before.changeTo(FileStamp::of(path("mouse.edf"))));
        QFile file(path("mouse.edf"));
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().size() == 1000); // reading is no change
        QVERIFY(!before.changeTo(FileStamp::of(path("mouse.edf"))));
    }

    void whatHappenedIsSaid_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("code");
        const auto row = [](const char *what, const char *message, ErrorCode code) {
            QTest::newRow(what) << QString::fromLatin1(what) << QString::fromLatin1(message) << int(code);
        };
        row("grown", "mouse.edf: the file grew by 24 bytes.", ErrorCode::FileNotReadable);
        row("cut", "mouse.edf: the file became shorter by 900 bytes.", ErrorCode::Truncated);
        row("written", "mouse.edf: another program has written to the file.", ErrorCode::FileNotReadable);
        row("replaced", "mouse.edf: the file was replaced by another one.", ErrorCode::FileNotReadable);
        row("removed", "mouse.edf: the file is gone from its place.", ErrorCode::FileNotFound);
    }

    void whatHappenedIsSaid()
    {
        QFETCH(QString, what);
        QFETCH(QString, message);
        QFETCH(int, code);
        const FileStamp before = FileStamp::of(path("mouse.edf"));
        happen(what);
        const FileStamp after = FileStamp::of(path("mouse.edf"));
        const auto change = before.changeTo(after);
        QVERIFY(change);
        QCOMPARE(change->message, message);
        QCOMPARE(int(change->code), code);
        QVERIFY(change->detail.contains(QStringLiteral("Your labels are safe")));
        QVERIFY(!after.changeTo(FileStamp::of(path("mouse.edf"))));
    }

private:
    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    void write(const char *name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    void happen(const QString &what) const
    {
        QFile file(path("mouse.edf"));
        if (what == QLatin1String("grown"))
            QVERIFY(file.open(QIODevice::Append) && file.write(QByteArray(24, 'y')) == 24);
        else if (what == QLatin1String("cut"))
            QVERIFY(file.resize(100));
        else if (what == QLatin1String("written"))
            touch();
        else if (what == QLatin1String("removed"))
            QVERIFY(file.remove());
        else { // as programs save
            write("new.edf", QByteArray(1000, 'x'));
            QVERIFY(file.remove());
            QVERIFY(QFile::rename(path("new.edf"), path("mouse.edf")));
        }
    }
    void touch() const
    {
        const timespec times[2] = {{.tv_sec = 0, .tv_nsec = UTIME_OMIT}, {.tv_sec = 1'000'000'000, .tv_nsec = 5}};
        QCOMPARE(utimensat(AT_FDCWD, QFile::encodeName(path("mouse.edf")).constData(), times, 0), 0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestFileStamp)
#include "tst_filestamp.moc"
