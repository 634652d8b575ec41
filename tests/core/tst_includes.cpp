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
    static const Names kSections = {QStringLiteral("SOURCES"), QStringLiteral("PUBLIC"), QStringLiteral("PRIVATE"),
                                    QStringLiteral("KEYWORDS_ALLOWED")};
    Targets targets;
    for (const QString &top : {QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")})
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
    if (name == QLatin1String("Qt6::Widgets"))
        seen.insert(QStringLiteral("Qt6::Gui"));
    if (const auto found = targets.find(name); found != targets.end())
        for (const QString &link : found->second.publicLinks)
            addPublic(targets, link, seen);
}

/// What the files of a target may include from.
Names visible(const Targets &targets, const QString &name)
{
    Names seen;
    addPublic(targets, name, seen);
    for (const QString &link : targets.at(name).privateLinks)
        addPublic(targets, link, seen);
    return seen;
}

Names linksOf(const Target &target)
{
    Names links = target.publicLinks;
    links.insert(target.privateLinks.begin(), target.privateLinks.end());
    return links;
}

/// Everything that a target brings along, by whatever links.
void addAll(const Targets &targets, const QString &name, Names &seen)
{
    if (!seen.insert(name).second)
        return;
    if (const auto found = targets.find(name); found != targets.end())
        for (const QString &link : linksOf(found->second))
            addAll(targets, link, seen);
}

/// A target that links itself by way of others; empty where there is none.
QString circleIn(const Targets &targets)
{
    for (const auto &[name, target] : targets) {
        Names seen;
        for (const QString &link : linksOf(target))
            addAll(targets, link, seen);
        if (seen.contains(name))
            return name;
    }
    return {};
}

/// The package that a header in angle brackets belongs to, as it is linked; empty for the C++ library and the system's.
QString packageOf(const QString &header)
{
    static const std::pair<const char *, const char *> kPackages[] = {
        {"torch/", "${TORCH_LIBRARIES}"},
        {"ATen/", "${TORCH_LIBRARIES}"},
        {"c10/", "${TORCH_LIBRARIES}"},
        {"edflib.h", "${EDF_LIBRARY}"},
        {"hdf5.h", "${HDF5_LIBRARY}"},
        {"zlib.h", "${ZLIB_LIBRARY}"},
        {"kiss_fft", "kissfft::kissfft"},
        {"kissfft/", "kissfft::kissfft"},
        {"CLI/", "CLI11::CLI11"},
        {"tl/expected", "tl::expected"},
        {"qcustomplot", "QCustomPlotQt6::QCustomPlotQt6"},
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

/// The fence between the folders: what a file includes, itself or by way of others, is what its target links, in
/// CMakeLists.txt of its folder; and the links have no circle.
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
        forEachFile([&](const QString &file) { m_includes[file] = includesOf(textOf(m_root.filePath(file))); });
        for (const auto &[file, includes] : m_includes)
            for (const QString &header : readBy(includes))
                m_readers[header].insert(targetOf(file));
        QVERIFY(m_readers.size() > 100);
        QVERIFY(m_targets.at(QStringLiteral("core_engine_network"))
                    .privateLinks.contains(QStringLiteral("${TORCH_LIBRARIES}")));
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

    void foldersHaveNoCircle()
    {
        QCOMPARE(circleIn(m_targets), QString());
        Targets bent = m_targets;
        bent[QStringLiteral("core_base")].privateLinks.insert(QStringLiteral("core_engine_network"));
        QVERIFY(!circleIn(bent).isEmpty());
    }

    void neitherWindowNorWorkBringsWhatItMustNot()
    {
        Names window, work;
        addAll(m_targets, QStringLiteral("somnoscribe"), window);
        addAll(m_targets, QStringLiteral("core_work"), work);
        QVERIFY(window.contains(QStringLiteral("core_work")) && window.contains(QStringLiteral("core_model")));
        QVERIFY(!window.contains(QStringLiteral("${TORCH_LIBRARIES}")));
        QVERIFY(work.contains(QStringLiteral("core_project")));
        QVERIFY(!work.contains(QStringLiteral("core_project_sqlite"))); // the program says what keeps the project
        QVERIFY(!work.contains(QStringLiteral("Qt6::Widgets")));
    }

    void theEngineIsStartedInOnePlace()
    {
        QStringList starters; // of any process
        for (const auto &[file, includes] : m_includes)
            if (!file.startsWith(QLatin1String("app/"))
                && std::ranges::count(includes, QStringLiteral("QProcess"), &Include::name) > 0)
                starters << file;
        QCOMPARE(starters, (QStringList{QStringLiteral("core/jobs/localjob.h"),
                                        QStringLiteral("core/work/modelfolder.cpp")})); // the latter runs tar
        QCOMPARE(m_readers.at(QStringLiteral("core/jobs/localjob.h")), Names{QStringLiteral("core_jobs")});
        QCOMPARE(m_readers.at(QStringLiteral("core/jobs/localrunner.h")),
                 (Names{QStringLiteral("core_jobs"), QStringLiteral("somnoscribe")}));
    }

    void whatIsForbiddenIsFound_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("include");
        QTest::newRow("upwards") << "core/dsp/biquad.cpp"
                                 << "\"core/engine/decision/scorer.h\"";
        QTest::newRow("the window from the lanes") << "ui/lanes/lane.cpp"
                                                   << "\"ui/window/mainwindow.h\"";
        QTest::newRow("not from the root") << "core/dsp/biquad.cpp"
                                           << "\"dsp/biquad.h\"";
        QTest::newRow("LibTorch in the window") << "ui/window/mainwindow.cpp"
                                                << "<torch/torch.h>";
        QTest::newRow("LibTorch behind a header") << "core/engine/decision/scorer.cpp"
                                                  << "\"core/engine/network/layers.h\"";
        QTest::newRow("widgets in the work") << "core/work/projectservice.cpp"
                                             << "<QWidget>";
        QTest::newRow("widgets in the core") << "core/scoring/hypnogram.cpp"
                                             << "<QWidget>";
        QTest::newRow("a private package in a public header") << "core/dsp/periodogram.h"
                                                              << "<kiss_fftr.h>";
        QTest::newRow("a database in a dialog") << "ui/dialogs/channeldialog.cpp"
                                                << "<QSqlQuery>";
        QTest::newRow("nothing of that name") << "core/dsp/biquad.cpp"
                                              << "\"core/dsp/biquads.h\"";
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
        for (QString folder = QFileInfo(file).path(); folder.contains(QLatin1Char('/'));
             folder = QFileInfo(folder).path())
            if (const auto found = m_byFolder.find(folder); found != m_byFolder.end())
                return found->second;
        return {};
    }

    /// All headers of ours that these bring, by way of others, too.
    [[nodiscard]] Names readBy(const std::vector<Include> &includes) const
    {
        Names seen;
        addRead(includes, seen);
        return seen;
    }

    void addRead(const std::vector<Include> &includes, Names &seen) const
    {
        for (const auto &[name, isOurs] : includes)
            if (isOurs && seen.insert(name).second)
                if (const auto found = m_includes.find(name); found != m_includes.end())
                    addRead(found->second, seen);
    }

    [[nodiscard]] QString neededFor(const Include &include) const
    {
        return include.isOurs ? targetOf(include.name) : packageOf(include.name);
    }

    /// A target that reads an include, here or in a file that it reads, without linking what that needs.
    [[nodiscard]] QString whoLacks(const Names &readers, const Include &include) const
    {
        const QString needed = neededFor(include);
        for (const QString &reader : readers)
            if (!needed.isEmpty() && !visible(m_targets, reader).contains(needed))
                return QStringLiteral("%1 does not link %2").arg(reader, needed);
        return {};
    }

    [[nodiscard]] QStringList wrongIn(const QString &file, const QString &text) const
    {
        const Names own = {targetOf(file)};
        Names readers = own;
        if (const auto found = m_readers.find(file); found != m_readers.end())
            readers.insert(found->second.begin(), found->second.end());
        QStringList wrong;
        for (const Include &include : includesOf(text)) {
            QString lack = whoLacks(readers, include);
            if (include.isOurs
                && (targetOf(include.name).isEmpty() || !QFileInfo::exists(m_root.filePath(include.name))))
                lack = QStringLiteral("there is no such file, written from the root");
            for (const QString &header : readBy({include}))
                if (const auto found = m_includes.find(header); lack.isEmpty() && found != m_includes.end())
                    for (const Include &further : found->second)
                        if (const QString missing = whoLacks(own, further); lack.isEmpty() && !missing.isEmpty())
                            lack = QStringLiteral("%1 brings %2: %3").arg(header, further.name, missing);
            if (!lack.isEmpty())
                wrong.append(QStringLiteral("%1 includes %2, but %3").arg(file, include.name, lack));
        }
        return wrong;
    }

    template <class Function>
    void forEachFile(Function function) const
    {
        for (const char *top : {"core", "ui", "app"})
            for (const QString &file :
                 filesBelow(m_root, QLatin1String(top), {QStringLiteral("*.cpp"), QStringLiteral("*.h")}))
                function(file);
    }

    const QDir m_root{QStringLiteral(SOMNOSCRIBE_SOURCE_DIR)};
    Targets m_targets;
    std::map<QString, QString> m_byFolder;
    std::map<QString, std::vector<Include>> m_includes; ///< of each file
    std::map<QString, Names> m_readers; ///< of each header: the targets whose files read it, by way of others, too
};

QTEST_GUILESS_MAIN(TestIncludes)
#include "tst_includes.moc"
