// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/engine/network/network.h"
#include "core/model/modellibrary.h"

using namespace somno;
using namespace somno::sdreamer;

class TestModelLibrary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("SOMNOSCRIBE_MODELS", QFile::encodeName(m_folder->path()));
    }

    void foldersInOrder()
    {
        const QStringList folders = modelFolders();
        QCOMPARE(folders.size(), 3);
        QCOMPARE(folders[0], m_folder->path());
        QVERIFY(folders[1].endsWith(QStringLiteral("/somnoscribe/models")));
        QCOMPARE(folders[2], QDir::cleanPath(QCoreApplication::applicationDirPath() + "/../share/somnoscribe/models"));
        qunsetenv("SOMNOSCRIBE_MODELS");
        QCOMPARE(modelFolders().size(), 2);
    }

    void foundByNameAndByFolder()
    {
        save(m_folder->path(), QStringLiteral("mine"));
        const QString directory = m_folder->filePath(QStringLiteral("mine"));
        QCOMPARE(*findModel(QStringLiteral("mine")), directory);
        QCOMPARE(*findModel(directory), directory);
        QCOMPARE(*findModel(directory + QLatin1Char('/')), directory);
    }

    void aFolderNamedLikeTheShippedModelIsNotMeant()
    {
        save(m_folder->path(), kDefaultModel);
        QTemporaryDir here;
        save(here.path(), kDefaultModel);
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(here.path()));
        const auto byName = findModel(), byFolder = findModel(QStringLiteral("./starter"));
        QVERIFY(QDir::setCurrent(before));
        QCOMPARE(*byName, m_folder->filePath(kDefaultModel));
        QCOMPARE(QFileInfo(*byFolder).canonicalFilePath(), QFileInfo(here.filePath(kDefaultModel)).canonicalFilePath());
    }

    void firstFolderWins()
    {
        const QString user = modelFolders()[1];
        const QString name = QStringLiteral("twice");
        save(user, name);
        QCOMPARE(*findModel(name), QDir(user).filePath(name));
        save(m_folder->path(), name);
        QCOMPARE(*findModel(name), m_folder->filePath(name));
        int count = 0;
        for (const ModelListing &listing : listModels())
            count += QFileInfo(listing.directory).fileName() == name;
        QCOMPARE(count, 1);
        QVERIFY(QDir(QDir(user).filePath(name)).removeRecursively());
    }

    void unknownNameListsWhatThereIs()
    {
        save(m_folder->path(), QStringLiteral("mine"));
        const auto found = findModel(QStringLiteral("yours"));
        QCOMPARE(found.error().code, ErrorCode::ModelMissing);
        QVERIFY(found.error().message.contains(QStringLiteral("yours")));
        QVERIFY(found.error().detail.contains(QStringLiteral("mine")));
        QVERIFY(found.error().detail.contains(m_folder->path()));
    }

    void folderWithoutModel()
    {
        const auto found = findModel(m_folder->path());
        QCOMPARE(found.error().code, ErrorCode::ModelMissing);
        QVERIFY(found.error().message.contains(m_folder->path()));
        QVERIFY(!findModel(QString()).has_value());
        QVERIFY(!findModel(QStringLiteral("../..")).has_value());
    }

    void brokenModelsAreListedWithTheirError()
    {
        save(m_folder->path(), QStringLiteral("good"));
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("bad")));
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("unrelated")));
        QFile file(m_folder->filePath(QStringLiteral("bad/config.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        const auto models = listModels();
        QVERIFY(models.size() >= 2);
        QVERIFY(models[0].directory.endsWith(QStringLiteral("/bad")));
        QCOMPARE(models[0].package.error().code, ErrorCode::ModelInvalid);
        QVERIFY(models[1].directory.endsWith(QStringLiteral("/good")));
        QCOMPARE(models[1].package->title(), QStringLiteral("good 1"));
        QVERIFY(models[1].package->weights.empty());
    }

private:
    static void save(const QString &folder, const QString &name)
    {
        NetworkConfig config;
        config.modelWidth = 16;
        config.heads = 2;
        config.feedForward = 16;
        ModelPackage package;
        package.name = name;
        package.version = QStringLiteral("1");
        package.network = config;
        package.weights = Network::create(config, 1)->weights();
        const auto saved = package.save(QDir(folder).filePath(name), WeightPrecision::Float16);
        QVERIFY2(saved.has_value(), saved ? "" : qPrintable(saved.error().detail));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestModelLibrary)
#include "tst_modellibrary.moc"
