// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/windowfixture.h"

#include "ui/window/recordingopener.h"

using namespace somno;
using namespace somno::test;

namespace {

/// An opener without a window, and what it said, in order.
struct Opening {
    explicit Opening(const Desk &desk) : project(store::ProjectDatabase::at(desk.project()), QStringLiteral("tester"))
    {
        project.open();
        using ui::RecordingOpener;
        const auto note = [this](const char *word) { return [this, word] { said.append(QLatin1String(word)); }; };
        QObject::connect(&opener, &RecordingOpener::started, note("started"));
        QObject::connect(&opener, &RecordingOpener::opened, note("opened"));
        QObject::connect(&opener, &RecordingOpener::loaded, note("loaded"));
        QObject::connect(&opener, &RecordingOpener::ready, note("ready"));
        QObject::connect(&opener, &RecordingOpener::failed, note("failed"));
        QObject::connect(&opener, &RecordingOpener::closing, note("closing"));
    }
    [[nodiscard]] QString words() const { return said.join(QLatin1Char(' ')); }
    [[nodiscard]] bool waitFor(const char *word)
    {
        return QTest::qWaitFor([&] { return said.contains(QLatin1String(word)); }, 20000);
    }

    ui::ProjectService project;
    ui::RecordingListModel known;
    ui::RecordingOpener opener{&project, &known};
    QStringList said;
};

} // namespace

/// One recording after the other.
class TestRecordingOpener : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void theOneBeforeStaysUntilTheNextIsRead()
    {
        const Desk desk;
        const QString other = desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG")});
        Opening opening(desk);
        opening.opener.open(desk.recording());
        QVERIFY(!opening.opener.session() && !opening.opener.document());
        QCOMPARE(opening.opener.path(), desk.recording());
        QVERIFY(opening.waitFor("ready"));
        QCOMPARE(opening.words(), QStringLiteral("started opened loaded ready"));
        QVERIFY(opening.opener.document());

        opening.said.clear();
        QString closed;
        QObject::connect(&opening.opener, &ui::RecordingOpener::closing, &opening.opener,
                         [&](const ui::RecordingSession *session) { closed = session->path(); });
        opening.opener.open(other);
        QCOMPARE(opening.opener.session()->path(), desk.recording());
        QVERIFY(opening.waitFor("ready"));
        QCOMPARE(opening.words(), QStringLiteral("started closing opened loaded ready"));
        QCOMPARE(closed, desk.recording());
        QCOMPARE(opening.opener.path(), other);
        QVERIFY(opening.opener.document());
    }

    void whatAFileDoesNotSayIsAskedOnce()
    {
        const Desk desk;
        QByteArray table = "eeg,emg\n";
        for (int i = 0; i < 5120; ++i)
            table += QByteArray::number(0.01 * ((i * 7919) % 1000)) + ",0.5\n";
        const QString path = desk.save(QStringLiteral("night.csv"), table);
        Opening opening(desk);
        io::RecordingDraftPtr draft;
        QObject::connect(&opening.opener, &ui::RecordingOpener::asked, &opening.opener,
                         [&](const io::RecordingDraftPtr &of) { draft = of; });
        opening.opener.open(path);
        QTRY_VERIFY(draft);
        opening.opener.giveUp();
        QCOMPARE(opening.words(), QStringLiteral("started failed"));

        draft.reset();
        opening.opener.open(path);
        QTRY_VERIFY(draft);
        io::OpenOptions said;
        said.channels = {{QStringLiteral("EEG"), QStringLiteral("mV"), 512}, {QStringLiteral("EMG"), {}, 512}};
        opening.opener.answer(said);
        QVERIFY(opening.waitFor("ready"));
        QCOMPARE(opening.opener.session()->recording()->durationSec(), 10.0);
        QCOMPARE(opening.opener.session()->recording()->channels[0].unit, QStringLiteral("mV"));

        draft.reset();
        QSignalSpy listed(&opening.project, &ui::ProjectService::listed);
        opening.project.refresh();
        QVERIFY(listed.wait());
        opening.known.setRows(listed.last().first().value<std::vector<ui::RecordingRow>>());
        opening.opener.close();
        opening.said.clear();
        opening.opener.open(path);
        QVERIFY(opening.waitFor("ready"));
        QVERIFY(!draft);
        QCOMPARE(opening.opener.session()->content().said, said);
    }

    void theLastOneWanted()
    {
        const Desk desk;
        const QString other = desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG")});
        Opening opening(desk);
        opening.opener.open(desk.recording());
        opening.opener.open(other);
        QVERIFY(opening.waitFor("ready"));
        QCOMPARE(opening.opener.path(), other);
        QTest::qWait(200);
        QCOMPARE(opening.words(), QStringLiteral("started started opened loaded ready"));
    }

    void whatCannotBeReadLeavesTheOneBefore()
    {
        const Desk desk;
        Opening opening(desk);
        opening.opener.open(desk.recording());
        QVERIFY(opening.waitFor("ready"));
        opening.said.clear();
        opening.opener.open(desk.save(QStringLiteral("letter.edf"), "Dear colleague"));
        QVERIFY(opening.waitFor("failed"));
        QCOMPARE(opening.words(), QStringLiteral("started failed"));
        QCOMPARE(opening.opener.path(), desk.recording());
    }

    void otherChannelsAreLoadedButNotOpened()
    {
        const Desk desk;
        Opening opening(desk);
        opening.opener.open(desk.recording());
        QVERIFY(opening.waitFor("ready"));
        opening.said.clear();
        opening.opener.session()->setChannels({1, 0}, {}, {});
        QVERIFY(opening.waitFor("loaded"));
        QCOMPARE(opening.words(), QStringLiteral("loaded"));
    }

    void closingGivesUpWhatIsBeingRead()
    {
        const Desk desk;
        Opening opening(desk);
        opening.opener.open(desk.recording());
        QVERIFY(opening.waitFor("ready"));
        opening.opener.open(desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG")}));
        opening.said.clear();
        opening.opener.close();
        QVERIFY(opening.opener.path().isEmpty() && !opening.opener.session());
        QTest::qWait(200);
        QCOMPARE(opening.words(), QStringLiteral("closing"));
        opening.opener.close();
        QCOMPARE(opening.words(), QStringLiteral("closing")); // nothing is open
    }
};

QTEST_MAIN(TestRecordingOpener)
#include "tst_recordingopener.moc"
