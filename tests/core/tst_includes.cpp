// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>
#include <map>
#include <set>

namespace {

using Names = std::set<QString>;

/// A library or program as its CMakeLists.txt describes it: what it may include from.
struct Target {
    QString folder; ///< "core/dsp"
    Names publicLinks, privateLinks;
};
using Targets = std::map<QString, Target>;

struct Include {
    QString name;
    bool isOurs; ///< between quotes
};

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Files below `folder` of the source tree, as paths from its root.
QStringList filesBelow(const QDir &root, const QString &folder, const QStringList &names)
{
    QStringList paths;
    QDirIterator it(root.filePath(folder), names, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        paths.append(root.relativeFilePath(it.next()));
    return paths;
}

std::vector<Include> includesOf(const QString &text)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s+([\"<])([^\">]+)[\">]"),
                                            QRegularExpression::MultilineOption);
    std::vector<Include> includes;
    auto all = include.globalMatch(text);
    while (all.hasNext()) {
        const auto one = all.next();
        if (!one.captured(2).endsWith(QLatin1String(".moc")))
            includes.push_back({one.captured(2), one.captured(1) == QLatin1String("\"")});
    }
    return includes;
}

Targets readTargets(const QDir &root)
{
    static const QRegularExpression call(QStringLiteral("(?:somno_library|target_link_libraries)\\(([^)]*)\\)"));
    static const QRegularExpression comment(QStringLiteral("#[^\n]*")), space(QStringLiteral("\\s+"));
    static const Names kSections = {QStringLiteral("SOURCES"), QStringLiteral("PUBLIC"), QStringLiteral("PRIVATE"), QStringLiteral("KEYWORDS_ALLOWED")};
    Targets targets;
    for (const QString top : {QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")})
        for (const QString &path : filesBelow(root, top, {QStringLiteral("CMakeLists.txt")})) {
            auto calls = call.globalMatch(textOf(root.filePath(path)).remove(comment));
            while (calls.hasNext()) {
                QStringList words = calls.next().captured(1).split(space, Qt::SkipEmptyParts);
                Target &target = targets[words.takeFirst()];
                target.folder = QFileInfo(path).path();
                QString section;
                for (const QString &word : words)
                    if (kSections.contains(word))
                        section = word;
                    else if (section == QLatin1String("PUBLIC"))
                        target.publicLinks.insert(word);
                    else if (section == QLatin1String("PRIVATE"))
                        target.privateLinks.insert(word);
            }
        }
    return targets;
}

void addPublic(const Targets &targets, const QString &name, Names &seen)
{
    if (!seen.insert(name).second)
        return;
    if (const auto found = targets.find(name); found != targets.end())
        for (const QString &link : found->second.publicLinks)
            addPublic(targets, link, seen);
}

/// What the files of a target see; of a header that others read, only what is public.
Names visible(const Targets &targets, const QString &name, bool isRead)
{
    Names seen;
    addPublic(targets, name, seen);
    if (!isRead)
        for (const QString &link : targets.at(name).privateLinks)
            addPublic(targets, link, seen);
    return seen;
}

/// The package that a header in angle brackets belongs to, as it is linked; empty for the C++ library and the system's.
QString packageOf(const QString &header)
{
    static const std::pair<const char *, const char *> kPackages[] = {
        {"torch/", "${TORCH_LIBRARIES}"}, {"ATen/", "${TORCH_LIBRARIES}"},    {"c10/", "${TORCH_LIBRARIES}"},
        {"edflib.h", "${EDF_LIBRARY}"},   {"kiss_fft", "kissfft::kissfft"},   {"kissfft/", "kissfft::kissfft"},
        {"CLI/", "CLI11::CLI11"},         {"tl/expected", "tl::expected"},    {"qcustomplot", "QCustomPlotQt6::QCustomPlotQt6"},
    };
    for (const auto &[start, package] : kPackages)
        if (header.startsWith(QLatin1String(start)))
            return QLatin1String(package);
    static const QDir qt(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    for (const char *module : {"Core", "Gui", "Widgets", "Sql", "Concurrent", "DBus", "Svg", "PrintSupport"})
        if (QFileInfo::exists(qt.filePath(QStringLiteral("Qt%1/%2").arg(QLatin1String(module), header))))
            return QStringLiteral("Qt6::%1").arg(QLatin1String(module));
    return {};
}

} // namespace

/// The fence between the folders: what a file includes is what its target links, in CMakeLists.txt of its folder.
class TestIncludes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_targets = readTargets(m_root);
        for (const auto &[name, target] : m_targets)
            m_byFolder[target.folder] = name;
        QVERIFY(m_targets.size() > 15);
        forEachFile([&](const QString &file) {
            for (const Include &one : includesOf(textOf(m_root.filePath(file))))
                if (one.isOurs && targetOf(one.name) != targetOf(file))
                    m_readByOthers.insert(one.name);
        });
        QVERIFY(m_readByOthers.size() > 100);
        QVERIFY(m_targets.at(QStringLiteral("core_sdreamer")).privateLinks.contains(QStringLiteral("${TORCH_LIBRARIES}")));
    }

    void everyIncludeIsLinked()
    {
        QStringList wrong;
        int read = 0;
        forEachFile([&](const QString &file) {
            wrong += wrongIn(file, textOf(m_root.filePath(file)));
            ++read;
        });
        QVERIFY(read > 300);
        QVERIFY2(wrong.isEmpty(), qPrintable(QLatin1Char('\n') + wrong.join(QLatin1Char('\n'))));
    }

    void whatIsForbiddenIsFound_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("include");
        QTest::newRow("upwards") << "core/dsp/biquad.cpp" << "\"core/sdreamer/scorer.h\"";
        QTest::newRow("the window from the lanes") << "ui/plot/lane.cpp" << "\"ui/mainwindow/mainwindow.h\"";
        QTest::newRow("not from the root") << "core/dsp/biquad.cpp" << "\"dsp/biquad.h\"";
        QTest::newRow("LibTorch in the window") << "ui/mainwindow/mainwindow.cpp" << "<torch/torch.h>";
        QTest::newRow("widgets in the core") << "core/scoring/hypnogram.cpp" << "<QWidget>";
        QTest::newRow("a private package in a public header") << "core/io/edfreader.h" << "<edflib.h>";
        QTest::newRow("a database in a dialog") << "ui/dialogs/channeldialog.cpp" << "<QSqlQuery>";
        QTest::newRow("nothing of that name") << "core/dsp/biquad.cpp" << "\"core/dsp/biquads.h\"";
    }

