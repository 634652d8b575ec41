// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teachingengine.h"

#include <QProcess>

#include "core/model/modellibrary.h"
#include "core/work/modelfolder.h"
#include "core/work/modelshelf.h"
#include "tests/support/warnings.h"

using namespace somno;
using namespace somno::test;

namespace {

/// A shelf over an open project, with "mine 1" and "mine 2" in it.
struct Desk {
    Desk() : shelf(project.service()), failures(&shelf, &ui::ModelShelf::failed), done(&shelf, &ui::ModelShelf::done)
    {
        if (!project.open())
            qFatal("the project cannot be opened");
        first = add("1");
        second = add("2", "worse");
    }
    qint64 add(const QByteArray &version, const QByteArray &verdict = "better")
    {
        const QString folder = sdreamer::modelFolderFor(QStringLiteral("mine"), QString::fromLatin1(version));
        writePackage(folder, "mine", version, verdict);
        std::optional<Result<qint64>> id;
        shelf.registerFolder(folder, [&](const Result<qint64> &result) { id = result; });
        return QTest::qWaitFor([&] { return id.has_value(); }) && *id ? **id : 0;
    }
    QString title() { return shelf.active() ? shelf.active()->title() : QString(); }
    [[nodiscard]] Error failure() const { return failures.last().first().value<Error>(); }
    Result<QString> check()
    {
        std::optional<Result<QString>> folder;
        shelf.checkActive(&shelf, [&](const Result<QString> &result) { folder = result; });
        if (!QTest::qWaitFor([&] { return folder.has_value(); }))
            qFatal("no answer");
        return *folder;
    }

    OpenProject project;
    ui::ModelShelf shelf;
    QSignalSpy failures, done;
    qint64 first = 0, second = 0;
};

} // namespace

