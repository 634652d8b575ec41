// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/modelrepository.h"
#include "core/project/sqlite/projectdatabase.h"
#include "tests/support/childprocess.h"

using namespace somno;
using namespace somno::store;

class TestModelRepository : public QObject {
    Q_OBJECT

private:
    void reopen()
    {
        m_project.reset();
        auto project = ProjectDatabase::open(path());
        QVERIFY(project);
        m_project = std::move(*project);
    }
    [[nodiscard]] QString path() const { return m_folder->filePath(QStringLiteral("p.somnoscribe")); }
    [[nodiscard]] ModelRepository models() { return ModelRepository(m_project->connection()); }
    [[nodiscard]] static ModelEntry mine(const QString &version, const QString &parent = QStringLiteral("starter 2.1"))
    {
        ModelEntry model;
        model.name = QStringLiteral("mine");
        model.version = version;
        model.folder = QStringLiteral("/home/zoë/models/mine-") + version;
        model.parent = parent;
        model.dataDigest = "00ff";
        model.subjects = {QStringLiteral("m1"), QStringLiteral("m,2")};
        model.epochs = 86400;
        model.settings = {{QStringLiteral("mode"), QStringLiteral("heads")}};
        model.metrics = {{QStringLiteral("judgement"), QJsonObject{{QStringLiteral("held_out"), QJsonArray{0.5}}}}};
        return model;
    }
    [[nodiscard]] qint64 add(const QString &version, const QString &parent = QStringLiteral("starter 2.1"))
    {
        return models().add(mine(version, parent)).value();
    }
    [[nodiscard]] QString activeVersion()
    {
        const auto active = models().active();
        return active && *active ? (*active)->version : QStringLiteral("shipped");
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_project.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }

    void versionIsFoundAgain()
    {
        const qint64 id = add(QStringLiteral("1"));
        reopen();
        const auto found = models().find(id);
        QVERIFY(found && *found);
        QCOMPARE((*found)->title(), QStringLiteral("mine 1"));
        QCOMPARE((*found)->folder, mine(QStringLiteral("1")).folder);
        QCOMPARE((*found)->parent, QStringLiteral("starter 2.1"));
        QCOMPARE((*found)->dataDigest, QByteArray("00ff"));
        QCOMPARE((*found)->subjects, (QStringList{QStringLiteral("m1"), QStringLiteral("m,2")}));
        QCOMPARE((*found)->epochs, 86400);
        QCOMPARE((*found)->settings, mine({}).settings);
        QCOMPARE((*found)->metrics, mine({}).metrics);
        QVERIFY((*found)->created.isValid());
        QVERIFY(!(*found)->deleted.isValid());
        QVERIFY(!*models().find(id + 1));
    }

    void emptyFieldsAreKept()
    {
        ModelEntry model;
        model.name = QStringLiteral("bare");
        model.created = QDateTime(QDate(2024, 3, 31), QTime(2, 30), Qt::UTC);
        QVERIFY(models().add(model));
        const auto all = models().list();
        QVERIFY(all);
        QCOMPARE(all->front().title(), QStringLiteral("bare"));
        QCOMPARE(all->front().created, model.created);
        QVERIFY(all->front().subjects.isEmpty());
    }

