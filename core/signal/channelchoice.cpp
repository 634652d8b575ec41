// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/channelchoice.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <vector>

#include "core/base/fileformat.h"

namespace somno::io {

using signal::Channel;
using signal::Recording;

namespace {

constexpr double kSlowestHz = 64; // slower channels are belts, temperatures, events

bool matches(const QString &label, const char *pattern)
{
    return QRegularExpression(QString::fromLatin1(pattern), QRegularExpression::CaseInsensitiveOption)
        .match(label)
        .hasMatch();
}

// Underscores and digits do not end a word for \b, so both are turned into spaces where a word is meant.
QString words(const QString &label)
{
    return QString(label).replace(QRegularExpression(QStringLiteral("[_\\-.:/()0-9]+")), QStringLiteral(" "));
}

bool isOther(const QString &label)
{
    return matches(label, "ECG|EKG|EOG|annotation|\\bimp|^E[12]\\b|^(LOC|ROC)\\b")
           || matches(words(label),
                      "\\b(resp|respiration|flow|airflow|thorax|thor|chest|abdo|abdomen|abdom|belt|nasal|snor\\w*|sao|"
                      "spo|saturation|"
                      "oxi\\w*|pulse|pleth\\w*|ppg|heart|hr|temp|temperature|position|light|activity|status|trigger|"
                      "axis|acc|accel\\w*|video|audio|marker|battery|ttl|sync)\\b");
}

bool isEmg(const QString &label)
{
    return matches(label, "EMG")
           || matches(words(label), "\\b(chin|neck|nuchal|mentalis|submental|muscle|trapezius)\\b");
}

bool isLegEmg(const QString &label)
{
    return matches(words(label), "\\b(leg|tib|tibialis|lat|rat|limb|plm)\\b");
}

bool isEeg(const QString &label)
{
    // Electrode names of the 10-10 system, alone or against a reference.
    return matches(label, "EEG|ECoG|LFP")
           || matches(label, "^(Fp|AF|F|FC|FT|C|T|CP|TP|P|PO|O)(z|[0-9]{1,2})([- "
                             "](A|M|Fp|AF|F|FC|FT|C|T|CP|TP|P|PO|O)?(z|[0-9]{0,2}|ref|avg?)$|$)")
           || matches(words(label), "\\b(frontal|parietal|occipital|cortex|ctx|hippocamp\\w*)\\b");
}

bool isFast(const Channel &channel)
{
    return channel.rate.hz() >= kSlowestHz;
}

template <class Predicate>
int firstChannel(const Recording &recording, Predicate predicate)
{
    const auto &all = recording.channels;
    const auto it = std::find_if(all.begin(), all.end(), [&](const Channel &channel) {
        return channel.unusable.isEmpty() && predicate(channel);
    });
    return it == all.end() ? -1 : int(it - all.begin());
}

int guessEmg(const Recording &recording)
{
    const auto isOf = [](const Channel &channel) { return isEmg(channel.label) && !isOther(channel.label); };
    const int neck = firstChannel(recording, [&](const Channel &c) { return isOf(c) && !isLegEmg(c.label); });
    return neck >= 0 ? neck : firstChannel(recording, isOf);
}

int guessEeg(const Recording &recording)
{
    const auto mayBe = [](const Channel &c) { return isFast(c) && !isEmg(c.label) && !isOther(c.label); };
    const int named = firstChannel(recording, [&](const Channel &c) { return isEeg(c.label) && mayBe(c); });
    return named >= 0 ? named : firstChannel(recording, mayBe);
}

QString fileName(const Recording &recording)
{
    return QFileInfo(recording.path).fileName();
}

QString quoted(const QString &text)
{
    return QLatin1Char('"') + text + QLatin1Char('"');
}

/// "#2" (500 Hz, uV)
QString numbered(const Recording &recording, int channel)
{
    const Channel &described = recording.channels[size_t(channel)];
    const QString rate = QStringLiteral("%1 Hz").arg(described.rate.hz(), 0, 'g', 6);
    return QStringLiteral("\"#%1\" (%2)")
        .arg(channel + 1)
        .arg(described.unit.isEmpty() ? rate : rate + QStringLiteral(", ") + described.unit);
}

/// The one channel of that name.
Result<int> usableChannel(const Recording &recording, const QString &name)
{
    const std::vector<int> called = recording.channelsCalled(name);
    QStringList listed;
    if (called.empty()) {
        for (const Channel &channel : recording.channels)
            listed << quoted(channel.label);
        return failure(
            ErrorCode::ChannelMissing, QStringLiteral("%1 has no channel \"%2\".").arg(fileName(recording), name),
            QStringLiteral("It has: %1. \"#2\" names the second channel.").arg(listed.join(QStringLiteral(", "))));
    }
    if (called.size() > 1) {
        for (const int channel : called)
            listed << numbered(recording, channel);
        return failure(
            ErrorCode::InvalidArgument,
            QStringLiteral("%1 has %2 channels \"%3\".").arg(fileName(recording)).arg(called.size()).arg(name),
            QStringLiteral("Choose one of them by its number: %1.").arg(eitherOf(listed)));
    }
    const Channel &channel = recording.channels[size_t(called.front())];
    if (!channel.unusable.isEmpty())
        return failure(ErrorCode::ChannelMissing,
                       QStringLiteral("%1: channel \"%2\" cannot be used.").arg(fileName(recording), name),
                       QStringLiteral("In the file %1. Choose another channel.").arg(channel.unusable));
    return called.front();
}

} // namespace

ChannelChoice guessChannels(const Recording &recording)
{
    ChannelChoice choice{guessEeg(recording), guessEmg(recording)};
    if (choice.emg >= 0 || choice.eeg < 0)
        return choice;
    // The usual pair of a mouse recording without telling names: EEG first, EMG second.
    const auto isFree = [](const Channel &c) { return isFast(c) && c.unusable.isEmpty() && !isOther(c.label); };
    std::vector<int> candidates;
    for (size_t i = 0; i < recording.channels.size(); ++i)
        if (isFree(recording.channels[i]))
            candidates.push_back(int(i));
    if (candidates.size() == 2) {
        const int other = candidates[0] == choice.eeg ? candidates[1] : candidates[0];
        const Channel &second = recording.channels[size_t(other)];
        if (second.rate == recording.channels[size_t(choice.eeg)].rate && !isEeg(second.label))
            choice.emg = other;
    }
    return choice;
}

Result<ChannelChoice> chooseChannels(const Recording &recording, const QString &eegName, const QString &emgName)
{
    ChannelChoice choice = guessChannels(recording);
    const auto choose = [&](const QString &name, int &chosen) -> Result<> {
        const auto channel = usableChannel(recording, name);
        if (!channel)
            return failure(channel.error());
        chosen = *channel;
        return {};
    };
    if (!eegName.isEmpty())
        if (auto chosen = choose(eegName, choice.eeg); !chosen)
            return failure(chosen.error());
    if (!emgName.isEmpty())
        if (auto chosen = choose(emgName, choice.emg); !chosen)
            return failure(chosen.error());
    if (choice.eeg != choice.emg || choice.eeg < 0)
        return choice;
    if (!eegName.isEmpty() && !emgName.isEmpty())
        return failure(
            ErrorCode::InvalidArgument,
            QStringLiteral("%1: \"%2\" is chosen as EEG and as EMG.").arg(fileName(recording), eegName),
            QStringLiteral("Choose two different channels, or score from one with --input eeg or --input emg."));
    (eegName.isEmpty() ? choice.eeg : choice.emg) = -1; // the guess gives way to the choice
    return choice;
}

} // namespace somno::io
