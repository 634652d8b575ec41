// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "core/labels/labelfile.h"
#include "core/work/proposalcomparison.h"
#include "tests/support/fakerunner.h"
#include "tests/support/hypnograms.h"
#include "tests/support/warnings.h"

using namespace somno;
using namespace somno::test;
using ui::ComparisonResult;
using ui::ProposalComparison;

namespace {

const QString kNew = QStringLiteral("/models/new");
const QString kActive = QStringLiteral("/models/active");

/// A comparison without an engine.
struct Desk {
    Desk()
        : finished(&comparison, &ProposalComparison::finished), failed(&comparison, &ProposalComparison::failed),
          cancelled(&comparison, &ProposalComparison::cancelled)
    {
    }
    void start(const scoring::Proposal &overlaid = {})
    {
        comparison.start({1, QStringLiteral("/d/m1.edf"), QStringLiteral("m1"), QStringLiteral("EEG"), {}, overlaid},
                         kNew, kActive);
    }
    [[nodiscard]] QString option(const char *name) const
    {
        const QStringList words = runner->last()->spec.arguments;
        return words.value(words.indexOf(QLatin1String(name)) + 1);
    }
    /// What `sdreamer score` does.
    void score(std::string_view letters, const QString &model) const
    {
        scoring::Proposal proposal = proposalOf(letters, 0.9f);
        proposal.modelVersion.clear(); // the file's own word would come first
        QVERIFY(io::writeLabels(option("-o"), scoring::Hypnogram::fromProposal(proposal)));
        runner->last()->hear(modelNamed(model));
        runner->last()->endFinished();
    }
    static jobs::MetricEvent modelNamed(const QString &model) { return {{{QStringLiteral("model"), model}}}; }
    ComparisonResult result()
    {
        if (!QTest::qWaitFor([this] { return !finished.isEmpty(); }))
            qFatal("no result");
        return finished.first().first().value<ComparisonResult>();
    }

    std::shared_ptr<FakeRunner> runner = std::make_shared<FakeRunner>();
    ProposalComparison comparison{runner};
    QSignalSpy finished, failed, cancelled;
};

} // namespace

class TestProposalComparison : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void withWhatLiesOverTheRecording()
    {
        Desk desk;
        desk.start(proposalOf("WWNNRR", 0.8f));
        QVERIFY(desk.comparison.isRunning());
        QCOMPARE(desk.option("score"), QStringLiteral("/d/m1.edf"));
        QCOMPARE(desk.option("--model"), kNew);
        const QString file = desk.option("-o");
        desk.score("WWWNRR", QStringLiteral("new 1"));
        const ComparisonResult result = desk.result();
        QCOMPARE(desk.runner->started(), size_t(1));
        QCOMPARE(result.before, QStringLiteral("test 1"));
        QCOMPARE(result.after, QStringLiteral("new 1"));
        QCOMPARE(lettersOf(result.beforeStages), "WWNNRR");
        QCOMPARE(lettersOf(result.afterStages), "WWWNRR");
        QCOMPARE(result.stretches.size(), size_t(1));
        QCOMPARE(result.stretches.front().range, (scoring::EpochRange{2, 3}));
        QVERIFY(!desk.comparison.isRunning());
        QVERIFY(!QFileInfo::exists(QFileInfo(file).path())); // nothing temporary stays
    }

    void withTheModelInUseWhereNothingLiesOverIt()
    {
        Desk desk;
        desk.start();
        const QString after = desk.option("-o");
        desk.score("WWNN", QStringLiteral("new 1"));
        QCOMPARE(desk.runner->started(), size_t(2));
        QCOMPARE(desk.option("--model"), kActive);
        QVERIFY(desk.option("-o") != after);
        desk.comparison.start({}, {}, {}); // one at a time
        QCOMPARE(desk.runner->started(), size_t(2));
        desk.score("WNNN", QStringLiteral("mine 2"));
        const ComparisonResult result = desk.result();
        QCOMPARE(result.before, QStringLiteral("mine 2"));
        QCOMPARE(result.after, QStringLiteral("new 1"));
        QCOMPARE(lettersOf(result.beforeStages), "WNNN");
    }

    void aScoringOfLongerEpochsIsComparedInItsOwn()
    {
        Desk desk;
        desk.start(proposalOf("WNR", 0.8f, 4));
        desk.score("WWWWWWWNRRRR", QStringLiteral("new 1"));
        const ComparisonResult result = desk.result();
        QCOMPARE(result.epochSec, 4.0);
        QCOMPARE(lettersOf(result.beforeStages), "WNR");
        QCOMPARE(lettersOf(result.afterStages), "WWR");
        QCOMPARE(result.agreement.compared, 3);
        QCOMPARE(result.stretches.size(), size_t(1));
        QCOMPARE(result.stretches.front().range, (scoring::EpochRange{1, 2}));
        QVERIFY(desk.failed.isEmpty());
    }

    void progressIsPassedOn()
    {
        Desk desk;
        QSignalSpy progress(&desk.comparison, &ProposalComparison::progress);
        desk.start();
        desk.runner->last()->hear(jobs::ProgressEvent{QStringLiteral("score"), 30, 120});
        QCOMPARE(progress.first(), (QVariantList{qint64(30), qint64(120)}));
    }

    void cancel()
    {
        Desk desk;
        desk.comparison.cancel(); // nothing runs
        desk.start();
        desk.comparison.cancel();
        QVERIFY(desk.cancelled.wait());
        QVERIFY(!desk.comparison.isRunning());
        desk.start(); // and anew
        QCOMPARE(desk.runner->started(), size_t(2));
    }

    void failuresAreTold()
    {
        Desk desk;
        desk.start();
        desk.runner->last()->endFailed({ErrorCode::ChannelMissing, QStringLiteral("No EMG."), {}});
        QCOMPARE(desk.failed.first().first().value<Error>().message, QStringLiteral("No EMG."));
        QVERIFY(!desk.comparison.isRunning());
        desk.start();
        desk.runner->last()->endFinished(); // without its file
        desk.runner->last()->endFinished();
        QTRY_COMPARE(desk.failed.size(), 2);
        QVERIFY(!desk.comparison.isRunning());
    }

    void theEngineEndsWithIt()
    {
        auto desk = std::make_unique<Desk>();
        const auto runner = desk->runner;
        desk->start();
        desk.reset();
        QVERIFY(!runner->last());
    }
};

QTEST_GUILESS_MAIN(TestProposalComparison)
#include "tst_proposalcomparison.moc"