    void versionsAreNeverUsedAgain()
    {
        const qint64 id = add(QStringLiteral("1"));
        QCOMPARE(models().add(mine(QStringLiteral("1"))).error().code, ErrorCode::InvalidArgument);
        QVERIFY(models().markDeleted(id));
        QCOMPARE(models().add(mine(QStringLiteral("1"))).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(models().add({}).error().code, ErrorCode::InvalidArgument);
        QVERIFY(models().list()->empty());
        QCOMPARE(models().list(true)->size(), size_t(1));
    }

    void exactlyOneIsActive()
    {
        QCOMPARE(activeVersion(), QStringLiteral("shipped"));
        const qint64 first = add(QStringLiteral("1")), second = add(QStringLiteral("2"));
        QVERIFY(models().activate(first, QStringLiteral("better on m1")));
        QCOMPARE(activeVersion(), QStringLiteral("1"));
        QVERIFY(models().activate(second, QStringLiteral("more labels")));
        reopen();
        QCOMPARE(activeVersion(), QStringLiteral("2"));
        QVERIFY(models().activate(std::nullopt, QString()));
        QCOMPARE(activeVersion(), QStringLiteral("shipped"));
        QCOMPARE(models().activate(99, QString()).error().code, ErrorCode::InvalidArgument);
        const auto history = models().activations();
        QVERIFY(history);
        QCOMPARE(history->size(), size_t(3));
        QCOMPARE(history->at(0).modelId, std::optional<qint64>(first));
        QCOMPARE(history->at(0).why, QStringLiteral("better on m1"));
        QVERIFY(history->at(1).when.isValid());
        QVERIFY(!history->at(2).modelId);
    }

    void rollBackGoesBackStepByStep()
    {
        const qint64 first = add(QStringLiteral("1")), second = add(QStringLiteral("2")),
                     third = add(QStringLiteral("3"));
        for (const qint64 id : {first, second, second, third})
            QVERIFY(models().activate(id, QString()));
        const auto back = models().rollBack(QStringLiteral("worse at REM"));
        QVERIFY(back);
        QCOMPARE(*back, std::optional<qint64>(second));
        QCOMPARE(activeVersion(), QStringLiteral("2"));
        QVERIFY(models().rollBack(QString()));
        QCOMPARE(activeVersion(), QStringLiteral("1")); // not 3 again, and not 2 a second time
        QVERIFY(models().activate(third, QString()));
        QVERIFY(models().rollBack(QString()));
        QCOMPARE(activeVersion(), QStringLiteral("1"));
        QVERIFY(!*models().rollBack(QString()));
        QCOMPARE(activeVersion(), QStringLiteral("shipped"));
        QVERIFY(!models().canRollBack().value_or(true));
        const auto none = models().rollBack(QString());
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(models().activations()->size(), size_t(9));
        QVERIFY(models().activations()->at(4).isRollback);
        QCOMPARE(models().activations()->at(4).why, QStringLiteral("worse at REM"));
    }

    void rollBackPassesOverDeleted()
    {
        const qint64 first = add(QStringLiteral("1")), second = add(QStringLiteral("2")),
                     third = add(QStringLiteral("3"));
        for (const qint64 id : {first, second, third})
            QVERIFY(models().activate(id, QString()));
        QVERIFY(models().markDeleted(second));
        QCOMPARE(*models().rollBack(QString()), std::optional<qint64>(first));
    }

    void historyIsAppendOnly()
    {
        QVERIFY(models().activate(add(QStringLiteral("1")), QString()));
        Connection &connection = m_project->connection();
        QVERIFY(!connection.execute(QStringLiteral("UPDATE activations SET why = 'x'")));
        QVERIFY(!connection.execute(QStringLiteral("DELETE FROM activations")));
        QVERIFY(!connection.execute(QStringLiteral("DELETE FROM models")));
        QCOMPARE(models().activations()->size(), size_t(1));
    }

    void deletionSparesActiveAndParents()
    {
        const qint64 first = add(QStringLiteral("1"));
        const qint64 second = add(QStringLiteral("2"), QStringLiteral("mine 1"));
        QVERIFY(models().activate(second, QString()));
        QCOMPARE(models().markDeleted(second, true).error().code, ErrorCode::InvalidArgument);
        const auto parent = models().markDeleted(first);
        QVERIFY(!parent);
        QVERIFY(parent.error().message.contains(QLatin1String("mine 2")));
        QVERIFY(models().markDeleted(first, true));
        QVERIFY((*models().find(first))->deleted.isValid());
        QVERIFY(!models().markDeleted(first)); // is already
        QVERIFY(!models().activate(first, QString()));
        QVERIFY(models().activate(std::nullopt, QString()));
        QVERIFY(models().markDeleted(second));
        QVERIFY(models().list()->empty());
    }

    void senselessValuesAreAnError_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("subjects") << QStringLiteral("UPDATE models SET subjects = '[1]'");
        QTest::newRow("settings") << QStringLiteral("UPDATE models SET settings = 'none'");
        QTest::newRow("metrics") << QStringLiteral("UPDATE models SET metrics = '[]'");
        QTest::newRow("created") << QStringLiteral("UPDATE models SET created = 'yesterday'");
    }
    void senselessValuesAreAnError()
    {
        QFETCH(QString, damage);
        const qint64 id = add(QStringLiteral("1"));
        QVERIFY(models().activate(id, QString()));
        QVERIFY(m_project->connection().execute(damage));
        QCOMPARE(models().list().error().code, ErrorCode::ProjectCorrupt);
        QCOMPARE(models().active().error().code, ErrorCode::ProjectCorrupt);
    }

    void readOnlyProjectSaysSo()
    {
        const qint64 id = add(QStringLiteral("1"));
        m_project.reset();
        test::ChildProcess other(QStringLiteral("store_child"), {path()});
        QCOMPARE(other.line(), QByteArray("edited"));
        reopen();
        QCOMPARE(models().list()->size(), size_t(1));
        QCOMPARE(models().activate(id, QString()).error().code, ErrorCode::ProjectLocked);
        QCOMPARE(models().add(mine(QStringLiteral("2"))).error().code, ErrorCode::ProjectLocked);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProjectDatabase> m_project;
};

QTEST_GUILESS_MAIN(TestModelRepository)
#include "tst_modelrepository.moc"
