// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtEndian>
#include <cstring>

#include "core/engine/checkpoints/checkpoint.h"
#include "core/engine/checkpoints/torcharchive.h"
#include "core/engine/network/network.h"

namespace somno::sdreamer {

namespace {

/// Writes the pickle of a state dictionary with the few operations of protocol 2 that torch.load() asks for.
class StateDictPickle {
public:
    StateDictPickle() { m_bytes = QByteArrayLiteral("\x80\x02") + kEmptyDict + '('; }

    /// The tensor's values are the whole of the record data/`record`.
    void add(const QString &name, const std::vector<qint64> &shape, int record, qint64 values)
    {
        text(name.toUtf8());
        m_bytes += "ctorch._utils\n_rebuild_tensor_v2\n((";
        text("storage");
        m_bytes += "ctorch\nFloatStorage\n";
        text(QByteArray::number(record));
        text("cpu");
        integer(values);
        m_bytes += "tQ"; // the tuple is a reference to a storage
        integer(0);
        std::vector<qint64> stride(shape.size(), 1);
        for (size_t i = shape.size(); i-- > 1;)
            stride[i - 1] = stride[i] * shape[i];
        tuple(shape);
        tuple(stride);
        m_bytes += '\x89';     // no gradient
        m_bytes += kEmptyDict; // no hooks
        m_bytes += "tR";
    }

    QByteArray finish() { return m_bytes + "u."; }

private:
    static constexpr const char *kEmptyDict = "ccollections\nOrderedDict\n)R";

    void text(const QByteArray &utf8)
    {
        m_bytes += 'X';
        number(qint32(utf8.size()));
        m_bytes += utf8;
    }
    void integer(qint64 value)
    {
        m_bytes += 'J';
        number(qint32(value));
    }
    void tuple(const std::vector<qint64> &values)
    {
        m_bytes += '(';
        for (const qint64 value : values)
            integer(value);
        m_bytes += 't';
    }
    void number(qint32 value)
    {
        char bytes[sizeof value];
        qToLittleEndian(value, bytes);
        m_bytes.append(bytes, sizeof bytes);
    }

    QByteArray m_bytes;
};

QByteArray bytesOf(const std::vector<float> &values)
{
    QByteArray bytes(qsizetype(values.size() * sizeof(float)), Qt::Uninitialized);
    qToLittleEndian<float>(values.data(), qsizetype(values.size()), bytes.data());
    return bytes;
}

void warnOfLosses(const ModelPackage &package, const Progress &progress)
{
    const NetworkConfig &network = package.network;
    if (network.eegHeadTrained || network.emgHeadTrained)
        progress.warning(QStringLiteral("A PyTorch file cannot say that single-channel heads were trained. To import "
                                        "it again: --heads-trained %1.")
                             .arg(network.eegHeadTrained && network.emgHeadTrained ? QStringLiteral("eeg,emg")
                                  : network.eegHeadTrained                         ? QStringLiteral("eeg")
                                                                                   : QStringLiteral("emg")));
    if (network.normalisation != Normalisation::ZScoreRecording)
        progress.warning(
            QStringLiteral(
                "The model expects signals normalised as %1; the published programs normalise otherwise, and "
                "will score worse with it. To import it again: --normalisation %1.")
                .arg(normalisationName(network.normalisation)));
    if (network.heads != NetworkConfig().heads)
        progress.warning(QStringLiteral("It does not say how many heads attention has. To import it again: --heads %1.")
                             .arg(network.heads));
    if (package.temperature(Input::Both) != 1)
        progress.warning(
            QStringLiteral("The calibration temperature %1 is left out; without it the confidences differ.")
                .arg(package.temperature(Input::Both)));
    if (!network.sharedAttention)
        progress.warning(QStringLiteral(
            "Its signals have attention of their own, which no published network has; only this program can load it."));
}

} // namespace

Result<> exportCheckpoint(const ModelPackage &package, const QString &path, const Progress &progress)
{
    if (auto fits = checkWeights(package.network, package.weights, package.title()); !fits)
        return fits;
    StateDictPickle pickle;
    std::vector<TorchRecord> records(1);
    for (const auto &[name, shape] : parameterShapes(package.network)) {
        const std::vector<float> &values = package.weights.at(name).values;
        const int index = int(records.size()) - 1;
        pickle.add(name, shape, index, qint64(values.size()));
        records.push_back({QStringLiteral("data/%1").arg(index), bytesOf(values)});
    }
    records.front() = {QStringLiteral("data.pkl"), pickle.finish()};
    if (auto written = writeTorchArchive(path, records); !written)
        return written;
    warnOfLosses(package, progress);
    return {};
}

} // namespace somno::sdreamer
