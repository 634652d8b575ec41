// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/windowfixture.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTableView>
#include <QTextBrowser>

#include "core/labels/labelfile.h"
#include "core/work/learningcontroller.h"
#include "ui/teach/learningwindow.h"
#include "ui/window/learninglink.h"

using namespace somno;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Stage;

namespace {

constexpr int kLongMs = 400'000; // a busy machine
const QString kStarter = QStringLiteral(SOMNOSCRIBE_SOURCE_DIR "/resources/models");

/// The engine that the tests use: the one told, or the one built here.
QString engineProgram()
{
    const QString told = qEnvironmentVariable("SOMNOSCRIBE_ENGINE");
    return told.isEmpty() ? QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer") : told;
}

bool canTeach(const QString &engine)
{
    QProcess process;
    process.start(engine, {QStringLiteral("finetune"), QStringLiteral("--help")});
    return process.waitForFinished(kLongMs) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool simulate(const QString &engine, const QString &path)
{
    QProcess process;
    process.start(engine,
                  {QStringLiteral("simulate"), QStringLiteral("--hours"), QStringLiteral("0.4"),
                   QStringLiteral("--rate"), QStringLiteral("128"), QStringLiteral("--seed"), QStringLiteral("3"),
                   QStringLiteral("--start-hour"), QStringLiteral("9"), QStringLiteral("-o"), path});
    return process.waitForFinished(kLongMs) && process.exitCode() == 0;
}

/// What a person answers for: set, or agreed to.
std::vector<Stage> reviewed(const scoring::Hypnogram &hypnogram)
{
    std::vector<Stage> stages;
    for (EpochIndex i = 0; i < hypnogram.size(); ++i)
        stages.push_back(hypnogram.source(i) == EpochSource::Automatic ? Stage::Unscored : hypnogram.stage(i));
    return stages;
}

bool autoScore(Sitting &sitting)
{
    sitting.bar()->hide();
    sitting.trigger("actionAutoScore");
    return QTest::qWaitFor([&] { return sitting.bar()->message().startsWith(QStringLiteral("Auto-score:")); }, kLongMs);
}

/// Goes through the first part of a recording as an expert who knows the truth: one key a bout, which corrects or
/// confirms.
void review(Sitting &sitting, const scoring::Hypnogram &truth, EpochIndex last)
{
    for (const scoring::EpochRange &bout : truth.bouts()) {
        const Stage stage = truth.stage(bout.first);
        if (bout.first >= last || stage == Stage::Unscored)
            continue;
        sitting.selection()->select({bout.first, std::min(bout.last, last)});
        sitting.key(stage == Stage::Nrem ? Qt::Key_2 : stage == Stage::Rem ? Qt::Key_3 : Qt::Key_1);
    }
    sitting.selection()->clear();
}

} // namespace

/// Once round the loop with the real engine: score, correct, teach, read the judgement, activate, score again, go back.
class TestLearningLoop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void onceRoundTheLoop()
    {
        const QString engine = engineProgram();
        if (!QFileInfo(engine).isExecutable() || !canTeach(engine))
            QSKIP("no engine that can fine-tune (bin/sdreamer, or SOMNOSCRIBE_ENGINE)");
        const Desk desk;
        qputenv("SOMNOSCRIBE_ENGINE", engine.toUtf8());
        qputenv("SOMNOSCRIBE_MODELS", kStarter.toUtf8());
        qputenv("XDG_DATA_HOME", desk.path(QStringLiteral("data")).toUtf8());
        const QString path = desk.path(QStringLiteral("mouse_s3.edf"));
        QVERIFY(simulate(engine, path));
        const auto truth = io::readLabels(path, {.epochSec = 1});
        QVERIFY(truth);

        Sitting sitting(desk.project());
        QVERIFY(sitting.open(path));
        QVERIFY(autoScore(sitting));
        QVERIFY2(sitting.hypnogram().proposal().modelVersion.startsWith(QStringLiteral("starter")),
                 qPrintable(sitting.hypnogram().proposal().modelVersion));
        review(sitting, truth->hypnogram, 1200);
        const auto labels = reviewed(sitting.hypnogram());
        QVERIFY(std::ranges::count(labels, Stage::Unscored) < qint64(labels.size()));

        sitting.trigger("actionTeach");
        ui::LearningWindow *learning = sitting.window.learning()->window();
        const auto button
            = [&](const char *name) { return learning->findChild<QAbstractButton *>(QLatin1String(name)); };
        QTRY_VERIFY_WITH_TIMEOUT(button("teachButton")->isEnabled(), kLongMs);
        learning->findChild<QSpinBox *>(QStringLiteral("teachSteps"))->setValue(6);
        learning->findChild<QCheckBox *>(QStringLiteral("teachKeep"))->setChecked(false);
        button("teachButton")->click();
        auto *report = learning->findChild<QTextBrowser *>(QStringLiteral("runReport"));
        const auto *queue = sitting.window.learning()->controller()->jobs();
        QTRY_VERIFY_WITH_TIMEOUT(!queue->ids().empty() && queue->find(queue->ids().front())->isOver(), kLongMs);
        const jobs::JobInfo &job = *queue->find(queue->ids().front());
        QVERIFY2(job.state == jobs::JobState::Done,
                 qPrintable(job.error ? job.error->message + job.error->detail : QString()));
        QTRY_VERIFY(!sitting.window.learning()->controller()->models()->models().empty());
        QVERIFY2(report->toPlainText().contains(QStringLiteral("the model it started from")),
                 qPrintable(report->toPlainText()));
        QVERIFY(reviewed(sitting.hypnogram()) == labels);

        QTRY_VERIFY(button("useButton")->isEnabled());
        button("useButton")->click();
        if (auto *box = learning->findChild<QMessageBox *>(QStringLiteral("worseQuestion"))) // of so little teaching
            box->findChild<QPushButton *>(QStringLiteral("questionYes"))->click();
        QTRY_VERIFY(sitting.window.learning()->controller()->models()->active());
        QVERIFY(autoScore(sitting));
        QCOMPARE(sitting.hypnogram().proposal().modelVersion, QStringLiteral("mine 1"));
        button("backButton")->click();
        QTRY_VERIFY(!sitting.window.learning()->controller()->models()->active());
        QVERIFY(autoScore(sitting));
        QVERIFY(sitting.hypnogram().proposal().modelVersion.startsWith(QStringLiteral("starter")));
        QVERIFY(reviewed(sitting.hypnogram()) == labels);
    }
};

QTEST_MAIN(TestLearningLoop)
#include "tst_learningloop.moc"
