// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teachingengine.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>

#include "core/work/modelshelf.h"
#include "tests/support/warnings.h"
#include "ui/models/roundsmodel.h"

using namespace somno;
using namespace somno::test;
using ui::RoundsModel;

namespace {

store::ModelEntry model(const char *version, const char *parent, const QByteArray &verdict, qint64 epochs)
{
    store::ModelEntry entry;
    entry.name = QStringLiteral("mine");
    entry.version = QLatin1String(version);
    entry.folder = QStringLiteral("/d/mine-") + entry.version;
    entry.parent = QLatin1String(parent);
    entry.epochs = epochs;
    if (!verdict.isEmpty())
        entry.metrics
            = QJsonDocument::fromJson(packageConfig("mine", version, verdict)).object().value("metrics").toObject();
    return entry;
}

QString cell(const RoundsModel &rounds, int row, int column)
{
    return rounds.index(row, column).data().toString();
}

} // namespace

class TestRoundsModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void roundsInTheirOrder()
    {
        OpenProject project;
        QVERIFY(project.open());
        ui::ModelShelf shelf(project.service());
        RoundsModel rounds(&shelf);
        const QAbstractItemModelTester tester(&rounds, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(rounds.rowCount(), 0);
        const auto add = [](store::ProjectStore &project) -> Result<> {
            store::ModelStore &models = project.models();
            for (const store::ModelEntry &entry :
                 {model("1", "starter 2.1", "better", 1800), model("2", "mine 1", "worse", 3000),
                  model("3", "", "better", 60), model("4", "mine 2", "", 6)})
                if (const auto id = models.add(entry); !id)
                    return failure(id.error());
            return {};
        };
        QVERIFY(answerOf(project.service()->run(ui::ProjectAccess::Write, add)));
        shelf.refresh();
        QTRY_COMPARE(rounds.rowCount(), 3); // the third is from scratch
        const QStringList first{QStringLiteral("mine 1"),        QStringLiteral("starter 2.1"),
                                QStringLiteral("30 min"),        QStringLiteral("0.800 → 0.900"),
                                QStringLiteral("0.800 → 0.900"), QStringLiteral("better")};
        for (int column = 0; column < RoundsModel::ColumnCount; ++column)
            QCOMPARE(cell(rounds, 0, column), first[column]);
        QCOMPARE(cell(rounds, 1, RoundsModel::Parent), QStringLiteral("mine 1"));
        QCOMPARE(cell(rounds, 1, RoundsModel::Accuracy), QStringLiteral("0.800 → 0.700"));
        QCOMPARE(cell(rounds, 1, RoundsModel::Verdict), QStringLiteral("worse"));
        QCOMPARE(cell(rounds, 2, RoundsModel::Accuracy), QStringLiteral("–"));
        QCOMPARE(cell(rounds, 2, RoundsModel::Verdict), QStringLiteral("not judged"));
        QCOMPARE(rounds.index(0, RoundsModel::Accuracy).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("+0.100, 95 % interval +0.020 to +0.180"));
        QVERIFY(rounds.index(2, RoundsModel::MacroF1).data(Qt::ToolTipRole).toString().isEmpty());
        QVERIFY(!rounds.index(0, RoundsModel::Version).data(Qt::ToolTipRole).toString().isEmpty());
        QCOMPARE(rounds.rowCount(rounds.index(0, 0)), 0);
        for (int column = 0; column < RoundsModel::ColumnCount; ++column)
            QVERIFY(!rounds.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        QVERIFY(!rounds.headerData(0, Qt::Vertical, Qt::DisplayRole).isValid());

        shelf.remove(1);
        QTRY_COMPARE(rounds.rowCount(), 2);
    }
};

QTEST_GUILESS_MAIN(TestRoundsModel)
#include "tst_roundsmodel.moc"
