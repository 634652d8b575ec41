// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/findings.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

#include "core/scoring/learnedclass.h"
#include "core/scoring/stageset.h"

namespace somno::learning {

namespace {

using scoring::Stage;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::learning::Findings)
};

QString durationText(qint64 seconds)
{
    if (seconds < 120)
        return Text::tr("%1 s").arg(seconds);
    if (seconds < 600 && seconds % 60 != 0)
        return Text::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return seconds < 7200 ? Text::tr("%1 min").arg(seconds / 60)
                          : Text::tr("%1 h").arg(double(seconds) / 3600, 0, 'f', 1);
}

QString animalsText(qsizetype count)
{
    return count == 1 ? Text::tr("one animal") : Text::tr("%1 animals").arg(count);
}

QString splitName(Split split)
{
    switch (split) {
    case Split::Train: return Text::tr("to learn from");
    case Split::Validation: return Text::tr("for validation");
    case Split::Test: return Text::tr("for the judgement");
    }
    return {};
}

/// Collects the findings of one set.
class Examination {
public:
    explicit Examination(const TrainingSet &set) : m_set(set), m_total(set.total()) {}
    std::vector<Finding> run();

private:
    void lookForFiles();
    void lookAtAmount();
    void lookAtDivision();
    void lookAtKnown();
    void lookAtClass(Stage stage);
    void lookForConflicts();
    void lookForOnlyCorrections();
    void lookForOnlyAgreement();
    void lookAtAgreementHeldOut();
    void lookAtAnimals();

    void block(FindingKind kind, const QString &text) { m_findings.push_back({kind, Severity::Blocking, text}); }
    void warn(FindingKind kind, const QString &text) { m_findings.push_back({kind, Severity::Warning, text}); }
    [[nodiscard]] qsizetype animalsWith(Stage stage) const;

    const TrainingSet &m_set;
    StageSeconds m_total;
    std::vector<Finding> m_findings;
};

void Examination::lookForFiles()
{
    for (const QString &path : m_set.missingFiles())
        warn(FindingKind::MissingFile,
             Text::tr("%1 is no longer in %2; its labels are left out. Open it from where it is now to bring it back.")
                 .arg(QFileInfo(path).fileName(), QFileInfo(path).path()));
}

void Examination::lookAtAmount()
{
    const qint64 seconds = m_total.total();
    StageSeconds counted = m_set.offered().reviewed;
    if (m_set.importedCounts())
        counted += m_set.offered().imported;
    if (counted.total() > 0 && counted.classes() == 0)
        block(FindingKind::OneClass, Text::tr("None of the labels is of a stage that a model learns: label some Wake, "
                                              "NREM and REM."));
    else if (seconds == 0 && m_set.offered().imported.total() > 0 && !m_set.importedCounts())
        block(
            FindingKind::NothingReviewed,
            Text::tr(
                "Nobody has corrected or confirmed an epoch yet. There are %1 of imported labels: let them count if an "
                "expert made them.")
                .arg(durationText(m_set.offered().imported.total())));
    else if (seconds == 0 && !m_set.missingFiles().isEmpty())
        block(FindingKind::NothingReviewed,
              Text::tr("Of the recordings that are there, none has an epoch that somebody corrected or confirmed."));
    else if (seconds == 0)
        block(
            FindingKind::NothingReviewed,
            Text::tr(
                "Nobody has corrected or confirmed an epoch yet. Stages that only a model set teach it nothing: review "
                "some first."));
    else if (m_set.offered().imported.total() > 0 && !m_set.importedCounts())
        warn(FindingKind::ImportedLeftOut,
             Text::tr("%1 of imported labels do not count: let them if an expert made them.")
                 .arg(durationText(m_set.offered().imported.total())));
    if (seconds > 0 && seconds < kLeastSec)
        block(FindingKind::TooLittle, Text::tr("Only %1 are labelled: too little to learn from one part and judge by "
                                               "another. Label six minutes at the "
                                               "very least, better an hour.")
                                          .arg(durationText(seconds)));
}

