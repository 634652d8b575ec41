// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a format holds comes back from it, by content alone; damaged files of every format give an answer.
#include <random>

#include "tests/support/labelfiles.h"

using namespace somno;
using namespace somno::test;
using scoring::Hypnogram;
using scoring::Stage;

namespace {

bool holds(const io::LabelFormat &format, Stage stage)
{
    return format.stages.empty() || std::ranges::find(format.stages, stage) != format.stages.end();
}

/// Of stages that the format and the set know, unscored at both ends and within.
QString lettersFor(const io::LabelFormat &format, const scoring::StageSet &set)
{
    std::vector<Stage> stages{Stage::Unscored};
    for (const scoring::StageDefinition &definition : set.stages())
        if (holds(format, definition.stage))
            stages.push_back(definition.stage);
    std::mt19937 random(5);
    Hypnogram hypnogram(60, 4);
    for (int i = 1; i < 59; ++i)
        hypnogram.set(i, stages[random() % stages.size()], scoring::EpochSource::Imported);
    for (size_t i = 0; i < stages.size(); ++i) // each at least once
        hypnogram.set(EpochIndex(20 + i), stages[i], scoring::EpochSource::Imported);
    return stageLetters(hypnogram);
}

std::vector<const io::LabelFormat *> textFormats()
{
    std::vector<const io::LabelFormat *> formats;
    for (const io::LabelFormat *format : io::labelFormats())
        if (format->id != QLatin1String("edf") && format->canWrite())
            formats.push_back(format);
    return formats;
}

} // namespace

class TestLabelRoundTrips : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void comesBack_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<double>("epochSec");
        QTest::addColumn<int>("set");
        const char *sets[] = {"mouse", "mouse with MA", "AASM", "R&K"};
        for (const io::LabelFormat *format : textFormats())
            for (const double epochSec : {1.0, 4.0, 10.0, 30.0})
                for (int set = 0; set < 4; ++set)
                    QTest::addRow("%s, %g s, %s", qPrintable(format->id), epochSec, sets[set])
                        << format->id << epochSec << set;
    }

    void comesBack()
    {
        QFETCH(QString, id);
        QFETCH(double, epochSec);
        QFETCH(int, set);
        const io::LabelFormat &format = *io::findLabelFormat(id);
        const scoring::StageSet &stages = scoring::StageSet::builtIn()[size_t(set)];
        const QString letters = lettersFor(format, stages);
        const QTemporaryDir folder; // Visbrain's description would speak for the lists that come after
        const QString path = folder.filePath(QStringLiteral("trip.") + format.suffixes.first());
        io::LabelWriteOptions options;
        options.format = id;
        options.recordingStart = QDateTime(QDate(2024, 3, 5), QTime(23, 59, 30), Qt::UTC);
        const auto lost = io::writeLabels(path, scoringOf(letters, epochSec, stages), options);
        QVERIFY2(lost, lost ? "" : qPrintable(lost.error().message));
        QCOMPARE(lost->size(), format.statesEpoch ? 0 : 1); // how long an epoch is
        SOMNO_READ_LABELS(back, path,
                          {.epochSec = epochSec,
                           .rowSec = epochSec,
                           .totalSec = 60 * epochSec,
                           .recordingStart = options.recordingStart,
                           .stages = stages,
                           .format = isToldByContent(id, letters) ? QString() : id});
        QCOMPARE(back.format->id, id);
        QCOMPARE(stageLetters(back.hypnogram), letters);
        QCOMPARE(codesOf(back).filter(QRegularExpression(QStringLiteral("^(?!codes-assumed)"))), QStringList());
    }

    /// What it has no words for is said before, and never becomes Wake.
    void whatIsLostIsSaid()
    {
        const QString letters = QStringLiteral("WNRM1234T.W");
        for (const io::LabelFormat *format : textFormats()) {
            const QString path = m_folder.filePath(QStringLiteral("lost.") + format->suffixes.first());
            io::LabelWriteOptions options;
            options.format = format->id;
            const auto lost = io::writeLabels(path, scoringOf(letters, 30), options);
            QVERIFY2(lost, qPrintable(format->id));
            QCOMPARE(lost->isEmpty(), format->stages.empty());
            SOMNO_READ_LABELS(back, path, {.epochSec = 30, .rowSec = 30, .totalSec = 330, .format = format->id});
            QCOMPARE(back.hypnogram.count(Stage::Wake), 2);
            QCOMPARE(stageLetters(back.hypnogram).at(9), QLatin1Char('.'));
        }
    }

    void damagedFiles()
    {
        for (const io::LabelFormat *format : textFormats()) {
            const QTemporaryDir folder;
            const QString path = folder.filePath(QStringLiteral("whole.") + format->suffixes.first());
            io::LabelWriteOptions options;
            options.format = format->id;
            QVERIFY(io::writeLabels(path, scoringOf(QStringLiteral("WWWRRR..W"), 10), options));
            const QByteArray whole = bytesOf(path);
            std::mt19937 random(11);
            QList<QByteArray> damaged{QByteArray(),
                                      whole.left(whole.size() / 2),
                                      whole.left(5),
                                      whole + whole,
                                      QByteArray(5000, '\0'),
                                      QByteArray(whole).replace("10", "1e308"),
                                      QByteArray(whole).replace("10", "nan"),
                                      QByteArray(whole).replace("10", "-10")};
            for (int i = 0; i < 25; ++i) {
                QByteArray noisy = whole;
                for (int j = 0; j < 5; ++j)
                    noisy[qsizetype(random() % size_t(noisy.size()))] = char(random());
                damaged << noisy;
            }
            for (const QByteArray &bytes : damaged) {
                const QString name = writtenSo(folder, QStringLiteral("damaged.") + format->suffixes.first(), bytes);
                const auto named = io::readLabels(name, {.rowSec = 10, .totalSec = 90, .format = format->id});
                QVERIFY(!named || named->hypnogram.size() == 9 || named->hypnogram.epochSec() != 10);
                (void)io::readLabels(name, {.rowSec = 10, .totalSec = 90});
            }
        }
    }

private:
    /// Numbers alone are some program's where all of its stages are among them.
    static bool isToldByContent(const QString &id, const QString &letters)
    {
        const bool isYasa = id == QLatin1String("yasa") || id == QLatin1String("yasa-3");
        return !isYasa
               || (letters.contains(QLatin1Char('W')) && letters.contains(QLatin1Char('R'))
                   && (letters.contains(QLatin1Char('2'))
                       || (id == QLatin1String("yasa-3") && letters.contains(QLatin1Char('N')))));
    }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestLabelRoundTrips)
#include "tst_labelroundtrips.moc"
