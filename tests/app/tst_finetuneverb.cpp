// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>

#include "tests/support/cohort.h"
#include "tests/support/engine.h"

using namespace somno;

/// The verb `finetune` of the built engine, from a model of a few steps.
class TestFinetuneVerb : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void aNewVersionWithItsJudgement();
    void simulatedMiceForAModelBornOfThem();
    void killedRunGoesOn();
    void stoppedRunIsFinished();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
    void oneStageIsRefused();
    void eightMinutesOfOneAnimalAreDivided();
    void twoStagesAloneTeach();
    void whatTeachesNothingLeavesThingsAsTheyAre();
    void tooLittleToDivideIsNamed();
    void aModelThatChangedIsNoticed();
    void whatAncestorsLearnedJudgesNothing();
    void whatIsLearnedUnderAnotherNameIsNoticed();
    void twoRunsOfOneModelAreApart();
    void aLossThatIsNoNumberEndsTheRun();
    void tooLittleMemoryIsNamed();

private:
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    QString write(const QString &name, const QJsonObject &object) const;
    [[nodiscard]] QJsonObject stretch(const char *split, int first, int last) const;
    /// Without the simulated mice, which take their time.
    [[nodiscard]] QStringList quick(const QString &output, const QStringList &more = {}) const;
    [[nodiscard]] QByteArray baseBytes() const;
    /// Labels of the third animal that nobody divided.
    [[nodiscard]] QString undivided(const QString &labels, const QJsonArray &confirmed) const;
    [[nodiscard]] test::EngineRun teach(const QString &manifest, const QString &output, const QString &options) const;
    [[nodiscard]] QJsonObject description(const QString &model) const;

    QTemporaryDir m_folder;
    QString m_base, m_manifest, m_options, m_long;
};

QString TestFinetuneVerb::write(const QString &name, const QJsonObject &object) const
{
    QFile out(file(name));
    if (!out.open(QIODevice::WriteOnly))
        qFatal("a file could not be written");
    out.write(QJsonDocument(object).toJson());
    return out.fileName();
}

QJsonObject TestFinetuneVerb::stretch(const char *split, int first, int last) const
{
    return {{"path", "3.edf"},
            {"labels", "3.edf"},
            {"subject", "m3"},
            {"split", split},
            {"confirmed", QJsonArray{QJsonArray{first, last}}}};
}

QStringList TestFinetuneVerb::quick(const QString &output, const QStringList &more) const
{
    return QStringList{"finetune", "--manifest", m_manifest,   "--model", m_base, "--config", m_options,
                       "--replay", "none",       "--original", "none",    "-o",   output}
           + more;
}

QByteArray TestFinetuneVerb::baseBytes() const
{
    QByteArray all;
    for (const char *name : {"/config.json", "/model.safetensors", "/MODEL_CARD.md"}) {
        QFile one(m_base + QLatin1String(name));
        if (one.open(QIODevice::ReadOnly))
            all += one.readAll();
    }
    return all;
}

QString TestFinetuneVerb::undivided(const QString &labels, const QJsonArray &confirmed) const
{
    return write(
        QStringLiteral("undivided.json"),
        {{"recordings", QJsonArray{QJsonObject{
                            {"path", "3.edf"}, {"labels", labels}, {"subject", "m3"}, {"confirmed", confirmed}}}}});
}

test::EngineRun TestFinetuneVerb::teach(const QString &manifest, const QString &output, const QString &options) const
{
    return test::runEngine({"finetune", "--manifest", manifest, "--model", m_base, "--config", options, "--replay",
                            "none", "--original", "none", "--progress=json", "-o", output});
}

QJsonObject TestFinetuneVerb::description(const QString &model) const
{
    QFile config(model + QStringLiteral("/config.json"));
    return config.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(config.readAll()).object() : QJsonObject();
}

