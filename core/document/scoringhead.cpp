// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/scoringhead.h"

#include <QUuid>

namespace somno::scoring {

ScoringHead ScoringHead::begin(qint64 recordingId, const QString &author, ScoringKind kind)
{
    ScoringHead head;
    head.id = QUuid::createUuid().toString(QUuid::Id128);
    head.recordingId = recordingId;
    head.author = author;
    head.kind = kind;
    return head;
}

ScoringHead ScoringHead::fork() const
{
    ScoringHead head = begin(recordingId, author, kind);
    head.beside = id;
    return head;
}

} // namespace somno::scoring