void Examination::lookAtDivision()
{
    if (m_total.total() < kLeastSec)
        return; // said already
    if (m_set.secondsOfSplit(Split::Test).total() == 0 && m_set.learnedSec() > 0) {
        block(FindingKind::AlreadyLearned, Text::tr("There is nothing to judge by that the starting model has not "
                                                    "learned from already. Label other stretches, or start from an "
                                                    "earlier model."));
        return;
    }
    for (const Split split : kSplits)
        if (m_set.secondsOfSplit(split).total() == 0)
            block(
                FindingKind::NotDivided,
                Text::tr("There are no epochs %1. Label more, in other parts of the recording, or change the division.")
                    .arg(splitName(split)));
    const qint64 test = m_set.secondsOfSplit(Split::Test).total();
    if (test > 0 && test < kLeastTestSec)
        warn(FindingKind::LittleHeldOut,
             Text::tr("Only %1 are held out for the judgement: it will be able to show large differences only.")
                 .arg(durationText(test)));
}

void Examination::lookAtKnown()
{
    if (const qint64 seconds = m_set.learnedSec(); seconds > 0 && m_set.secondsOfSplit(Split::Test).total() > 0)
        warn(FindingKind::AlreadyLearned, Text::tr("The starting model, or one before it, learned from %1 of these "
                                                   "labels already: they are learned from again, and not judged by.")
                                              .arg(durationText(seconds)));
}

qsizetype Examination::animalsWith(Stage stage) const
{
    const QStringList subjects = subjectsOf(m_set.items());
    return std::ranges::count_if(subjects,
                                 [&](const QString &s) { return m_set.secondsOfSubject(s).ofClass(stage) > 0; });
}

void Examination::lookAtClass(Stage stage)
{
    const qint64 seconds = m_total.ofClass(stage);
    const QString name = scoring::stageName(stage);
    if (seconds == 0)
        warn(FindingKind::LittleOfClass,
             Text::tr("There is no %1 among the labels: whether the model gets worse at it cannot be "
                      "judged.")
                 .arg(name));
    else if (seconds < kLeastClassSec)
        warn(FindingKind::LittleOfClass,
             Text::tr("%1 of %2 in %3: too little to judge. %4 would do.")
                 .arg(durationText(seconds), name, animalsText(animalsWith(stage)), durationText(kLeastClassSec)));
    if (seconds == 0)
        return;
    const qint64 held = m_set.secondsOfSplit(Split::Test).ofClass(stage);
    if (held > 0 && held < kLeastHeldOutClassSec && seconds >= kLeastClassSec)
        warn(FindingKind::LittleOfClassHeldOut, Text::tr("Of %1, only %2 are held out for the judgement: too little to "
                                                         "judge it. Give the judgement another animal "
                                                         "or stretch.")
                                                    .arg(name, durationText(held)));
    if (held == 0)
        warn(FindingKind::ClassNotHeldOut,
             Text::tr("No %1 is held out for the judgement: it will say nothing of %1.").arg(name));
    if (m_set.secondsOfSplit(Split::Train).ofClass(stage) == 0)
        warn(FindingKind::ClassNotLearned, Text::tr("There is no %1 to learn from: all of it is held out.").arg(name));
}

void Examination::lookForConflicts()
{
    const auto items = m_set.items();
    for (size_t a = 0; a < items.size(); ++a)
        for (size_t b = a + 1; b < items.size(); ++b) {
            if (items[a].path != items[b].path)
                continue;
            const Disagreement found = disagreementOf(items[a], items[b]);
            const double share = found.compared > 0 ? double(found.different) / double(found.compared) : 0;
            if (share >= kLeastConflict)
                warn(FindingKind::Conflict,
                     Text::tr(
                         "%1 and %2 disagree on %3 % of the %4 of %5 that both scored. Both opinions are learned from, "
                         "equally often.")
                         .arg(items[a].scorer, items[b].scorer)
                         .arg(100 * share, 0, 'f', share < 0.1 ? 1 : 0)
                         .arg(durationText(found.compared), QFileInfo(items[a].path).fileName()));
        }
}

