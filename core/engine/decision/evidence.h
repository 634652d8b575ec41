// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/engine/network/headlogits.h"
#include "core/engine/prepare/signalfeatures.h"
#include "core/model/networkconfig.h"

namespace somno::sdreamer {

/// What can be known of a recording's seconds, before anybody has decided: measured features, and what each head of the
/// network says (mean logits, NaN rows where it says nothing, empty where it was not asked).
struct Evidence {
    SignalFeatures signal;
    HeadLogits heads;

    [[nodiscard]] EpochIndex size() const { return signal.size(); }
    /// The seconds [first, last) as a recording of their own.
    [[nodiscard]] Evidence cut(EpochIndex first, EpochIndex last) const;
};

/// The evidence in numbers that mean the same in every recording: features against their own median and spread in it,
/// the heads' and the rules' log odds, each now, around, before and after; and, the same for all seconds, how far each
/// can be trusted here: spreads, how much of a feature is noise, how the heads, and the rules, share the recording
/// among the stages. For `Input::Eeg` and `Emg` only what is known from that signal.
class EvidenceRows {
public:
    EvidenceRows(const Evidence &evidence, Input input);

    /// Length of a row: the same for every recording and that input.
    [[nodiscard]] static size_t width(Input input);
    /// Of these, the last ones, which say something of the recording as a whole.
    [[nodiscard]] static size_t recordingWidth(Input input);
    [[nodiscard]] EpochIndex size() const { return m_size; }
    /// No signal says anything.
    [[nodiscard]] bool isSilent(EpochIndex second) const { return m_silent[size_t(second)]; }
    void row(EpochIndex second, std::span<float> out) const;

private:
    /// A quantity of each second, ready for the mean of any stretch; NaN left out.
    class Series {
    public:
        Series() = default;
        explicit Series(const std::vector<float> &values);
        [[nodiscard]] double mean(EpochIndex first, EpochIndex last) const; ///< 0 where nothing is known
        [[nodiscard]] double around(EpochIndex second, EpochIndex half) const
        {
            return mean(second - half, second + half + 1);
        }
        [[nodiscard]] EpochIndex size() const { return EpochIndex(m_sums.size()) - 1; }

    private:
        std::vector<double> m_sums{0};
        std::vector<qint32> m_counts{0};
    };

    void addFeature(const std::vector<float> &values);
    void addVariability(const std::vector<float> &values);
    void addHead(const std::vector<float> &logits);
    void addRules(const Evidence &evidence, Input input);

    EpochIndex m_size;
    std::vector<Series> m_series;      ///< of which rows hold five means each
    std::vector<Series> m_briefSeries; ///< two
    std::vector<Series> m_slowSeries;  ///< one
    std::vector<float> m_recording;
    std::vector<bool> m_silent;
};

} // namespace somno::sdreamer
