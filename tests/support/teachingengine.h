// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFuture>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "core/jobs/localrunner.h"
#include "core/project/projectstore.h"
#include "core/project/recordingstore.h"
#include "core/project/sqlite/projectdatabase.h"
#include "core/work/learningcontroller.h"
#include "core/work/projectservice.h"
#include "tests/support/scorings.h"

namespace somno::test {

inline void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(path));
}

inline QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Waits without blocking the thread: a thread that blocks on a future may do its work itself.
template <class T>
T answerOf(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20000))
        qFatal("no answer");
    return future.takeResult();
}

/// Stages and sources of all scorings of the project.
inline QByteArray everyLabel(ui::LearningController &controller)
{
    const auto stock = answerOf(controller.readLabels());
    QByteArray bytes;
    for (const ui::StoredScoring &scoring : stock->scorings) {
        const scoring::Hypnogram &h = scoring.offer.hypnogram;
        bytes += scoring.key().toUtf8() + QByteArray(reinterpret_cast<const char *>(h.stages().data()), h.size())
                 + QByteArray(reinterpret_cast<const char *>(h.sources().data()), h.size());
    }
    return bytes;
}

/// What config.json of a fine-tuned model says, with a judgement of 0.8 before and `after` after.
inline QByteArray packageConfig(const QByteArray &name, const QByteArray &version, const QByteArray &verdict)
{
    const QByteArray after = verdict == "worse" ? "0.7" : "0.9";
    const QByteArray agreement
        = R"({"accuracy":@,"macro_f1":@,"kappa":@,"classes":["Wake","NREM","REM"],)"
          R"("confusion":[[50,2,1],[3,60,0],[1,0,42]],)"
          R"("per_class":{"Wake":{"f1":@,"support":53},"NREM":{"f1":@,"support":63},"REM":{"f1":@,"support":43}}})";
    const QByteArray change = R"({"value":0.1,"low":0.02,"high":0.18})";
    return R"({"schema":1,"name":")" + name + R"(","version":")" + version
           + R"(","parent":"starter 2.1","architecture":{"type":"SeqNewMoE2"},)"
           + R"("classes":["Wake","NREM","REM"],"epoch_seconds":1,"sampling_rate_hz":512,)"
           + R"("normalisation":"running-emg",)" + R"("training":{"data_digest":"ab12","seed":"1",)"
           + R"("subjects":["m1"],"hours":0.5,"date":"2026-01-02T03:04:05Z","options":{"steps":100}},)"
           + R"("metrics":{"judgement":{"held_out":{"epochs":129,"units":3,"by_subject":false,"before":)"
           + QByteArray(agreement).replace('@', "0.8") + R"(,"after":)" + QByteArray(agreement).replace('@', after)
           + R"(,"difference":{"accuracy":)" + change + R"(,"macro_f1":)" + change + R"(,"kappa":)" + change
           + R"(,"f1":{"REM":{"value":0.3,"low":-0.05,"high":0.4}}},"verdict":")" + verdict
           + R"(","words":"As told."}}}})";
}

inline void writePackage(const QString &folder, const QByteArray &name, const QByteArray &version,
                         const QByteArray &verdict = "better")
{
    QDir().mkpath(folder);
    writeFile(folder + QStringLiteral("/config.json"), packageConfig(name, version, verdict));
    writeFile(folder + QStringLiteral("/model.safetensors"), "weights of " + name + version);
    writeFile(folder + QStringLiteral("/MODEL_CARD.md"), "# " + name + ' ' + version + "\n\nA card.\n");
}

/// A script in the engine's place. It teaches at once, unless a file of its folder tells otherwise: "hold" (it waits
/// while that is there, and ends when asked to), "fail" (its words are the error). "verdict" is what the judgement
/// says, "device" what it computes on. "pid" is its process.
class TeachingEngine {
public:
    TeachingEngine()
    {
        // One user's folders for each test: nothing of another one is there.
        qputenv("XDG_DATA_HOME", path(QStringLiteral("data")).toUtf8());
        tell(QStringLiteral("verdict"), "better");
        writePackage(path(QStringLiteral("package")), "NAME", "VERSION", "VERDICT");
        writeFile(path(QStringLiteral("engine.sh")), kScript);
        QFile::setPermissions(path(QStringLiteral("engine.sh")),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("SOMNOSCRIBE_ENGINE", path(QStringLiteral("engine.sh")).toUtf8());
    }
    ~TeachingEngine() { qunsetenv("SOMNOSCRIBE_ENGINE"); }

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    void tell(const QString &name, const QByteArray &text = "1") const { writeFile(path(name), text); }
    void untell(const QString &name) const { QFile::remove(path(name)); }
    /// Command lines, one each.
    [[nodiscard]] QStringList calls() const
    {
        return QString::fromUtf8(fileBytes(path(QStringLiteral("arguments.txt"))))
            .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
    [[nodiscard]] qint64 processId() const { return fileBytes(path(QStringLiteral("pid"))).trimmed().toLongLong(); }

private:
    static constexpr const char *kScript = R"(#!/bin/sh
dir=$(dirname "$0")
echo "$@" >> "$dir/arguments.txt"
echo $$ > "$dir/pid.new"; mv "$dir/pid.new" "$dir/pid"
verb=$1; finish=; model=starter
while [ $# -gt 0 ]; do
  case $1 in -o) out=$2;; --run) run=$2;; --name) name=$2;; --model-version) version=$2;;
    --finish) finish=1;; --model) model=$2;; esac
  shift
