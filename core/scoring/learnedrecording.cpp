// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/learnedrecording.h"

#include <QJsonObject>
#include <algorithm>

namespace somno::scoring {

void addLearned(std::vector<LearnedRecording> &all, const LearnedRecording &one)
{
    const auto known = std::ranges::find(all, one.digest, &LearnedRecording::digest);
    if (known == all.end()) {
        all.push_back(one);
        return;
    }
    if (known->ranges.empty() || one.ranges.empty()) {
        known->ranges.clear();
        return;
    }
    Ranges both = known->ranges;
    both.insert(both.end(), one.ranges.begin(), one.ranges.end());
    known->ranges = united(std::move(both));
}

QJsonArray learnedToJson(const std::vector<LearnedRecording> &learned)
{
    QJsonArray array;
    for (const LearnedRecording &one : learned) {
        QJsonArray epochs;
        for (const EpochRange &range : one.ranges)
            epochs << QJsonArray{range.first, range.last - 1};
        array << QJsonObject{{QStringLiteral("recording"), one.digest},
                             {QStringLiteral("subject"), one.subject},
                             {QStringLiteral("epochs"), epochs}};
    }
    return array;
}

std::vector<LearnedRecording> learnedFromJson(const QJsonArray &array)
{
    std::vector<LearnedRecording> learned;
    for (const QJsonValue value : array) {
        const QJsonObject object = value.toObject();
        LearnedRecording one{
            object.value(QLatin1String("recording")).toString(), object.value(QLatin1String("subject")).toString(), {}};
        for (const QJsonValue pair : object.value(QLatin1String("epochs")).toArray())
            one.ranges.push_back({pair.toArray().at(0).toInteger(), pair.toArray().at(1).toInteger() + 1});
        one.ranges = united(std::move(one.ranges));
        if (!one.digest.isEmpty())
            addLearned(learned, one);
    }
    return learned;
}

} // namespace somno::scoring