void TestFinetuneVerb::initTestCase()
{
    const QJsonArray cohort = test::writeCohort(m_folder.path(), 3, 900);
    const QJsonObject splits{{"train", QJsonArray{"m1"}}, {"validation", QJsonArray{"m2"}}, {"test", QJsonArray{"m3"}}};
    m_base = file(QStringLiteral("base"));
    const QString config = write(
        QStringLiteral("base.json"),
        {{"network",
          QJsonObject{
              {"patch_length", 64}, {"model_width", 16}, {"heads", 2}, {"feed_forward", 16}, {"epoch_layers", 1}}},
         {"steps", 4},
         {"batch_windows", 2},
         {"validation_windows", 2}});
    const auto trained = test::runEngine(
        {"train", "--manifest", write(QStringLiteral("cohort.json"), {{"recordings", cohort}, {"splits", splits}}),
         "--config", config, "--name", "small", "-o", m_base});
    QVERIFY2(trained.status == 0, trained.err.constData());
    m_manifest = write(QStringLiteral("corrected.json"),
                       {{"recordings", QJsonArray{stretch("train", 0, 299), stretch("validation", 364, 463),
                                                  stretch("test", 528, 899)}}});
    m_options = write(QStringLiteral("options.json"), {{"steps", 4}, {"batch_windows", 2}, {"validate_every", 2}});
    m_long = write(QStringLiteral("long.json"),
                   {{"steps", 100000}, {"batch_windows", 2}, {"validate_every", 25}, {"patience", 0}});
}

void TestFinetuneVerb::aNewVersionWithItsJudgement()
{
    const QByteArray before = baseBytes();
    const QString model = file(QStringLiteral("mine"));
    const auto run
        = test::runEngine(quick(model, {"--mode", "all", "--name", "mine", "--model-version", "7", "--progress=json"}));
    QVERIFY2(run.status == 0, run.err.constData());
    QFile config(model + QStringLiteral("/config.json"));
    QVERIFY(config.open(QIODevice::ReadOnly));
    const QJsonObject package = QJsonDocument::fromJson(config.readAll()).object();
    QCOMPARE(package["parent"].toString(), QStringLiteral("small 1.0"));
    QCOMPARE(package["name"].toString() + package["version"].toString(), QStringLiteral("mine7"));
    QCOMPARE(package["training"]["subjects"].toArray(), QJsonArray{"m3"});
    QVERIFY(qAbs(package["training"]["hours"].toDouble() - 300 / 3600.0) < 1e-9);
    QCOMPARE(package["training"]["options"]["tuned_layers"].toString(), QStringLiteral("all"));
    const QJsonValue judged = package["metrics"]["judgement"];
    QCOMPARE(judged["held_out"]["epochs"].toInt(), 372);
    QVERIFY(judged["held_out"]["difference"]["macro_f1"]["low"].isDouble());
    QVERIFY(judged["original"].isUndefined());
    QFile card(model + QStringLiteral("/MODEL_CARD.md"));
    QVERIFY(card.open(QIODevice::ReadOnly));
    const QByteArray text = card.readAll();
    QVERIFY2(text.contains("Fine-tuned from small 1.0") && text.contains("held-out epochs")
                 && text.contains("95 % interval"),
             text);
    int validations = 0;
    QStringList devices;
    for (const QByteArray &line : run.out.split('\n')) {
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        validations += event.contains("validation_loss");
        if (event.contains("device_name"))
            devices << event["device_name"].toString();
    }
    QCOMPARE(validations, 3); // before the first step, after two and four
    QVERIFY(devices.size() == 1 && !devices.first().isEmpty());
    QCOMPARE(baseBytes(), before);
    QVERIFY(test::runEngine(
                {"score", file(QStringLiteral("2.edf")), "--model", model, "-o", file(QStringLiteral("scored.csv"))})
                .status
            == 0);
    const auto again = test::runEngine(quick(model));
    QVERIFY(again.status == 1 && again.err.contains("never overwritten"));
}

void TestFinetuneVerb::simulatedMiceForAModelBornOfThem()
{
    const QString model = file(QStringLiteral("reminded"));
    const auto run = test::runEngine(
        {"finetune", "--manifest", m_manifest, "--model", m_base, "--config", m_options, "-o", model});
    QVERIFY2(run.status == 0, run.err.constData());
    QVERIFY2(run.err.contains("On what its first ancestor learned for"), run.err.constData());
    QFile config(model + QStringLiteral("/config.json"));
    QVERIFY(config.open(QIODevice::ReadOnly));
    const QJsonObject package = QJsonDocument::fromJson(config.readAll()).object();
    const QJsonValue original = package["metrics"]["judgement"]["original"];
    QVERIFY(original["by_subject"].toBool() && original["units"].toInt() >= 9);
    QDir(model + QStringLiteral(".run")).removeRecursively();
}

