// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtTest>

#include "core/matlab/matfile.h"
#include "tests/support/matiofile.h"

using namespace somno;
using matlab::MatFile;
using testing::MatioFile;
using testing::MatioKind;

/// Files that are no MATLAB files, or are broken: an Error, never a crash, and no memory for what they claim.
class TestDamagedMatFile : public QObject {
    Q_OBJECT

    [[nodiscard]] QByteArray sound(MatioKind kind) const
    {
        const QString path = m_folder.filePath(QStringLiteral("sound.mat"));
        QFile::remove(path);
        {
            MatioFile file(path, kind);
            file.row("eeg", std::vector<double>(64, 0.5));
            file.text("note", "abc");
            file.structure("more", 1);
        }
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    Result<matlab::MatFilePtr> opened(const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(QStringLiteral("damaged.mat")));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        file.close();
        return MatFile::open(file.fileName());
    }

    void readAll(const QByteArray &bytes) const
    {
        const auto file = opened(bytes);
        if (!file) {
            QVERIFY(!file.error().message.isEmpty());
            return;
        }
        for (const matlab::Variable &variable : (*file)->variables()) {
            std::ignore = (*file)->floats(variable.name);
            std::ignore = (*file)->text(variable.name);
        }
    }

private Q_SLOTS:
    void whatIsNoMatFileIsRefused()
    {
        QCOMPARE(opened("just a text").error().code, ErrorCode::NotARecording);
        QCOMPARE(opened(QByteArray()).error().code, ErrorCode::NotARecording);
        QVERIFY(!matlab::isMatFile("MATLAB 5.0"));
        QCOMPARE(MatFile::open(QStringLiteral("/nowhere/a.mat")).error().code, ErrorCode::FileNotFound);
    }

    void cutFilesAreRefused()
    {
        const QByteArray level5 = sound(MatioKind::Plain);
        QCOMPARE(opened(level5.left(300)).error().code, ErrorCode::HeaderInvalid);
        QCOMPARE(opened(sound(MatioKind::Hdf5).left(1000)).error().code, ErrorCode::HeaderInvalid);
        for (qsizetype length = 0; length < level5.size(); length += 13)
            readAll(level5.left(length));
    }

    void claimsOfSizeTakeNoMemory()
    {
        QByteArray bytes = sound(MatioKind::Plain);
        const qsizetype columns = bytes.indexOf(QByteArray("\x01\x00\x00\x00\x40\x00\x00\x00", 8)) + 4;
        bytes.replace(columns, 4, QByteArray("\xff\xff\xff\x7f", 4));
        QCOMPARE(opened(bytes).error().code, ErrorCode::HeaderInvalid);
    }

    void anyByteMayBeWrong_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("level 5") << int(MatioKind::Plain);
        QTest::newRow("level 5, compressed") << int(MatioKind::Compressed);
        QTest::newRow("7.3") << int(MatioKind::Hdf5);
    }

    void anyByteMayBeWrong()
    {
        QFETCH(int, kind);
        const QByteArray whole = sound(MatioKind(kind));
        QRandomGenerator random(20);
        const int rounds = MatioKind(kind) == MatioKind::Hdf5 ? 60 : 400; // each takes a process or more
        for (int round = 0; round < rounds; ++round) {
            QByteArray bytes = whole;
            for (int i = 0; i <= round % 3; ++i)
                bytes[qsizetype(random.bounded(quint32(bytes.size())))] = char(random.bounded(256));
            readAll(bytes);
        }
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestDamagedMatFile)
#include "tst_damagedmatfile.moc"
