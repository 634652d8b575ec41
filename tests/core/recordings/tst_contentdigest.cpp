// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/recordings/contentdigest.h"
#include "tests/support/edfbytes.h"

using namespace somno;

class TestContentDigest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void isBlake2b()
    {
        const auto digest = io::contentDigest(test::saveBytes(path("abc"), "abc"));
        QVERIFY(digest);
        // b2sum -l 256 of the three bytes
        QCOMPARE(*digest, QByteArray("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"));
        QCOMPARE(io::contentDigest(path("absent")).error().code, ErrorCode::FileNotFound);
    }

    void tellsOfItselfAndStops()
    {
        const QString name = test::saveBytes(path("long"), QByteArray(3'000'000, 'x'));
        qint64 last = 0;
        Progress progress;
        progress.report = [&](const QString &, qint64 done, qint64) { last = done; };
        QVERIFY(io::contentDigest(name, progress));
        QCOMPARE(last, 3'000'000);
        std::stop_source source;
        source.request_stop();
        progress.stop = source.get_token();
        QCOMPARE(io::contentDigest(name, progress).error().code, ErrorCode::Cancelled);
    }

    /// Minutes would go by before a large recording could be labelled.
    void ofALargeFileIsTheDigestOfPieces()
    {
        constexpr qint64 kMiB = 1 << 20;
        const QString name = sparse("large", 30 * kMiB);
        const auto pieces = [&](const QByteArray &known = {}) { return *io::contentDigest(name, {}, known, kMiB); };
        const QByteArray whole = *io::contentDigest(name);
        const QByteArray digest = pieces();
        QVERIFY(digest.size() == 64 && digest != whole);
        QCOMPARE(pieces(), digest);
        QCOMPARE(pieces(digest), digest);
        QCOMPARE(pieces(whole), whole); // of a project that knows it by all its bytes
        QCOMPARE(pieces("of another file"), digest);

        change(name, 0);
        QVERIFY(pieces() != digest);
        const QByteArray changed = pieces();
        change(name, 30 * kMiB - 1);
        QVERIFY(pieces() != changed);
        QVERIFY(*io::contentDigest(sparse("longer", 31 * kMiB), {}, {}, kMiB) != digest);
    }

    void readsLittleOfALargeFile()
    {
        const QString name = sparse("huge", qint64(8) << 30);
        qint64 read = 0;
        Progress progress;
        progress.report = [&](const QString &, qint64 done, qint64) { read = done; };
        QVERIFY(io::contentDigest(name, progress));
        QCOMPARE(read, qint64(16) << 20);
    }

private:
    /// Zeros that take no room on the disk.
    QString sparse(const char *name, qint64 size) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || !file.resize(size))
            qFatal("%s cannot be written", name);
        return file.fileName();
    }
    static void change(const QString &name, qint64 offset)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(offset) && file.write("x") == 1);
    }
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestContentDigest)
#include "tst_contentdigest.moc"
