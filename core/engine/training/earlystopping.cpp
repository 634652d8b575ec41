// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/earlystopping.h"

#include <QJsonArray>
#include <cmath>

namespace somno::sdreamer {

namespace {

/// Where a model has hardly anything wrong, as in the two minutes that few labels leave to choose by, its loss can but
/// rise: a little of it says nothing (measured: docs/fine-tuning.md), epochs that are wrong do.
constexpr double kLossSlack = 0.02;

QJsonArray jsonOf(const ValidationFigures &figures)
{
    if (std::isfinite(figures.loss))
        return {figures.loss, figures.accuracy, figures.macroF1};
    return {};
}

ValidationFigures figuresFrom(const QJsonArray &json)
{
    if (json.size() != 3)
        return {};
    return {json[0].toDouble(), json[1].toDouble(), json[2].toDouble()};
}

} // namespace

bool ValidationFigures::areWorseThan(const ValidationFigures &before) const
{
    return loss > before.loss + kLossSlack || accuracy < before.accuracy
           || macroF1 < before.macroF1; // NaN: none of its stages is there
}

EarlyStopping::EarlyStopping(const TrainOptions &options)
    : m_steps(options.steps), m_chooseFrom(options.chooseFrom * options.steps), m_patience(options.patience)
{
}

bool EarlyStopping::note(int step, const ValidationFigures &figures)
{
    if (step == 0)
        m_start = figures;
    const bool isCandidate = step > 0 && step >= m_chooseFrom;
    if (isCandidate)
        ++m_sinceBest;
    if (isCandidate && m_bestStep < m_chooseFrom) // what was kept until here was for a run that is stopped early
        m_bestLoss = std::numeric_limits<double>::infinity();
    if (!(figures.loss < m_bestLoss) || step == 0)
        return false;
    m_bestLoss = figures.loss;
    m_best = figures;
    m_bestStep = step;
    m_sinceBest = 0;
    return true;
}

bool EarlyStopping::isTime(int step) const
{
    return step >= m_steps || (m_patience > 0 && m_sinceBest >= m_patience);
}

void EarlyStopping::addTo(QJsonObject &position) const
{
    position.insert(QStringLiteral("best_step"), m_bestStep);
    position.insert(QStringLiteral("since_best"), m_sinceBest);
    position.insert(QStringLiteral("best_loss"), std::isfinite(m_bestLoss) ? QJsonValue(m_bestLoss) : QJsonValue());
    position.insert(QStringLiteral("start_figures"), jsonOf(m_start));
    position.insert(QStringLiteral("best_figures"), jsonOf(m_best));
}

void EarlyStopping::takeFrom(const QJsonObject &position)
{
    m_bestStep = position.value(QStringLiteral("best_step")).toInt();
    m_sinceBest = position.value(QStringLiteral("since_best")).toInt();
    m_bestLoss = position.value(QStringLiteral("best_loss")).toDouble(m_bestLoss);
    m_start = figuresFrom(position.value(QStringLiteral("start_figures")).toArray());
    m_best = figuresFrom(position.value(QStringLiteral("best_figures")).toArray());
}

} // namespace somno::sdreamer