void TestFinetuneVerb::killedRunGoesOn()
{
    const QString model = file(QStringLiteral("killed"));
    QProcess process;
    process.start(QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer"),
                  {"finetune", "--manifest", m_manifest, "--model", m_base, "--config", m_long, "--replay", "none",
                   "--original", "none", "-o", model, "--progress=json"});
    QVERIFY(process.waitForStarted());
    const QString checkpoint = model + QStringLiteral(".run/checkpoint.pt");
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardOutput()).contains("\"done\":60,"), 60000);
    process.kill();
    QVERIFY(process.waitForFinished());
    QVERIFY(QFile::exists(checkpoint) && !QFile::exists(model));
    const auto finished = test::runEngine({"finetune", "--manifest", m_manifest, "--model", m_base, "--config", m_long,
                                           "--replay", "none", "--original", "none", "-o", model, "--finish"});
    QVERIFY2(finished.status == 0, finished.err.constData());
    QVERIFY(QFile::exists(model + QStringLiteral("/model.safetensors")));
}

void TestFinetuneVerb::stoppedRunIsFinished()
{
    const QString model = file(QStringLiteral("stopped"));
    QProcess process;
    process.start(QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer"),
                  {"finetune", "--manifest", m_manifest, "--model", m_base, "--config", m_long, "--replay", "none",
                   "--original", "none", "-o", model, "--progress=json"});
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardOutput()).contains("\"done\":3,"),
                             60000); // before any checkpoint of its own
    process.terminate();
    QVERIFY(process.waitForFinished(5000));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!QFile::exists(model));
    const auto finished = test::runEngine({"finetune", "--manifest", m_manifest, "--model", m_base, "--config", m_long,
                                           "--replay", "none", "--original", "none", "-o", model, "--finish"});
    QVERIFY2(finished.status == 0, finished.err.constData());
}

void TestFinetuneVerb::mistakesAreNamed_data()
{
    QTest::addColumn<QJsonArray>("recordings");
    QTest::addColumn<QByteArray>("words");
    QJsonObject moved = stretch("train", 0, 299);
    moved.insert("path", "gone.edf");
    moved.insert("labels", "gone.edf");
    QTest::newRow("ten epochs") << QJsonArray{stretch("train", 0, 9), stretch("validation", 364, 463),
                                              stretch("test", 528, 899)}
                                << QByteArray("10 labelled epochs to learn from");
    QTest::newRow("nothing held out") << QJsonArray{stretch("train", 0, 299), stretch("validation", 364, 463)}
                                      << QByteArray("0 labelled epochs to judge by");
    QTest::newRow("no validation") << QJsonArray{stretch("train", 0, 299), stretch("test", 364, 463)}
                                   << QByteArray("to choose the best weights by");
    QTest::newRow("too near") << QJsonArray{stretch("train", 0, 299), stretch("validation", 310, 463),
                                            stretch("test", 528, 899)}
                              << QByteArray("less than 64 s apart");
    QTest::newRow("a recording that moved")
        << QJsonArray{moved, stretch("validation", 364, 463), stretch("test", 528, 899)} << QByteArray("gone.edf");
}

void TestFinetuneVerb::mistakesAreNamed()
{
    QFETCH(QJsonArray, recordings);
    QFETCH(QByteArray, words);
    const QString model = file(QStringLiteral("never"));
    const auto run
        = test::runEngine({"finetune", "--manifest", write(QStringLiteral("wrong.json"), {{"recordings", recordings}}),
                           "--model", m_base, "--replay", "none", "--original", "none", "-o", model});
    QCOMPARE(run.status, 1);
    QVERIFY2(run.err.contains(words), run.err.constData());
    QVERIFY(!QFile::exists(model) && !QFile::exists(model + QStringLiteral(".run")));
}

void TestFinetuneVerb::oneStageIsRefused()
{
    QFile labels(file(QStringLiteral("wake.csv")));
    QVERIFY(labels.open(QIODevice::WriteOnly));
    labels.write("onset_s,duration_s,stage\n0,900,Wake\n");
    labels.close();
    QJsonArray recordings;
    for (const auto &[split, first, last] :
         {std::tuple{"train", 0, 299}, std::tuple{"validation", 364, 463}, std::tuple{"test", 528, 899}}) {
        QJsonObject one = stretch(split, first, last);
        one.insert("labels", "wake.csv");
        recordings.append(one);
    }
    const auto run
        = test::runEngine({"finetune", "--manifest", write(QStringLiteral("wake.json"), {{"recordings", recordings}}),
                           "--model", m_base, "-o", file(QStringLiteral("never"))});
    QVERIFY2(run.status == 1 && run.err.contains("are Wake"), run.err.constData());
}