// Labels that are a model's mistakes by construction: on these it was wrong every time, and any other model looks
// better.
void Examination::lookForOnlyCorrections()
{
    const scoring::SourceSeconds &offered = m_set.offered();
    const qint64 experts
        = m_set.importedCounts() ? offered.imported.total() : 0; // who scored all of it, not the mistakes alone
    const double share
        = double(offered.confirmed.total() + experts) / double(std::max<qint64>(offered.reviewed.total() + experts, 1));
    if (offered.automatic.total() > 0 && offered.reviewed.total() > 0 && share < kLeastConfirmed)
        warn(
            FindingKind::OnlyCorrections,
            Text::tr(
                "Only %1 % of the reviewed epochs are confirmed ones; the others are corrections. A model that is "
                "taught and judged "
                "on the mistakes alone looks better than it becomes: confirm the stretches that you have gone through.")
                .arg(100 * share, 0, 'f', 0));
}

void Examination::lookForOnlyAgreement()
{
    const scoring::SourceSeconds &offered = m_set.offered();
    const double corrected = double(offered.reviewed.total() - offered.confirmed.total())
                             / double(std::max<qint64>(offered.reviewed.total(), 1));
    const bool othersTeach = m_set.importedCounts() && offered.imported.total() > 0;
    if (offered.confirmed.total() == 0 || corrected >= kLeastCorrected || othersTeach)
        lookAtAgreementHeldOut();
    else
        warn(FindingKind::OnlyAgreement,
             Text::tr("Hardly any of the reviewed epochs were corrected. From labels that only say what a model said, "
                      "it learns little, and the "
                      "judgement will favour it: correct it where it is wrong. Next shows where to look."));
}

void Examination::lookAtAgreementHeldOut()
{
    qint64 confirmed = 0, others = 0;
    for (size_t i = 0; i < m_set.items().size(); ++i)
        for (const EpochRange &range : m_set.ranges(i, Split::Test))
            for (EpochIndex epoch = range.first; epoch < range.last; ++epoch)
                ++(m_set.items()[i].labels.source(epoch) == scoring::EpochSource::Confirmed ? confirmed : others);
    if (confirmed > 0 && double(others) < kLeastCorrected * double(confirmed + others))
        warn(FindingKind::AgreementHeldOut,
             Text::tr("Hardly any of what is held out for the judgement was corrected: it is what a model said, and "
                      "that model is right there by "
                      "construction. Give the judgement an animal or stretches that you have gone through."));
}

void Examination::lookAtAnimals()
{
    const QStringList subjects = subjectsOf(m_set.items());
    if (subjects.size() == 1)
        warn(FindingKind::OneAnimal,
             Text::tr("All labels are of %1: the judgement will speak of that animal only.").arg(subjects.first()));
    else if (subjects.size() > 1 && !m_set.plan().bySubject)
        warn(FindingKind::SameAnimals, Text::tr("The epochs held out are of the animals that are learned from: the "
                                                "judgement will speak of these %1, not "
                                                "of others.")
                                           .arg(animalsText(subjects.size())));
}

std::vector<Finding> Examination::run()
{
    lookForFiles();
    lookAtAmount();
    if (m_total.total() > 0) {
        const qsizetype classes = m_total.classes();
        if (classes == 1)
            block(FindingKind::OneClass, Text::tr("All labels are of one stage. A model that learns from them forgets "
                                                  "the others: label some of each."));
        lookAtDivision();
        lookAtKnown();
        if (classes > 1)
            for (const Stage stage : scoring::kLearnedClasses)
                lookAtClass(stage);
        lookForConflicts();
        lookForOnlyCorrections();
        lookForOnlyAgreement();
        lookAtAnimals();
    }
    std::ranges::stable_sort(m_findings, std::ranges::greater(), &Finding::severity);
    return m_findings;
}

} // namespace

std::vector<Finding> findingsOf(const TrainingSet &set)
{
    return Examination(set).run();
}

bool isBlocked(const std::vector<Finding> &findings)
{
    return std::ranges::any_of(findings, [](const Finding &f) { return f.severity == Severity::Blocking; });
}

} // namespace somno::learning
