// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QTest>

/// ARCHITECTURE.md against the tree: a newcomer who follows it arrives.
class TestArchitecture : public QObject {
    Q_OBJECT

    [[nodiscard]] static QStringList quotedIn(const QString &text)
    {
        static const QRegularExpression quoted(QStringLiteral("`([^`\n]+)`"));
        QStringList names;
        auto found = quoted.globalMatch(text);
        while (found.hasNext())
            names << found.next().captured(1);
        return names;
    }
    [[nodiscard]] QStringList walks() const
    {
        QStringList paragraphs;
        const QString section
            = m_text.section(QStringLiteral("\n## Three walks"), 1).section(QStringLiteral("\n## "), 0, 0);
        for (const QString &paragraph : section.split(QStringLiteral("\n\n")))
            if (paragraph.startsWith(QLatin1String("**")))
                paragraphs << paragraph;
        return paragraphs;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        QFile file(m_root.filePath(QStringLiteral("ARCHITECTURE.md")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_text = QString::fromUtf8(file.readAll());
        for (const char *top : {"core", "ui", "app", "tests"}) {
            QDirIterator files(m_root.filePath(QLatin1String(top)), QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext())
                m_files << m_root.relativeFilePath(files.next());
        }
    }

    void everyFileThatItNamesIsThere()
    {
        static const QRegularExpression source(QStringLiteral("^[a-z/]+\\.(cpp|h)$"));
        int named = 0;
        for (const QString &name : quotedIn(m_text)) {
            if (!source.match(name).hasMatch())
                continue;
            ++named;
            QVERIFY2(m_files.filter(QRegularExpression(QStringLiteral("(^|/)%1$").arg(name))).size() == 1,
                     qPrintable(name));
        }
        QVERIFY(named > 30);
    }

    void everyRoomIsThereAndHasItsRow()
    {
        for (const QString &path : std::as_const(m_files)) {
            const QString folder = path.section(QLatin1Char('/'), 0, -2);
            if (path.endsWith(QLatin1String(".cpp")) && !path.startsWith(QLatin1String("tests/")))
                QVERIFY2(m_text.contains(QStringLiteral("`%1`").arg(folder))
                             || m_text.contains(QStringLiteral("`%1/").arg(folder)),
                         qPrintable(folder));
        }
    }

    void noWalkIsLongerThanTwelveFiles()
    {
        QCOMPARE(walks().size(), 3);
        for (const QString &walk : walks()) {
            QStringList files = quotedIn(walk);
            files.removeDuplicates();
            QVERIFY2(files.size() >= 8 && files.size() <= 12, qPrintable(walk));
            for (const QString &file : std::as_const(files))
                QVERIFY2(m_files.contains(file), qPrintable(file));
        }
    }

private:
    const QDir m_root{QStringLiteral(SOMNOSCRIBE_SOURCE_DIR)};
    QString m_text;
    QStringList m_files;
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