done
trap 'exit 130' TERM
if [ $verb = score ]; then
  cp "$dir/proposal.csv" "$out"
  echo "{\"event\":\"metric\",\"model\":\"$(basename "$model" | tr - ' ')\"}"
  echo "{\"event\":\"result\",\"path\":\"$out\"}"
  exit 0
fi
mkdir -p "$run"
if [ -e "$dir/device" ]; then echo "{\"event\":\"metric\",\"device_name\":\"$(cat "$dir/device")\"}"; fi
echo '{"event":"progress","phase":"train","done":1,"total":4}'
echo '{"event":"metric","step":1,"steps":4,"train_loss":0.9,"validation_loss":0.8,"best_step":1}'
echo '{"event":"warning","message":"There is little REM."}'
if [ -z "$finish" ]; then while [ -e "$dir/hold" ]; do sleep 0.02; done; fi
if [ -e "$dir/fail" ]; then cat "$dir/fail"; exit 1; fi
echo '{"event":"metric","step":4,"steps":4,"train_loss":0.5,"validation_loss":0.6,"best_step":4}'
cp -r "$dir/package" "$out.part"
sed -i "s/NAME/$name/; s/VERSION/$version/; s/VERDICT/$(cat "$dir/verdict")/" "$out.part/config.json"
echo "$name $version" > "$out.part/model.safetensors"
mv "$out.part" "$out"
echo "{\"event\":\"result\",\"path\":\"$out\"}"
)";

    QTemporaryDir m_folder;
};

/// A recording of the project, labelled by hand: bouts of a minute, Wake, NREM, REM in turn.
inline scoring::Hypnogram handScored(EpochIndex epochs)
{
    using scoring::Stage;
    scoring::Hypnogram hypnogram(epochs);
    for (EpochIndex i = 0; i < epochs; ++i)
        hypnogram.set(i, std::array{Stage::Wake, Stage::Nrem, Stage::Rem}[size_t(i / 60 % 3)],
                      scoring::EpochSource::Human);
    return hypnogram;
}

inline Result<> addScoring(store::ProjectStore &project, const QString &path, const QString &scorer,
                           const scoring::Hypnogram &hypnogram)
{
    store::RecordingEntry entry;
    entry.digest = path.toUtf8().toHex();
    entry.path = path;
    entry.label = QFileInfo(path).completeBaseName();
    entry.durationSec = double(hypnogram.size());
    entry.lastOpened = QDateTime::currentDateTimeUtc();
    const auto known = project.recordings().upsert(entry);
    if (!known)
        return failure(known.error());
    return saveScoring(project.scorings(), known->id, scorer, hypnogram).map([](qint64) {});
}

/// An open project in a folder of its own.
class OpenProject {
public:
    OpenProject() : OpenProject(std::make_shared<QTemporaryDir>()) {}
    /// The project of another one, as after a crash or from a second window.
    explicit OpenProject(std::shared_ptr<QTemporaryDir> folder)
        : m_folder(std::move(folder)),
          m_service(std::make_unique<ui::ProjectService>(
              store::ProjectDatabase::at(path(QStringLiteral("p.somnoscribe"))), QStringLiteral("tester")))
    {
    }
    [[nodiscard]] bool open()
    {
        QSignalSpy opened(m_service.get(), &ui::ProjectService::opened);
        m_service->open();
        return opened.wait(10000);
    }
    [[nodiscard]] ui::ProjectService *service() { return m_service.get(); }
    [[nodiscard]] std::shared_ptr<QTemporaryDir> folder() const { return m_folder; }
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    void close() { m_service.reset(); }

    /// A file that exists, scored by hand.
    [[nodiscard]] bool addLabels(const QString &name, EpochIndex epochs,
                                 const QString &scorer = QStringLiteral("tester"))
    {
        writeFile(path(name), "samples");
        const auto work = [p = path(name), scorer, epochs](store::ProjectStore &project) {
            return addScoring(project, p, scorer, handScored(epochs));
        };
        return answerOf(m_service->run(ui::ProjectAccess::Write, work)).has_value();
    }

private:
    std::shared_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::ProjectService> m_service;
};

} // namespace somno::test
