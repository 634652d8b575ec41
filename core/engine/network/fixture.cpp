// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/fixture.h"

#include <cmath>

namespace somno::sdreamer {

namespace {

constexpr double kInputScale = 1.75;

quint32 nameHash(const QByteArray &name)
{
    quint32 hash = 0x811C9DC5u;
    for (const char c : name)
        hash = (hash ^ quint8(c)) * 0x01000193u;
    return hash;
}

double numberOf(quint32 hash, quint32 index)
{
    quint32 x = hash + index * 0x9E3779B9u;
    x ^= x >> 16;
    x *= 0x85EBCA6Bu;
    x ^= x >> 13;
    x *= 0xC2B2AE35u;
    x ^= x >> 16;
    return double(x) / 2147483648.0 - 1;
}

std::vector<float> numbers(const QByteArray &name, qint64 count, double offset, double scale)
{
    const quint32 hash = nameHash(name);
    std::vector<float> values(static_cast<size_t>(count));
    for (size_t i = 0; i < values.size(); ++i)
        values[i] = float(offset + scale * numberOf(hash, quint32(i + 1)));
    return values;
}

// A row of the table a line.
// clang-format off
NetworkFigures seqNewMoE2Figures()
{
    NetworkFigures figures;
    figures.windows = 2;
    figures.parameters = 2410633;
    figures.parameterTensors = 162;
    figures.tensors = {
        {"input", 366.19952228, NAN, {.64810985, 1.68092656, -1.73516119, 1.01265407}, {NAN, NAN}},
        {"w eeg patch.1", 11.24204075, .007254130, {.13823023, -.36675832, .24968639, .32670328},
         {.40460864, .06332256}},
        {"eeg patches", 519.64644326, -.056265971, {-.25868945, 2.39316445, .23564444, .1856738},
         {-.15999424, -1.03770401}},
        {"eeg after block 0", 650.35945551, -.008377611, {-1.74005713, 2.6655865, .41318093, .18528676},
         {-.13445944, .34675147}},
        {"eeg after block 1", 731.63329279, -.033110913, {-2.51124812, 2.20209875, 1.07935825, .26694979},
         {-.59587788, .40126765}},
        {"eeg CLS", 96.44803766, -.061696974, {-1.36278619, -.29254205, .04465008, .31164354}, {-.59587788, .40126765}},
        {"emg patches", 512.10267227, -.007126132, {-.54713118, -.9258856, .00569846, .9142545},
         {.30272737, .94163801}},
        {"emg CLS", 94.41187382, .011094869, {.34205326, .17804527, -.95924043, -.85699913}, {-1.16651887, .10364146}},
        {"mix tokens in", 152.02413788, -.002344596, {-1.38291357, -.32066066, -.4020091, .40092313},
         {-1.54942492, .84545891}},
        {"after MoE block 0", 189.74108012, -.031344124, {-1.41552675, -.45861237, -.80385492, -.11632849},
         {-.16125382, 1.00135175}},
        {"after MoE block 1", 215.80137282, -.061634877, {-1.55710167, -.51304047, -.70181972, .50632992},
         {.56820064, .65102303}},
        {"after MoE block 2", 235.31848210, -.057573156, {-2.45242249, -.75409248, -.60840156, .56653796},
         {.52984612, 1.21812495}},
        {"after final norm", 183.45167941, -.008637547, {-1.98240593, -.54664291, -.52150612, .32697936},
         {.6241235, .95428276}},
        {"pooled mix", 81.44128028, -.042775880, {-.35122975, .05036436, .56930987, -.1018259},
         {.97017954, -.74194644}},
        {"eeg unit feats", 11.31370850, -.003076151, {.12287532, -.01855371, .00233497, -.16769567},
         {.01319644, -.07041073}},
        {"emg unit feats", 11.31370850, .005742265, {-.08503082, .0961413, -.23154778, .00576397},
         {.10641055, .02455868}},
    };
    figures.logits = {
        {"out", 5.57465794,
         {{0, {.06674202, -.70205411, .08166655}}, {63, {-.08468003, -.0483863, .5747147}}, {127,
          {-.14180412, .06780406, .43245379}}},
         {{42, 7, 79}}},
        {"out_eeg", 18.55251930,
         {{0, {.8705787, -.71573554, -.78968231}}, {63, {1.41582185, -.90587748, -.98269646}}, {127,
          {1.15764365, -.85109948, -.78560836}}},
         {{128, 0, 0}}},
        {"out_emg", 12.79851768,
         {{0, {.36041728, .65211107, .48231088}}, {63, {.82882846, .5824454, .367497}}, {127,
          {.63117243, .49468452, .34007836}}},
         {{57, 71, 0}}},
    };
    figures.softmaxRow0 = {{.40345238, .18702875, .40951887}};
    return figures;
}

NetworkFigures seqHMoEFigures()
{
    NetworkFigures figures;
    figures.config.architecture = QStringLiteral("SeqHMoE");
    figures.config.sequenceLength = 16;
    figures.windows = 2;
    figures.parameters = 2051593;
    figures.tensors = {
        {"eeg CLS", 5.65685425, NAN, {-.19126969, -.00396004, -.00439445, -.01601604}, {NAN, NAN}},
        {"emg CLS", 5.65685425, NAN, {-.09545753, .10996226, .18412568, .03651559}, {NAN, NAN}},
    };
    figures.logits = {
        {"out", 6.57409956, {{0, {-.20378045, -1.15813189, -.39168554}}, {31, {-.26596348, -1.65051857, -.31593387}}},
         {}},
        {"out_eeg", 13.61776802, {{0, {1.71577014, -1.3015518, -.50865162}},
         {31, {2.36202533, -1.25457846, -.36447771}}},
         {}},
        {"out_emg", 3.78728073, {{0, {.08002322, .18370732, -.1871861}}, {31, {.56488713, .14699732, -.40459765}}}, {}},
    };
    return figures;
}

NetworkFigures epochFigures()
{
    NetworkFigures figures;
    figures.config.architecture = QStringLiteral("Epoch");
    figures.config.sequenceLength = 4;
    figures.parameters = 990985;
    figures.parameterTensors = 81;
    figures.logits = {
        {"out", NAN,
         {{0, {.72546526, -.61750867, .40206852}}, {1, {.46139522, -.53818005, .24249236}},
          {2, {.43761175, -.42851946, .2634672}}, {3, {.51599207, -.47207081, .27219231}}}, {}},
        {"out_eeg", 2.04871351, {{0, {.54881268, -.81187851, -.36474281}}}, {}},
        {"out_emg", 1.55727174, {{0, {.30554262, .26805534, .6138208}}}, {}},
    };
    return figures;
}
// clang-format on

} // namespace

double fixtureNumber(const QByteArray &name, quint32 index)
{
    return numberOf(nameHash(name), index);
}

std::vector<float> fixtureWeights(const QString &name, const std::vector<qint64> &shape)
{
    qint64 count = 1;
    for (const qint64 extent : shape)
        count *= extent;
    const QByteArray key = name.toUtf8();
    const QString last = name.section(QLatin1Char('.'), -1);
    if (last.contains(QLatin1String("gamma")))
        return numbers(key, count, .5, .25);
    if (last == QLatin1String("cls_token") || last == QLatin1String("pos_emb")
        || name.contains(QLatin1String("mod_emb")))
        return numbers(key, count, 0, .5);
    if (last == QLatin1String("bias"))
        return numbers(key, count, 0, .1);
    if (shape.size() == 1)
        return numbers(key, count, 1, .2);
    return numbers(key, count, 0, std::sqrt(3.0 / double(shape.back())));
}

std::vector<float> fixtureInput(qint64 count)
{
    return numbers("input", count, 0, kInputScale);
}

const std::vector<NetworkFigures> &publishedFigures()
{
    static const std::vector<NetworkFigures> figures{seqNewMoE2Figures(), seqHMoEFigures(), epochFigures()};
    return figures;
}

} // namespace somno::sdreamer
