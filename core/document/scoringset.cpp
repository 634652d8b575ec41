// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/scoringset.h"

#include <algorithm>

namespace somno::scoring {

int ScoringSet::indexOf(const QString &id) const
{
    const auto found = std::ranges::find(m_scorings, id, [](const Scoring &scoring) { return scoring.head.id; });
    return found == m_scorings.end() ? -1 : int(found - m_scorings.begin());
}

bool ScoringSet::isUntouched(int index) const
{
    return head(index).revision == 0 && document(index)->undoStack()->count() == 0;
}

int ScoringSet::add(const ScoringHead &head, Hypnogram hypnogram)
{
    if (const int known = indexOf(head.id); known >= 0)
        return known;
    m_scorings.push_back({head, std::make_unique<ScoringDocument>(std::move(hypnogram))});
    if (m_edited < 0)
        setEdited(0);
    return size() - 1;
}

void ScoringSet::setEdited(int index)
{
    if (std::exchange(m_edited, index) != index)
        Q_EMIT editedChanged();
}

} // namespace somno::scoring
