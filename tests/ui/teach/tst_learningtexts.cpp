// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teachingengine.h"

#include <QJsonDocument>
#include <QTextDocument>
#include <cmath>

#include "core/work/proposalcomparison.h"
#include "core/work/openrecording.h"
#include "core/work/teaching.h"
#include "tests/support/warnings.h"
#include "ui/lanes/trainingcurve.h"
#include "ui/models/judgementtext.h"
#include "ui/models/labelsmodel.h"
#include "ui/teach/stagestrips.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;

namespace {

QJsonObject metrics(const QByteArray &verdict)
{
    return QJsonDocument::fromJson(packageConfig("mine", "1", verdict)).object().value("metrics").toObject();
}

QString plain(const QString &html)
{
    QTextDocument document;
    document.setHtml(html);
    return document.toPlainText();
}

scoring::Proposal proposal(const std::vector<Stage> &stages)
{
    scoring::Proposal made;
    made.classes = {Stage::Wake, Stage::Nrem, Stage::Rem};
    for (const Stage stage : stages)
        for (const Stage of : made.classes)
            made.probabilities.push_back(stage == Stage::Unscored ? std::nanf("") : of == stage ? 0.8f : 0.1f);
    return made;
}

} // namespace

/// Words and figures of the loop: judgements, tables, comparisons.
class TestLearningTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void verdictsAreRead()
    {
        QCOMPARE(ui::verdictOf(metrics("better")), ui::ModelVerdict::Better);
        QCOMPARE(ui::verdictOf(metrics("worse")), ui::ModelVerdict::Worse);
        QCOMPARE(ui::verdictOf(metrics("not distinguishable")), ui::ModelVerdict::NotDistinguishable);
        QCOMPARE(ui::verdictOf({}), ui::ModelVerdict::Unknown);
        QVERIFY(ui::verdictLine({}).isEmpty());
        QCOMPARE(ui::verdictLine(metrics("better")), QStringLiteral("better (accuracy 0.800 → 0.900)"));
    }

    void theJudgementSaysItsFigures()
    {
        const QString text = plain(ui::judgementHtml(metrics("worse")));
        QVERIFY2(text.startsWith(QStringLiteral("Worse than the model it started from")), qPrintable(text));
        for (const char *part : {"129 epochs", "0.800", "0.700", "+0.100", "+0.020", "+0.300", "-0.050 to +0.400",
                                 "before", "REM", "Cohen", "42", "F1 of REM (43 epochs)"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
        QVERIFY(!text.contains(QStringLiteral("forgotten"))); // nothing was judged of that
        QVERIFY(!text.contains(QStringLiteral("too few")));
        QByteArray few = QJsonDocument(metrics("worse")).toJson(QJsonDocument::Compact);
        few.replace("\"support\":43", "\"support\":1");
        const QString told = plain(ui::judgementHtml(QJsonDocument::fromJson(few).object()));
        QVERIFY2(told.contains(QStringLiteral("too few epochs")) && !told.contains(QStringLiteral("-0.050 to +0.400")),
                 qPrintable(told));
        QVERIFY(plain(ui::judgementHtml({})).startsWith(QStringLiteral("Not judged")));
    }

    void oldSkillsHaveTheirSection()
    {
        QJsonObject all = metrics("better");
        QJsonObject judgement = all.value("judgement").toObject();
        judgement.insert(QStringLiteral("original"), judgement.value("held_out"));
        all.insert(QStringLiteral("judgement"), judgement);
        QVERIFY(plain(ui::judgementHtml(all)).contains(QStringLiteral("forgotten")));
    }

    void theCurveTakesPoints()
    {
        plot::TrainingCurve curve;
        curve.addPoint(0, std::nan(""), 0.9);
        curve.addPoint(10, 0.7, 0.8);
        curve.setBestStep(10);
        QCOMPARE(curve.pointCount(), 2);
        curve.setTheme(plot::PlotTheme::dark());
        curve.resize(300, 200);
        QVERIFY(!curve.grab().isNull());
        curve.clear();
        QCOMPARE(curve.pointCount(), 0);
    }

    void minutesAreRead()
    {
        QCOMPARE(ui::minutesText(0), QStringLiteral("–"));
        QCOMPARE(ui::minutesText(30), QStringLiteral("0.5"));
        QCOMPARE(ui::minutesText(3600), QStringLiteral("60"));
    }

    void aScoringIsAList()
    {
        ui::LabelStock stock;
        ui::StoredScoring one;
        one.recordingId = 7;
        one.recording = QStringLiteral("m1");
        one.offer.path = QStringLiteral("/d/m1.edf");
        one.offer.scorer = QStringLiteral("me");
        one.offer.subject = QStringLiteral("mouse");
        one.offer.hypnogram = handScored(1800);
        one.seconds = scoring::secondsBySource(one.offer.hypnogram);
        stock.scorings = {one, one};
        stock.scorings[1].offer.scorer.clear(); // nobody's
        const ui::LabelView view = ui::viewLabels(stock, {});
        QVERIFY(view.figures[0] && !view.figures[1]);
        QCOMPARE(view.figures[0]->stages.total(), qint64(1800));
        QVERIFY(view.figures[0]->splitSec[0] > view.figures[0]->splitSec[2] && view.figures[0]->splitSec[2] > 0);

        ui::LabelsModel model;
        model.setStock(stock);
        model.setFigures(view.figures);
        QCOMPARE(model.rowCount(), 2);
        const int nrem = ui::LabelsModel::FirstStage + 1;
        QCOMPARE(model.index(0, nrem).data().toString(), QStringLiteral("10"));
        QCOMPARE(model.index(1, nrem).data().toString(), QStringLiteral("–"));
        QStringList heads;
        for (int column = 0; column < model.columnCount(); ++column)
            heads << model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        QCOMPARE(heads, QStringLiteral("Recording Animal Scorer Wake NREM REM Learn Choose Judge").split(u' '));
        QCOMPARE(model.headerData(nrem, Qt::Horizontal, Qt::ToolTipRole).toString(),
                 QStringLiteral("Minutes of NREM that count"));
        QSignalSpy chosen(&model, &ui::LabelsModel::chosen), named(&model, &ui::LabelsModel::subjectNamed);
        QVERIFY(model.setData(model.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(chosen.size(), 1);
        ui::LabelChoice without;
        without.leftOut = model.leftOut();
        QCOMPARE(ui::viewLabels(stock, without).set.total().total(), qint64(0));
        QVERIFY(model.setData(model.index(0, ui::LabelsModel::Subject), QStringLiteral("other"), Qt::EditRole));
        QCOMPARE(named.first().at(0).toLongLong(), qint64(7));
        QVERIFY(!model.setData(model.index(0, ui::LabelsModel::Subject), QStringLiteral("other"),
                               Qt::EditRole)); // as it is
    }

    void whatWasMovedStaysMoved()
    {
        ui::LabelStock stock;
        for (const char *animal : {"a", "b", "c", "d"}) {
            ui::StoredScoring one;
            one.offer.path = QLatin1String(animal);
            one.offer.scorer = QStringLiteral("me");
            one.offer.subject = QLatin1String(animal);
            one.offer.hypnogram = handScored(900);
            stock.scorings.push_back(one);
        }
        const auto usual = ui::viewLabels(stock, {});
        QVERIFY(usual.set.plan().bySubject);
        const QString held = std::ranges::find_if(usual.set.plan().subjects, [](const auto &s) {
                                 return s.second == learning::Split::Test;
                             })->first;
        ui::LabelChoice moved;
        moved.subjects[held] = learning::Split::Train;
        moved.subjects[QStringLiteral("gone")] = learning::Split::Test; // of a recording that is left out now
        const auto view = ui::viewLabels(stock, moved);
        QCOMPARE(view.set.plan().subjects.at(held), learning::Split::Train);
        QVERIFY(!view.set.plan().subjects.contains(QStringLiteral("gone")));
    }

    void whatTheStartingModelKnowsIsNotJudgedBy()
    {
        ui::LabelStock stock;
        ui::StoredScoring one;
        one.digest = QStringLiteral("d1");
        one.offer.path = QStringLiteral("/d/m1.edf");
        one.offer.scorer = QStringLiteral("me");
        one.offer.subject = QStringLiteral("m1");
        one.offer.hypnogram = handScored(3600);
        stock.scorings = {one};
        QTemporaryDir model;
        writePackage(model.path(), "mine", "1");
        writeFile(model.filePath(QStringLiteral("config.json")),
                  packageConfig("mine", "1", "better")
                      .replace(R"("training":{)",
                               R"("training":{"learned":[{"recording":"d1","subject":"m1","epochs":[[0,1799]]},)"
                               R"({"recording":"d2","subject":"m2","epochs":[]}],)"));
        ui::LabelChoice choice;
        const auto hasSaid = [](const ui::LabelView &view) {
            return std::ranges::find(view.findings, learning::FindingKind::AlreadyLearned, &learning::Finding::kind)
                   != view.findings.end();
        };
        QVERIFY(!hasSaid(ui::viewLabels(stock, choice)));
        choice.baseModel = model.path();
        const auto view = ui::viewLabels(stock, choice);
        QVERIFY(hasSaid(view) && !learning::isBlocked(view.findings));
        QVERIFY(view.set.ranges(0, learning::Split::Test).front().first >= 1800 + learning::kSplitGuardSec);
        choice.baseModel = QStringLiteral("/nowhere"); // the teaching will say so
        QVERIFY(!hasSaid(ui::viewLabels(stock, choice)));
    }

    void stretchesWhereTwoModelsDiffer()
    {
        const auto before = proposal({Stage::Wake, Stage::Wake, Stage::Nrem, Stage::Nrem, Stage::Unscored, Stage::Rem});
        const auto after = proposal({Stage::Wake, Stage::Nrem, Stage::Rem, Stage::Rem, Stage::Rem, Stage::Rem});
        const auto stretches = ui::differentStretches(before, after);
        QCOMPARE(stretches.size(), size_t(2));
        QCOMPARE(stretches[0].range, (scoring::EpochRange{1, 2}));
        QCOMPARE(stretches[1].range, (scoring::EpochRange{2, 4}));
        QCOMPARE(stretches[1].after, Stage::Rem);
        const auto compared = ui::compareProposals(before, after);
        QVERIFY(compared);
        QCOMPARE(compared->agreement.compared, qint64(5));
        QCOMPARE(compared->agreement.accuracy, 0.4);
        QCOMPARE(compared->afterStages.stage(1), Stage::Nrem);
        ui::StageStrips strips;
        strips.resize(130 + 600, strips.sizeHint().height());
        strips.setResult(*compared);
        const QImage image = strips.grab().toImage();
        const plot::PlotTheme theme = plot::PlotTheme::light();
        QCOMPARE(image.pixelColor(130 + 50, 4), theme.stage(Stage::Wake)); // 100 columns an epoch, a row a stage
        QCOMPARE(image.pixelColor(130 + 250, 22), theme.stage(Stage::Nrem));
        QCOMPARE(image.pixelColor(130 + 250, 37 + 13), theme.stage(Stage::Rem));
        QCOMPARE(image.pixelColor(130 + 250, 32), theme.attention);
        QVERIFY(image.pixelColor(130 + 550, 32) != theme.attention);
        QSignalSpy wanted(&strips, &ui::StageStrips::placeWanted);
        QTest::mouseClick(&strips, Qt::LeftButton, {}, QPoint(130 + 300, 20));
        QCOMPARE(wanted.size(), 1);
        QVERIFY(std::abs(wanted.first().first().toDouble() - 3) < 0.1);
        auto other = after;
        other.epochSec = 4;
        const auto onGrid = ui::compareProposals(before, other);
        QVERIFY(onGrid);
        QCOMPARE(onGrid->afterStages.size(), before.size());
        QCOMPARE(onGrid->afterStages.stage(3), Stage::Wake);
        QCOMPARE(ui::compareProposals(before, proposal({Stage::Unscored})).error().code, ErrorCode::NoOverlap);
    }

    void argumentsOfAScoring()
    {
        const ui::OpenRecording both{1, QStringLiteral("r.edf"), {}, QStringLiteral("EEG"), QStringLiteral("EMG"), {}};
        QCOMPARE(ui::scoreArguments(both, {}, QStringLiteral("o.csv")).join(QLatin1Char(' ')),
                 QStringLiteral("score r.edf -o o.csv --eeg EEG --emg EMG"));
        const ui::OpenRecording one{1, QStringLiteral("r.edf"), {}, {}, QStringLiteral("EMG"), {}};
        QCOMPARE(ui::scoreArguments(one, QStringLiteral("/m"), QStringLiteral("o.csv")).join(QLatin1Char(' ')),
                 QStringLiteral("score r.edf -o o.csv --emg EMG --input emg --model /m"));
    }
};

QTEST_MAIN(TestLearningTexts)
#include "tst_learningtexts.moc"
