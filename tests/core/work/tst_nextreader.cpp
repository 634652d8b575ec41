// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/teachingengine.h"

#include "core/project/sqlite/connection.h"
#include "core/work/nextreader.h"
#include "tests/support/scoredbouts.h"
#include "tests/support/warnings.h"

using namespace somno;
using namespace somno::test;
using learning::ScoringState;

namespace {

/// A project and its reader, with what it told.
class Reading {
public:
    Reading() : reader(m_project.service())
    {
        QObject::connect(&reader, &ui::NextReader::finished, &reader,
                         [this](const std::shared_ptr<const ui::NextStock> &stock) {
                             last = stock;
                             ++finished;
                         });
        QObject::connect(&reader, &ui::NextReader::failed, &reader,
                         [this](const Error &error) { errors.push_back(error); });
        QObject::connect(&reader, &ui::NextReader::scoringRead, &reader, [this](qint64 id) { reads << id; });
    }
    [[nodiscard]] bool open() { return m_project.open(); }
    [[nodiscard]] bool add(const QString &name, const scoring::Hypnogram &hypnogram,
                           const QString &scorer = QStringLiteral("tester"))
    {
        const auto work = [p = m_project.path(name), scorer, hypnogram](store::ProjectStore &store) {
            return addScoring(store, p, scorer, hypnogram);
        };
        return answerOf(m_project.service()->run(ui::ProjectAccess::Write, work)).has_value();
    }
    [[nodiscard]] bool execute(const QString &sql)
    {
        const auto file
            = store::Connection::open(path(QStringLiteral("p.somnoscribe")), store::Connection::Mode::ReadWrite);
        return file && (*file)->execute(sql);
    }
    [[nodiscard]] bool read()
    {
        last.reset();
        reads.clear();
        reader.read();
        return QTest::qWaitFor([this] { return last != nullptr; }, 20000);
    }
    [[nodiscard]] const learning::StretchStock &stockOf(const QString &label) const
    {
        for (size_t i = 0; i < last->recordings.size(); ++i)
            if (last->recordings[i].entry.label == label)
                return last->sources[i].stock;
        qFatal("no such recording");
    }
    [[nodiscard]] QString path(const QString &name) const { return m_project.path(name); }

private:
    OpenProject m_project;

public:
    ui::NextReader reader;
    std::shared_ptr<const ui::NextStock> last;
    std::vector<Error> errors;
    QList<qint64> reads;
    int finished = 0;
};

} // namespace

class TestNextReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void everyRecordingWithItsStretches()
    {
        Reading reading;
        QVERIFY(reading.open());
        QVERIFY(reading.read());
        QVERIFY(reading.last->recordings.empty());
        writeFile(reading.path(QStringLiteral("m1_a.edf")), "samples");
        QVERIFY(reading.add(QStringLiteral("m1_a.edf"), autoScored({{'W', 200, 0.6f}, {'N', 200}})));
        QVERIFY(reading.add(QStringLiteral("m2_a.edf"), autoScored({{'R', 200}}), QStringLiteral("another")));
        QVERIFY(reading.read());
        QCOMPARE(reading.last->recordings.size(), size_t(2));
        QCOMPARE(reading.last->sources.size(), size_t(2));
        QCOMPARE(reading.reads.size(), 2);
        const auto &stock = reading.stockOf(QStringLiteral("m1_a"));
        QCOMPARE(stock.state, ScoringState::Scored);
        QCOMPARE(stock.open.size(), size_t(2));
        QVERIFY(std::abs(stock.open[0].confidence - 0.6) < 1e-6); // probabilities are read
        QCOMPARE(reading.stockOf(QStringLiteral("m2_a")).state,
                 ScoringState::NotScored); // not by the one who is at work
        for (const ui::NextRecording &recording : reading.last->recordings)
            QCOMPARE(recording.isMissing, recording.entry.label == QStringLiteral("m2_a"));
        for (size_t i = 0; i < 2; ++i) {
            QCOMPARE(reading.last->sources[i].recordingId, reading.last->recordings[i].entry.id);
            QCOMPARE(reading.last->sources[i].subject, reading.last->recordings[i].entry.subject);
        }
    }

    void whatHasNotChangedIsNotReadAgain()
    {
        Reading reading;
        QVERIFY(reading.open());
        QVERIFY(reading.add(QStringLiteral("a.edf"), autoScored({{'W', 200}})));
        QVERIFY(reading.add(QStringLiteral("b.edf"), autoScored({{'W', 200}})));
        QVERIFY(reading.read());
        QCOMPARE(reading.reads.size(), 2);
        QVERIFY(reading.read());
        QVERIFY(reading.reads.isEmpty());
        QCOMPARE(reading.stockOf(QStringLiteral("b")).open.size(), size_t(1));
        QTest::qWait(2); // times are kept to the millisecond
        QVERIFY(reading.add(QStringLiteral("b.edf"), reviewed(autoScored({{'W', 200}}), {0, 200})));
        QVERIFY(reading.read());
        QCOMPARE(reading.reads.size(), 1);
        QVERIFY(reading.stockOf(QStringLiteral("b")).open.empty());
        QCOMPARE(reading.stockOf(QStringLiteral("b")).known.size(), size_t(1));
        QCOMPARE(reading.stockOf(QStringLiteral("a")).open.size(), size_t(1));
    }

    void askedForMeanwhileItReadsOnceMore()
    {
        Reading reading;
        QVERIFY(reading.open());
        QVERIFY(reading.add(QStringLiteral("a.edf"), autoScored({{'W', 200}})));
        reading.reader.read();
        QVERIFY(reading.reader.isReading());
        reading.reader.read();
        reading.reader.read();
        QTRY_COMPARE(reading.finished, 1);
        QTest::qWait(50);
        QCOMPARE(reading.finished, 1);
        QVERIFY(!reading.reader.isReading());
        QCOMPARE(reading.reads.size(), 1);
    }

    void oneBrokenScoringDoesNotKeepTheOthers()
    {
        Reading reading;
        QVERIFY(reading.open());
        QVERIFY(reading.add(QStringLiteral("a.edf"), autoScored({{'W', 200}})));
        QVERIFY(reading.add(QStringLiteral("b.edf"), autoScored({{'W', 200}})));
        QVERIFY(reading.execute(QStringLiteral("UPDATE scorings SET stages = x'40' WHERE recording_id = 1")));
        QVERIFY(reading.read());
        QCOMPARE(reading.last->problems.size(), 1);
        QVERIFY(reading.stockOf(QStringLiteral("a")).open.empty());
        QCOMPARE(reading.stockOf(QStringLiteral("b")).open.size(), size_t(1));
        QVERIFY(reading.read()); // and is still said
        QCOMPARE(reading.last->problems.size(), 1);
    }

    void failuresAreToldAndOneMayTryAgain()
    {
        Reading reading;
        reading.reader.read(); // no project is open
        QTRY_COMPARE(reading.errors.size(), size_t(1));
        QCOMPARE(reading.errors.front().code, ErrorCode::ProjectFailed);
        QVERIFY(!reading.reader.isReading());
        QVERIFY(reading.open());
        QVERIFY(reading.read());
        QVERIFY(reading.execute(QStringLiteral("ALTER TABLE scorings RENAME TO away")));
        reading.reader.read();
        QTRY_COMPARE(reading.errors.size(), size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestNextReader)
#include "tst_nextreader.moc"
