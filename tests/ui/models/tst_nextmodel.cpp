// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "tests/support/warnings.h"
#include "ui/models/nextmodel.h"

using namespace somno;
using namespace somno::test;
using learning::ScoringState;
using ui::NextModel;

namespace {

/// Two recordings of which one is scored, one is blank, and one has stages alone.
ui::NextStock threeRecordings()
{
    ui::NextStock stock;
    for (const auto &[id, state] : {std::pair{1, ScoringState::Scored}, std::pair{2, ScoringState::NotScored},
                                    std::pair{3, ScoringState::WithoutProbabilities}}) {
        ui::NextRecording recording;
        recording.entry.id = id;
        recording.entry.path = QStringLiteral("/d/m%1.edf").arg(id);
        recording.entry.label = QStringLiteral("m%1").arg(id);
        recording.entry.start = QDateTime(QDate(2024, 5, 6), QTime(8, 0));
        stock.recordings.push_back(recording);
        learning::StretchSource source{id, QStringLiteral("m%1").arg(id), {}};
        source.stock.state = state;
        stock.sources.push_back(source);
    }
    return stock;
}

std::vector<learning::NextStretch> twoStretches()
{
    return {{0, {3600, 3750}, 3600, 3750, 0.61, 0.52, 0.4, 0.3, QStringLiteral("doubtful: mean confidence 61 %")},
            {0, {0, 300}, 0, 300, 0.9, 0.2, 0.1, 0.05, QStringLiteral("mean confidence 90 %")}};
}

QString cell(const NextModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class TestNextModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void behavesAsAModel()
    {
        NextModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.setStretches(threeRecordings(), twoStretches());
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.rowCount(model.index(0, 0)), 0);
        QCOMPARE(model.columnCount(model.index(0, 0)), 0);
        model.setClockTime(false);
        model.setStretches({}, {});
        QCOMPARE(model.rowCount(), 0);
        for (int column = 0; column < NextModel::ColumnCount; ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        QVERIFY(!model.headerData(0, Qt::Vertical, Qt::DisplayRole).isValid());
    }

    void stretchesAreWrittenAsTheProgramWritesTimes()
    {
        NextModel model;
        model.setStretches(threeRecordings(), twoStretches());
        QCOMPARE(model.stretchCount(), 2);
        QCOMPARE(cell(model, 0, NextModel::Recording), QStringLiteral("m1"));
        QCOMPARE(cell(model, 0, NextModel::When), QStringLiteral("09:00:00 – 09:02:30"));
        QCOMPARE(cell(model, 0, NextModel::Minutes), QStringLiteral("2.5 min"));
        QCOMPARE(cell(model, 0, NextModel::Why), QStringLiteral("doubtful: mean confidence 61 %"));
        QSignalSpy changes(&model, &NextModel::dataChanged);
        model.setClockTime(true);
        QVERIFY(changes.isEmpty());
        model.setClockTime(false);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(cell(model, 0, NextModel::When), QStringLiteral("1:00:00 – 1:02:30"));
        const QString hint = model.index(0, 0).data(Qt::ToolTipRole).toString();
        for (const char *figure : {"m1: doubtful: mean", "0.52", "0.40", "0.30"})
            QVERIFY2(hint.contains(QLatin1String(figure)), qPrintable(hint));
        QVERIFY(!model.index(0, 0).data(Qt::ForegroundRole).isValid());
        QVERIFY(!model.index(0, 0).data(Qt::DecorationRole).isValid());
    }

    void whatCannotBeProposedHasALine()
    {
        NextModel model;
        model.setStretches(threeRecordings(), twoStretches());
        QCOMPARE(cell(model, 2, NextModel::Recording), QStringLiteral("m2"));
        QCOMPARE(cell(model, 2, NextModel::Why), QStringLiteral("not scored yet"));
        QCOMPARE(cell(model, 2, NextModel::When), QStringLiteral("–"));
        QCOMPARE(cell(model, 2, NextModel::Minutes), QStringLiteral("–"));
        QVERIFY2(cell(model, 3, NextModel::Why).contains(QStringLiteral("without a model's probabilities")),
                 qPrintable(cell(model, 3, NextModel::Why)));
        QVERIFY(model.index(2, 0).data(Qt::ForegroundRole).isValid());
        QVERIFY(model.index(2, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Auto-score")));
    }

    void placesAreFoundAgain()
    {
        NextModel model;
        model.setStretches(threeRecordings(), twoStretches());
        QCOMPARE(*model.placeAt(0), (ui::WantedPlace{1, QStringLiteral("/d/m1.edf"), 3600, 3750}));
        QCOMPARE(*model.placeAt(2), (ui::WantedPlace{2, QStringLiteral("/d/m2.edf"), 0, 0}));
        QVERIFY(!model.placeAt(-1) && !model.placeAt(4));
        QCOMPARE(model.rowOf(*model.placeAt(1)), 1);
        const ui::WantedPlace gone = *model.placeAt(0);
        model.setStretches(threeRecordings(), {twoStretches()[1]});
        QCOMPARE(model.rowOf(gone), -1);
    }

    void aFileThatMovedIsSaid()
    {
        ui::NextStock stock = threeRecordings();
        stock.recordings[0].isMissing = true;
        NextModel model;
        model.setStretches(stock, twoStretches());
        QVERIFY2(cell(model, 0, NextModel::Why).endsWith(QStringLiteral("(the file is not where it was)")),
                 qPrintable(cell(model, 0, NextModel::Why)));
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().startsWith(QStringLiteral("/d/m1.edf")));
        QVERIFY(model.index(0, 0).data(Qt::ForegroundRole).isValid());
    }
};

QTEST_MAIN(TestNextModel)
#include "tst_nextmodel.moc"