void TestFinetuneVerb::eightMinutesOfOneAnimalAreDivided()
{
    const QString model = file(QStringLiteral("eight"));
    const auto run = teach(undivided(QStringLiteral("3.edf"), QJsonArray{QJsonArray{100, 579}}), model, m_options);
    QVERIFY2(run.status == 0, run.out.constData());
    QVERIFY2(run.out.contains("divided by stretches") && run.out.contains("min to learn from"), run.out.constData());
    QVERIFY2(run.out.contains("are held out for the judgement"),
             run.out.constData()); // so little that it says what it cannot show
    const QJsonObject package = description(model);
    const double taughtSec = package["training"]["hours"].toDouble() * 3600;
    QVERIFY(taughtSec >= 60 && taughtSec <= 320);
    const int judged = package["metrics"]["judgement"]["held_out"]["epochs"].toInt();
    QVERIFY2(judged >= 64 && judged <= 160, qPrintable(QString::number(judged)));
}

void TestFinetuneVerb::twoStagesAloneTeach()
{
    QFile labels(file(QStringLiteral("two.csv")));
    QVERIFY(labels.open(QIODevice::WriteOnly));
    labels.write("onset_s,duration_s,stage\n");
    for (int first = 0; first < 480; first += 60)
        labels.write(QByteArray::number(first) + ",60," + (first % 120 == 0 ? "Wake" : "NREM") + "\n");
    labels.close();
    const QString model = file(QStringLiteral("two"));
    const auto run = teach(undivided(QStringLiteral("two.csv"), QJsonArray{QJsonArray{0, 479}}), model, m_options);
    QVERIFY2(run.status == 0, run.out.constData());
    QVERIFY2(run.out.contains("There is no REM among the labels"), run.out.constData());
    const QJsonObject package = description(model);
    QVERIFY(package["metrics"]["judgement"]["held_out"]["epochs"].toInt() > 0);
}

void TestFinetuneVerb::whatTeachesNothingLeavesThingsAsTheyAre()
{
    const QString model = file(QStringLiteral("untaught"));
    const QString wild = write(
        QStringLiteral("harmful.json"),
        {{"steps", 4}, {"batch_windows", 2}, {"validate_every", 2}, {"learning_rate", 0.5}, {"weight_average", 0}});
    const auto run = teach(m_manifest, model, wild);
    QVERIFY2(run.status == 0, run.out.constData());
    QVERIFY2(run.out.contains("These labels change nothing"), run.out.constData());
    const auto weights = [](const QString &folder) {
        QFile one(folder + QStringLiteral("/model.safetensors"));
        return one.open(QIODevice::ReadOnly) ? one.readAll() : QByteArray();
    };
    QVERIFY(!weights(model).isEmpty() && weights(model) == weights(m_base));
    const QJsonObject package = description(model), parent = description(m_base);
    QCOMPARE(package["metrics"]["unchanged"].toBool(), true);
    QCOMPARE(package["training"]["learned"].toArray(), parent["training"]["learned"].toArray());
    QCOMPARE(package["temperatures"], parent["temperatures"]);
    QCOMPARE(package["metrics"]["judgement"]["held_out"]["verdict"].toString(), QStringLiteral("not distinguishable"));
    QFile card(model + QStringLiteral("/MODEL_CARD.md"));
    QVERIFY(card.open(QIODevice::ReadOnly) && card.readAll().contains("These labels change nothing"));
}

void TestFinetuneVerb::tooLittleToDivideIsNamed()
{
    const QString model = file(QStringLiteral("never"));
    const auto run = teach(undivided(QStringLiteral("3.edf"), QJsonArray{QJsonArray{100, 299}}), model, m_options);
    QVERIFY2(run.status == 1 && run.out.contains("cannot be divided") && run.out.contains("Label six minutes"),
             run.out.constData());
    QVERIFY(!QFile::exists(model) && !QFile::exists(model + QStringLiteral(".run")));
}

