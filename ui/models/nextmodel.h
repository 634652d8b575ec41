// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <optional>

#include "core/work/nextreader.h"

namespace somno::ui {

/// A place that somebody wants to see. Without an extent it is the recording alone.
struct WantedPlace {
    qint64 recordingId = 0;
    QString path;
    double firstSec = 0;
    double lastSec = 0;
    friend bool operator==(const WantedPlace &, const WantedPlace &) = default;
};

/// The stretches to correct next, and below them the recordings of which nothing can be proposed because no model has
/// scored them.
class NextModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Recording, When, Minutes, Why, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// The stretches are of the stock's sources.
    void setStretches(const NextStock &stock, const std::vector<learning::NextStretch> &stretches);
    /// Clock time, where a recording has a start, or time since the start.
    void setClockTime(bool clock);

    [[nodiscard]] std::optional<WantedPlace> placeAt(int row) const;
    /// -1 where it is not in the list (any more).
    [[nodiscard]] int rowOf(const WantedPlace &place) const;
    [[nodiscard]] int stretchCount() const { return m_stretchCount; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        WantedPlace place;
        QString recording;
        QDateTime start;
        QString why;
        QString hint;
        bool isMissing = false;
        [[nodiscard]] bool isStretch() const { return place.lastSec > place.firstSec; }
    };

    void addNotes(const NextStock &stock);
    [[nodiscard]] QString text(const Row &row, int column) const;

    std::vector<Row> m_rows;
    int m_stretchCount = 0;
    bool m_clockTime = true;
};

} // namespace somno::ui
