// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QtTest>

#include "ui/models/recordinglistmodel.h"

using namespace somno;
using ui::RecordingListModel;
using ui::RecordingRow;

class TestRecordingListModel : public QObject {
    Q_OBJECT

    static RecordingRow row(qint64 id, const QString &path, EpochIndex scored, bool missing = false,
                            EpochIndex reviewed = 0)
    {
        RecordingRow row;
        row.entry.id = id;
        row.entry.path = path;
        row.entry.label = QStringLiteral("recording %1").arg(id);
        row.entry.durationSec = 600;
        row.entry.start = QDateTime(QDate(2024, 5, 6), QTime(7, 8));
        row.progress = {100, scored, reviewed};
        row.missing = missing;
        return row;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void behavesAsAModel()
    {
        RecordingListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.setRows({row(1, QStringLiteral("/a.edf"), 0), row(2, QStringLiteral("/b.edf"), 50)});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowCount(model.index(0)), 0);
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void tellsWhatARowIs()
    {
        RecordingListModel model;
        model.setRows(
            {row(7, QStringLiteral("/data/a.edf"), 25, false, 13), row(8, QStringLiteral("/data/b.edf"), 0, true)});
        const QModelIndex first = model.index(0);
        QCOMPARE(first.data().toString(), QStringLiteral("recording 7"));
        QCOMPARE(first.data(RecordingListModel::PathRole).toString(), QStringLiteral("/data/a.edf"));
        QCOMPARE(first.data(RecordingListModel::IdRole).toLongLong(), 7);
        QCOMPARE(first.data(RecordingListModel::ScoredFractionRole).toDouble(), 0.25);
        QCOMPARE(first.data(RecordingListModel::ReviewedFractionRole).toDouble(), 0.13);
        QVERIFY2(first.data(Qt::ToolTipRole).toString().contains(QStringLiteral("25 % scored, 13 % reviewed")),
                 qPrintable(first.data(Qt::ToolTipRole).toString()));
        QVERIFY(!first.data(RecordingListModel::MissingRole).toBool());
        QVERIFY(first.data(RecordingListModel::DetailRole).toString().endsWith(QStringLiteral("10 min")));
        QVERIFY(model.index(1).data(Qt::ToolTipRole).toString().contains(QStringLiteral("not there")));
        QCOMPARE(model.presentPaths(), QStringList{QStringLiteral("/data/a.edf")});
        QVERIFY(!model.data(model.index(5)).isValid());
    }

    void findsAndUpdatesRows()
    {
        RecordingListModel model;
        model.setRows({row(7, QStringLiteral("/a.edf"), 0), row(8, QStringLiteral("/b.edf"), 0)});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setProgress(8, {100, 75, 0});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);
        model.setProgress(8, {100, 75, 0});
        model.setProgress(99, {100, 75, 0});
        QCOMPARE(changed.size(), 1);
        model.setProgress(8, {100, 75, 30}); // reviewed, and nothing else
        QCOMPARE(changed.size(), 2);
        QVERIFY(changed.last().last().value<QList<int>>().contains(RecordingListModel::ReviewedFractionRole));
        QCOMPARE(model.find(QStringLiteral("/b.edf"))->progress, (scoring::ReviewProgress{100, 75, 30}));
        QVERIFY(!model.find(QStringLiteral("/c.edf")));
        QCOMPARE(model.rowOf(7), 0);
        QCOMPARE(model.rowOf(99), -1);
    }

    void durationsReadWell_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("seconds") << 42.0 << QStringLiteral("42 s");
        QTest::newRow("minutes") << 600.0 << QStringLiteral("10 min");
        QTest::newRow("hours") << 43440.0 << QStringLiteral("12 h 04 min");
        QTest::newRow("whole hours") << 14400.0 << QStringLiteral("4 h");
    }
    void durationsReadWell()
    {
        QFETCH(double, seconds);
        QTEST(ui::durationText(seconds), "text");
    }
};

QTEST_GUILESS_MAIN(TestRecordingListModel)
#include "tst_recordinglistmodel.moc"