void TestFinetuneVerb::aModelThatChangedIsNoticed()
{
    const QString copy = file(QStringLiteral("copy")), model = file(QStringLiteral("of copy"));
    QVERIFY(QDir().mkpath(copy));
    for (const char *name : {"/config.json", "/model.safetensors", "/MODEL_CARD.md"})
        QVERIFY(QFile::copy(m_base + QLatin1String(name), copy + QLatin1String(name)));
    const QStringList command{"finetune", "--manifest", m_manifest,   "--model", copy, "--config", m_options,
                              "--replay", "none",       "--original", "none",    "-o", model};
    QVERIFY(test::runEngine(command).status == 0);
    QVERIFY(QDir(model).removeRecursively()); // the run is still there
    QFile weights(copy + QStringLiteral("/model.safetensors"));
    QVERIFY(weights.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && weights.open(QIODevice::ReadWrite));
    QVERIFY(weights.seek(weights.size() - 2));
    QCOMPARE(weights.write(QByteArray::fromHex("0040"), 2), qint64(2)); // 2.0 as float16
    weights.close();
    const auto damaged = test::runEngine(command);
    QVERIFY2(damaged.status == 1 && damaged.err.contains("not those that the model was written with"),
             damaged.err.constData());
    QFile config(copy + QStringLiteral("/config.json")); // as another model of that name would have it
    QVERIFY(config.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && config.open(QIODevice::ReadWrite));
    QJsonObject description = QJsonDocument::fromJson(config.readAll()).object();
    description.remove(QLatin1String("weights_sha256"));
    QVERIFY(config.resize(0) && config.seek(0) && config.write(QJsonDocument(description).toJson()) > 0);
    config.close();
    const auto changed = test::runEngine(command);
    QVERIFY2(changed.status == 1 && changed.err.contains("another starting model"), changed.err.constData());
}

void TestFinetuneVerb::whatAncestorsLearnedJudgesNothing()
{
    const QString first = file(QStringLiteral("first"));
    auto run = test::runEngine(quick(first));
    QVERIFY2(run.status == 0, run.err.constData());
    QVERIFY2(!run.err.contains("held out"), run.err.constData()); // m3 was in no part that taught the base
    QFile config(first + QStringLiteral("/config.json"));
    QVERIFY(config.open(QIODevice::ReadOnly));
    const QJsonObject package = QJsonDocument::fromJson(config.readAll()).object();
    QCOMPARE(package["training"]["learned"].toArray().size(), 3); // its own, and two of the base

    // A second round that divides the same labels in another way: of 0 to 300 s, which the first learned from, nothing
    // is judged.
    const auto redivided = [this](int lastTest) {
        return write(QStringLiteral("redivided.json"),
                     {{"recordings", QJsonArray{stretch("test", 0, lastTest), stretch("train", 605, 700),
                                                stretch("validation", 765, 899)}}});
    };
    const QString second = file(QStringLiteral("second"));
    QStringList arguments = quick(second);
    arguments.replace(arguments.indexOf(QStringLiteral("--model")) + 1, first);
    const auto withManifest = [&arguments](const QString &manifest) {
        QStringList all = arguments;
        all.replace(all.indexOf(QStringLiteral("--manifest")) + 1, manifest);
        return all;
    };
    run = test::runEngine(withManifest(redivided(299)));
    QVERIFY2(run.status == 1 && run.err.contains("held out were learned by small"), run.err.constData());
    QVERIFY(!QFileInfo::exists(second));
    run = test::runEngine(withManifest(redivided(540)));
    QVERIFY2(run.status == 0 && run.err.contains("left out of the judgement"), run.err.constData());
    QFile secondConfig(second + QStringLiteral("/config.json"));
    QVERIFY(secondConfig.open(QIODevice::ReadOnly));
    // 528 to 540 s: before it lie what the first learned and was chosen by (0 to 463), and the guard.
    const QJsonObject secondPackage = QJsonDocument::fromJson(secondConfig.readAll()).object();
    QCOMPARE(secondPackage["metrics"]["judgement"]["held_out"]["epochs"].toInt(), 13);
}