class TestModelShelf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_home->path().toUtf8());
    }

    void activatesAndGoesBack()
    {
        Desk desk;
        QVERIFY(desk.first > 0 && desk.second > 0);
        QVERIFY(!desk.shelf.active() && !desk.shelf.canRollBack());
        desk.shelf.activate(desk.first);
        QTRY_COMPARE(desk.title(), QStringLiteral("mine 1"));
        QCOMPARE(*desk.check(), sdreamer::modelLibraryFolder() + QStringLiteral("/mine-1"));
        desk.shelf.activate(desk.second);
        QTRY_COMPARE(desk.title(), QStringLiteral("mine 2"));
        desk.shelf.rollBack();
        QTRY_COMPARE(desk.title(), QStringLiteral("mine 1"));
        desk.shelf.rollBack();
        QTRY_VERIFY(!desk.shelf.active());
        QCOMPARE(*desk.check(), QString());
        QCOMPARE(desk.done.size(), 4);
        desk.shelf.rollBack();
        QTRY_COMPARE(desk.failures.size(), 1);
    }

    void theActiveModelIsNotDeleted()
    {
        Desk desk;
        desk.shelf.activate(desk.first);
        QTRY_COMPARE(desk.title(), QStringLiteral("mine 1"));
        desk.shelf.remove(desk.first);
        QTRY_COMPARE(desk.failures.size(), 1);
        QVERIFY(QFileInfo::exists(desk.shelf.activeModelFolder()));
        desk.shelf.remove(desk.second);
        QTRY_COMPARE(desk.shelf.models().size(), size_t(1));
        QVERIFY(!QFileInfo::exists(sdreamer::modelLibraryFolder() + QStringLiteral("/mine-2")));
    }

    void aFolderOutsideIsForgottenButNotDeleted()
    {
        Desk desk;
        const QString folder = desk.project.path(QStringLiteral("elsewhere"));
        writePackage(folder, "theirs", "1");
        std::optional<Result<qint64>> id;
        desk.shelf.registerFolder(folder, [&](const Result<qint64> &result) { id = result; });
        QTRY_VERIFY(id && *id);
        desk.shelf.remove(**id);
        QTRY_COMPARE(desk.shelf.models().size(), size_t(2));
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("/config.json")));
    }

    void aModelThatVanishedOrChangedIsToldApart()
    {
        Desk desk;
        desk.shelf.activate(desk.first);
        QTRY_COMPARE(desk.title(), QStringLiteral("mine 1"));
        const QString weights = desk.shelf.activeModelFolder() + QStringLiteral("/model.safetensors");
        writeFile(weights, "other weights");
        QCOMPARE(desk.check().error().code, ErrorCode::ModelInvalid);
        QDir(desk.shelf.activeModelFolder()).removeRecursively();
        const Error error = desk.check().error();
        QCOMPARE(error.code, ErrorCode::ModelMissing);
        QVERIFY2(error.message.contains(QStringLiteral("mine 1")) && error.message.contains(QStringLiteral("mine-1")),
                 qPrintable(error.message));
        desk.shelf.rollBack();
        QTRY_VERIFY(!desk.shelf.active());
        desk.shelf.activate(desk.first); // nor can it be chosen
        QTRY_COMPARE(desk.failures.size(), 1);
        QVERIFY(!desk.shelf.active());
    }

    void exportsAndImports_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("folder") << QStringLiteral("copy");
        QTest::newRow("archive") << QStringLiteral("copy.tar.gz");
    }
    void exportsAndImports()
    {
        QFETCH(QString, name);
        Desk desk;
        const QString path = desk.project.path(name);
        const QByteArray weights
            = fileBytes(desk.shelf.find(desk.first)->folder + QStringLiteral("/model.safetensors"));
        desk.shelf.exportModel(desk.first, path);
        QTRY_COMPARE(desk.done.size(), 1);
        QVERIFY(QFileInfo::exists(path));
        QVERIFY(!QFileInfo::exists(path + QStringLiteral(".part")));

        QTemporaryDir otherHome; // of another user
        qputenv("XDG_DATA_HOME", otherHome.path().toUtf8());
        OpenProject other;
        QVERIFY(other.open());
        ui::ModelShelf shelf(other.service());
        shelf.importModel(path);
        QTRY_COMPARE(shelf.models().size(), size_t(1));
        QCOMPARE(shelf.models().front().title(), QStringLiteral("mine 1"));
        QCOMPARE(shelf.models().front().folder, otherHome.path() + QStringLiteral("/somnoscribe/models/mine-1"));
        QCOMPARE(fileBytes(shelf.models().front().folder + QStringLiteral("/model.safetensors")), weights);
        QVERIFY(!shelf.active());
        QSignalSpy failures(&shelf, &ui::ModelShelf::failed);
        shelf.importModel(path);
        QTRY_COMPARE(failures.size(), 1); // never twice
        QCOMPARE(shelf.models().size(), size_t(1));
    }

    void modelsOfOtherProjectsAreListed()
    {
        Desk desk; // of one user, as the next
        writePackage(sdreamer::modelLibraryFolder() + QStringLiteral("/by hand"), "shell", "7");
        QDir().mkpath(sdreamer::modelLibraryFolder() + QStringLiteral("/no model"));
        OpenProject other;
        QVERIFY(other.open());
        ui::ModelShelf shelf(other.service());
        QSignalSpy failures(&shelf, &ui::ModelShelf::failed), changed(&shelf, &ui::ModelShelf::changed);
        shelf.takeLibrary();
        QTRY_COMPARE(shelf.models().size(), size_t(3));
        QVERIFY(!shelf.active());
        const store::ModelEntry *found = shelf.findFolder(sdreamer::modelLibraryFolder() + QStringLiteral("/by hand"));
        QVERIFY(found && found->title() == QStringLiteral("shell 7"));
        const store::ModelEntry fromShell = *found; // the list is read anew below
        std::optional<Result<qint64>> id;           // the job that made it tells of it after it was found
        shelf.registerFolder(fromShell.folder, [&](const Result<qint64> &result) { id = result; });
        QTRY_VERIFY(id && *id);
        QCOMPARE(**id, fromShell.id);
        shelf.remove(fromShell.id);
        QTRY_COMPARE(shelf.models().size(), size_t(2));
        changed.clear();
        shelf.takeLibrary();
        QVERIFY(changed.wait());
        QCOMPARE(shelf.models().size(), size_t(2));
        QCOMPARE(failures.size(), 0);
    }

    void aDeletedVersionComesBack()
    {
        Desk desk;
        const QString copy = desk.project.path(QStringLiteral("copy")), folder = desk.shelf.find(desk.first)->folder;
        desk.shelf.exportModel(desk.first, copy);
        QTRY_COMPARE(desk.done.size(), 1);
        desk.shelf.remove(desk.first);
        QTRY_VERIFY(!desk.shelf.find(desk.first));
        QVERIFY(!QFileInfo::exists(folder));
        desk.shelf.importModel(copy);
        QTRY_VERIFY(desk.shelf.find(desk.first)); // the same, so that scorings that name it mean it
        QCOMPARE(fileBytes(folder + QStringLiteral("/model.safetensors")),
                 fileBytes(copy + QStringLiteral("/model.safetensors")));

        desk.shelf.remove(desk.first);
        QTRY_VERIFY(!desk.shelf.find(desk.first));
        writeFile(copy + QStringLiteral("/model.safetensors"), "other weights");
        desk.shelf.importModel(copy);
        QTRY_COMPARE(desk.failures.size(), 1);
        QVERIFY2(desk.failure().message.contains(QStringLiteral("was another model mine 1")),
                 qPrintable(desk.failure().message));
        QVERIFY(!QFileInfo::exists(folder)); // nothing of it is left
    }

    void anExportNeverOverwritesAFolder()
    {
        Desk desk;
        const QString path = desk.project.path(QStringLiteral("there"));
        QDir().mkpath(path);
        desk.shelf.exportModel(desk.first, path);
        QTRY_COMPARE(desk.failures.size(), 1);
        QVERIFY(QDir(path).isEmpty());
    }

    void whatIsNoModelIsRefused_data()
    {
        QTest::addColumn<QString>("missing");
        for (const char *file : {"config.json", "model.safetensors", "MODEL_CARD.md"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void whatIsNoModelIsRefused()
    {
        QFETCH(QString, missing);
        Desk desk;
        const QString folder = desk.project.path(QStringLiteral("half"));
        writePackage(folder, "half", "1");
        QFile::remove(folder + QLatin1Char('/') + missing);
        desk.shelf.importModel(folder);
        QTRY_COMPARE(desk.failures.size(), 1);
        QVERIFY(desk.failure().message.contains(missing));
        QProcess tar;
        tar.start(QStringLiteral("tar"), {QStringLiteral("-czf"), folder + QStringLiteral(".tar.gz"),
                                          QStringLiteral("-C"), folder, QStringLiteral(".")});
        QVERIFY(tar.waitForFinished());
        desk.shelf.importModel(folder + QStringLiteral(".tar.gz"));
        QTRY_COMPARE(desk.failures.size(), 2);
        QCOMPARE(desk.shelf.models().size(), size_t(2));
        QVERIFY(!QFileInfo::exists(sdreamer::modelLibraryFolder() + QStringLiteral("/half-1")));
    }

    void whatCannotBeScoredWithIsRefusedWithTheReason_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *title, const char *from, const char *to, const char *reason) {
            QTest::newRow(title) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(reason);
        };
        row("newer", R"("schema":1)", R"("schema":9)", "Install a newer version");
        row("no JSON", R"({"schema":1,)", R"({"schema":1)", "it is not JSON");
        row("no name", R"("name":"odd")", R"("name":" ")", "the model has no name");
        row("no network", R"("type":"SeqNewMoE2")", R"("type":"Oracle")", "Unknown network architecture");
        row("other epochs", R"("epoch_seconds":1)", R"("epoch_seconds":4)", "epochs of 4 s");
        row("other weights", R"("schema":1)", R"("schema":1,"weights_sha256":"00")", "are not those that the model");
    }
    void whatCannotBeScoredWithIsRefusedWithTheReason()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, reason);
        QTemporaryDir folder;
        writePackage(folder.path(), "odd", "1");
        QVERIFY(ui::readModelFolder(folder.path()));
        const QString path = folder.filePath(QStringLiteral("config.json"));
        writeFile(path, fileBytes(path).replace(from, to));
        const auto model = ui::readModelFolder(folder.path());
        QVERIFY(!model);
        QCOMPARE(model.error().code, ErrorCode::ModelInvalid);
        QVERIFY(model.error().message.contains(folder.path()));
        QVERIFY2(model.error().detail.contains(reason), qPrintable(model.error().detail));
    }

    void whatIsKnownOfAModelIsWhatItsDescriptionSays()
    {
        QTemporaryDir folder;
        writePackage(folder.path(), "mine", "3");
        const auto model = ui::readModelFolder(folder.path());
        QVERIFY(model);
        QCOMPARE(model->title(), QStringLiteral("mine 3"));
        QCOMPARE(model->folder, QDir(folder.path()).absolutePath());
        QCOMPARE(model->parent, QStringLiteral("starter 2.1"));
        QCOMPARE(model->dataDigest, QByteArray("ab12"));
        QCOMPARE(model->subjects, QStringList{QStringLiteral("m1")});
        QCOMPARE(model->epochs, qint64(1800));
        QCOMPARE(model->settings.value(QLatin1String("steps")).toInt(), 100);
        QCOMPARE(model->settings.value(QLatin1String("digest")).toString().toLatin1(), *ui::modelDigest(folder.path()));
        QCOMPARE(model->created, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC));
        QVERIFY(model->metrics.contains("judgement"));
        QVERIFY(ui::readLearned(folder.path()).empty());
        QVERIFY(ui::readLearned({}).empty());
    }

    void anArchiveWritesNothingElsewhere()
    {
        Desk desk;
        const QString folder = desk.project.path(QStringLiteral("evil"));
        writePackage(folder, "evil", "1");
        writeFile(folder + QStringLiteral("/more.sh"), "echo");
        QFile::remove(folder + QStringLiteral("/model.safetensors"));
        QVERIFY(QFile::link(QStringLiteral("/etc/hostname"), folder + QStringLiteral("/model.safetensors")));
        QProcess tar;
        tar.start(QStringLiteral("tar"), {QStringLiteral("-czf"), folder + QStringLiteral(".tar.gz"),
                                          QStringLiteral("-C"), desk.project.path({}), QStringLiteral("evil")});
        QVERIFY(tar.waitForFinished());
        QTemporaryDir into;
        const auto unpacked = ui::unpackModelArchive(folder + QStringLiteral(".tar.gz"), into.path());
        QVERIFY(!unpacked);
        QVERIFY(!QFileInfo::exists(into.filePath(QStringLiteral("evil/more.sh"))));
    }

    void titlesStayInTheLibrary()
    {
        const QString strange = sdreamer::modelFolderFor(QStringLiteral("../../x"), QStringLiteral("1/2"));
        QCOMPARE(QFileInfo(strange).absolutePath(), sdreamer::modelLibraryFolder());
        QVERIFY(!QFileInfo(strange).fileName().startsWith(QLatin1Char('.')));
        QCOMPARE(sdreamer::modelFolderFor(QStringLiteral("my mice"), QStringLiteral("3")),
                 sdreamer::modelLibraryFolder() + QStringLiteral("/my_mice-3"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_GUILESS_MAIN(TestModelShelf)
#include "tst_modelshelf.moc"
