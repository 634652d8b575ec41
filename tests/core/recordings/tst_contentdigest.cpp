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

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestContentDigest)
#include "tst_contentdigest.moc"