    void whatIsForbiddenIsFound()
    {
        QFETCH(QString, file);
        QFETCH(QString, include);
        QCOMPARE(wrongIn(file, QStringLiteral("#include %1\n").arg(include)).size(), 1);
        QCOMPARE(wrongIn(file, textOf(m_root.filePath(file))), QStringList());
    }

private:
    [[nodiscard]] QString targetOf(const QString &file) const
    {
        for (QString folder = QFileInfo(file).path(); folder.contains(QLatin1Char('/')); folder = QFileInfo(folder).path())
            if (const auto found = m_byFolder.find(folder); found != m_byFolder.end())
                return found->second;
        return {};
    }

    [[nodiscard]] QStringList wrongIn(const QString &file, const QString &text) const
    {
        const QString own = targetOf(file);
        const Names seen = visible(m_targets, own, m_readByOthers.contains(file));
        QStringList wrong;
        for (const auto &[name, isOurs] : includesOf(text)) {
            const QString needed = isOurs ? targetOf(name) : packageOf(name);
            if (isOurs && (needed.isEmpty() || !QFileInfo::exists(m_root.filePath(name))))
                wrong.append(QStringLiteral("%1: \"%2\" is no file of the tree, written from its root").arg(file, name));
            else if (!needed.isEmpty() && !seen.contains(needed))
                wrong.append(QStringLiteral("%1 includes %2, but %3 does not link %4").arg(file, name, own, needed));
        }
        return wrong;
    }

    template <class Function>
    void forEachFile(Function function) const
    {
        for (const char *top : {"core", "ui", "app"})
            for (const QString &file : filesBelow(m_root, QLatin1String(top), {QStringLiteral("*.cpp"), QStringLiteral("*.h")}))
                function(file);
    }

    const QDir m_root{QStringLiteral(SOMNOSCRIBE_SOURCE_DIR)};
    Targets m_targets;
    std::map<QString, QString> m_byFolder;
    Names m_readByOthers; ///< headers
};

QTEST_GUILESS_MAIN(TestIncludes)
#include "tst_includes.moc"