void TestFinetuneVerb::whatIsLearnedUnderAnotherNameIsNoticed()
{
    const QString model = file(QStringLiteral("sly"));
    const auto tuned = [&](const QJsonArray &recordings, const QStringList &more = {}) {
        QStringList arguments = quick(model, more);
        arguments.replace(arguments.indexOf(QStringLiteral("--manifest")) + 1,
                          write(QStringLiteral("sly.json"), {{"recordings", recordings}}));
        return test::runEngine(arguments);
    };
    QJsonObject test = stretch("test", 0, 299);
    test.insert("path", "./3.edf"); // the same file
    auto run = tuned({stretch("train", 0, 299), stretch("validation", 364, 463), test});
    QVERIFY2(run.status == 1 && run.err.contains("less than 64 s apart"), run.err.constData());
    QVERIFY(QFile::copy(file(QStringLiteral("3.edf")), file(QStringLiteral("copy.edf"))));
    test.insert("path", "copy.edf"); // the same content
    run = tuned({stretch("train", 0, 299), stretch("validation", 364, 463), test});
    QVERIFY2(run.status == 1 && run.err.contains("are the same recording"), run.err.constData());
    QJsonObject none = stretch("test", 528, 899);
    none.insert("confirmed", QJsonArray{}); // would mean all
    run = tuned({stretch("train", 0, 299), stretch("validation", 364, 463), none});
    QVERIFY2(run.status == 1 && run.err.contains("are not ranges"), run.err.constData());

    // What is replayed is learned from.
    const QString replay
        = write(QStringLiteral("replay.json"), {{"recordings", QJsonArray{stretch("train", 600, 899)}}});
    QStringList replaying = quick(model);
    replaying.replace(replaying.indexOf(QStringLiteral("--replay")) + 1, replay);
    run = test::runEngine(replaying);
    QVERIFY2(run.status == 0 && run.err.contains("left out of the judgement"), run.err.constData());
    QFile config(model + QStringLiteral("/config.json"));
    QVERIFY(config.open(QIODevice::ReadOnly));
    const QJsonObject package = QJsonDocument::fromJson(config.readAll()).object();
    QCOMPARE(package["metrics"]["judgement"]["held_out"]["epochs"].toInt(), 600 - 64 - 528);
}

void TestFinetuneVerb::twoRunsOfOneModelAreApart()
{
    const QByteArray before = baseBytes();
    const QString first = file(QStringLiteral("beside1")), second = file(QStringLiteral("beside2")),
                  third = file(QStringLiteral("beside3"));
    QStringList endless = quick(first);
    endless.replace(endless.indexOf(QStringLiteral("--config")) + 1, m_long);
    QProcess running;
    running.start(QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer"), endless + QStringList{"--progress=json"});
    QByteArray told;
    QTRY_VERIFY_WITH_TIMEOUT((told += running.readAllStandardOutput()).contains("\"done\":30,"), 60000);
    auto run = test::runEngine(quick(second)); // the same model, at the same time
    QVERIFY2(run.status == 0, run.err.constData());
    run = test::runEngine(quick(third, {"--run", first + QStringLiteral(".run")})); // the same folder
    QVERIFY2(run.status == 1 && run.err.contains("Another process is training in"), run.err.constData());
    QVERIFY(!QFileInfo::exists(third));
    QCOMPARE(running.state(), QProcess::Running);
    running.kill();
    QVERIFY(running.waitForFinished());
    endless << QStringLiteral("--finish"); // the dead one's lock keeps nobody out, and what it left is whole
    run = test::runEngine(endless);
    QVERIFY2(run.status == 0, run.err.constData());
    QCOMPARE(baseBytes(), before);
}

void TestFinetuneVerb::aLossThatIsNoNumberEndsTheRun()
{
    const QByteArray before = baseBytes();
    const QString model = file(QStringLiteral("diverged"));
    QStringList arguments = quick(model);
    arguments.replace(arguments.indexOf(QStringLiteral("--config")) + 1,
                      write(QStringLiteral("wild.json"),
                            {{"steps", 50}, {"batch_windows", 2}, {"validate_every", 50}, {"learning_rate", 1e20}}));
    const auto run = test::runEngine(arguments);
    QVERIFY2(run.status == 1 && run.err.contains("loss is not a number at step")
                 && run.err.contains("half the learning rate"),
             run.err.constData());
    QVERIFY(!QFileInfo::exists(model));
    QCOMPARE(baseBytes(), before);
}

void TestFinetuneVerb::tooLittleMemoryIsNamed()
{
    const QString model = file(QStringLiteral("small"));
    auto run = test::runEngine(quick(model, {"--memory", "150"}));
    QVERIFY2(run.status == 1 && run.err.contains("not enough memory"), run.err.constData());
    QVERIFY(!QFileInfo::exists(model));
    run = test::runEngine(quick(model, {"--memory", "4000"}));
    QVERIFY2(run.status == 0, run.err.constData());
}

QTEST_GUILESS_MAIN(TestFinetuneVerb)
#include "tst_finetuneverb.moc"
