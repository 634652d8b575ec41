// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts rely on the codes of deviations: each that a reader gives is explained in docs/files.md, and no other.
#include <QtTest>

#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>

namespace {

QString contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QSet<QString> matchesIn(const QString &text, const QRegularExpression &pattern)
{
    QSet<QString> found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found.insert(match.next().captured(1));
    return found;
}

} // namespace

class TestDeviationCodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachIsExplained()
    {
        const QString root = QStringLiteral(SOMNOSCRIBE_SOURCE_DIR);
        const QSet<QString> explained = matchesIn(contentOf(root + QStringLiteral("/docs/files.md")),
                                                  QRegularExpression(QStringLiteral("`([a-z]+(?:-[a-z0-9]+)+)`")));
        QVERIFY(explained.size() > 40);
        QString sources;
        for (const char *folder : {"/core/recordings", "/core/labels", "/core/signal"})
            for (QDirIterator files(root + QLatin1String(folder), {QStringLiteral("*.cpp")}, QDir::Files,
                                    QDirIterator::Subdirectories);
                 files.hasNext();)
                sources += contentOf(files.next());
        for (const QString &code : explained)
            QVERIFY2(sources.contains(QLatin1Char('"') + code + QLatin1Char('"')),
                     qPrintable(code + QStringLiteral(" is explained, and nobody gives it")));
        // The first value of a deviation: .code = "...", push_back({QStringLiteral("..."), deviate("...", and so on.
        const auto given = matchesIn(sources, QRegularExpression(QStringLiteral(
                                                  "(?:push_back\\(\\{|code = )\\s*QStringLiteral\\(\"([a-z0-9-]+)\"")));
        QVERIFY(given.size() > 10);
        for (const QString &code : given)
            QVERIFY2(explained.contains(code) || code == QLatin1String("gaps"),
                     qPrintable(code + QStringLiteral(" is not explained in docs/files.md")));
    }
};

QTEST_APPLESS_MAIN(TestDeviationCodes)
#include "tst_deviationcodes.moc"
