// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <QtTest>
#include <sys/stat.h>

#include "tests/support/data.h"
#include "tests/support/warnings.h"
#include "ui/dialogs/hypnogramstrip.h"
#include "ui/dialogs/importdialog.h"
#include "ui/dialogs/wordtable.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;

namespace {

/// A dialog about a file, beside a recording of 240 s that starts at 9:00 and is scored in seconds.
class Asked {
public:
    explicit Asked(const QString &path, const ui::ImportDialog::Consequence &consequence = {})
        : dialog(path,
                 {.epochSec = 1, .totalSec = 240, .recordingStart = QDateTime(QDate(2024, 3, 5), QTime(9, 0), Qt::UTC)},
                 plot::PlotTheme::light(), consequence)
    {
        dialog.start();
    }

    /// Whether the dialog is open and has read the file as it was asked to.
    [[nodiscard]] bool isSettled()
    {
        return QTest::qWaitFor([this] { return dialog.isVisible() && !dialog.isReading(); });
    }
    template <class Widget>
    [[nodiscard]] Widget *child(const char *name)
    {
        return dialog.findChild<Widget *>(QLatin1String(name));
    }
    [[nodiscard]] QString text(const char *label) { return child<QLabel>(label)->text(); }
    [[nodiscard]] QPushButton *import() { return child<QPushButton>("importAccept"); }
    [[nodiscard]] QStringList notes()
    {
        QStringList texts;
        for (const QLabel *label : dialog.findChildren<QLabel *>(QStringLiteral("importNote")))
            texts << label->text();
        return texts;
    }
    /// The lines of the table: "dozing|choose…|3|not understood, left unscored".
    [[nodiscard]] QStringList words()
    {
        const auto *table = child<ui::WordTable>("importWords");
        QStringList lines;
        for (int i = 0; i < table->topLevelItemCount(); ++i) {
            const QTreeWidgetItem *item = table->topLevelItem(i);
            lines << QStringList{item->text(0),
                                 table->itemWidget(table->topLevelItem(i), 1)->findChild<QComboBox *>()->currentText(),
                                 item->text(2), item->text(4)}
                         .join(QLatin1Char('|'));
        }
        return lines;
    }
    [[nodiscard]] bool choose(QComboBox *box, const QString &text)
    {
        const int index = box->findText(text, Qt::MatchStartsWith);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
        return index >= 0 && isSettled();
    }
    [[nodiscard]] bool setMeaning(const QString &word, const QString &stage)
    {
        for (QComboBox *box : dialog.findChildren<QComboBox *>(QStringLiteral("importMeaning")))
            if (box->property("word").toString() == word)
                return choose(box, stage);
        return false;
    }
    [[nodiscard]] EpochIndex count(Stage stage) { return dialog.labels().hypnogram.count(stage); }

    ui::ImportDialog dialog;
};

} // namespace

class TestImportDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init()
    {
        failOnAnyWarning();
        QSettings().clear();
    }
    void aSoundFileNeedsOneKey();
    void wordsAreGivenAMeaning();
    void meaningsAreRememberedAndForgotten();
    void nothingIsRememberedOfACancelledImport();
    void clocksAreChosen();
    void scorersAreChosen();
    void aRowsLengthIsAsked();
    void anotherFormatIsTried();
    void noFileIsAnError();
    void aSlowFileCanBeGivenUp();
    void staleReadingsAreDropped();
    void theWheelChangesNoMeaning();
    void manyWordsAreCut();
    void faultyFiles_data();
    void faultyFiles();

private:
    [[nodiscard]] QString save(const char *name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", name);
        return file.fileName();
    }
    [[nodiscard]] QString table(const QByteArray &rows) const
    {
        return save("some.csv", "onset_s,duration_s,stage\n" + rows);
    }
    QTemporaryDir m_folder;
};

void TestImportDialog::aSoundFileNeedsOneKey()
{
    Asked asked(table("0,80,Wake\n80,100,NREM\n180,40,REM\n220,20,Wake\n"),
                [](const io::LabelImport &) { return QStringLiteral("This changes a lot."); });
    QVERIFY(asked.isSettled());
    QCOMPARE(asked.text("importTitle"), QStringLiteral("some.csv"));
    QCOMPARE(asked.text("importSummary"), QStringLiteral("CSV table · 4 rows, epochs of 20 s"));
    QCOMPARE(asked.text("importSpan"), QStringLiteral("In the scoring: 240 epochs of 1 s, from 09:00:00 to 09:04:00"));
    QVERIFY(asked.text("importLegend").contains(QStringLiteral("Wake&nbsp;100&nbsp;(42&nbsp;%)")));
    QVERIFY(!asked.text("importLegend").contains(QStringLiteral("unscored")));
    QCOMPARE(asked.text("importConsequence"), QStringLiteral("This changes a lot."));
    QVERIFY(!asked.child<QWidget>("importNotes")->isVisible());
    QVERIFY(asked.import()->hasFocus());
    for (const char *question : {"importClock", "importScorer", "importOthers", "importRow", "importForget"})
        QVERIFY2(!asked.child<QWidget>(question)->isVisible(), question);
    QCOMPARE(asked.words(), (QStringList{"Wake|Wake|2|", "NREM|NREM|1|", "REM|REM|1|"}));
    QTest::keyClick(&asked.dialog, Qt::Key_Return);
    QCOMPARE(asked.dialog.result(), int(QDialog::Accepted));
}

void TestImportDialog::wordsAreGivenAMeaning()
{
    Asked asked(table("0,80,Wake\n80,100,dozing\n180,60,curled up\n"));
    QVERIFY(asked.isSettled());
    QCOMPARE(asked.notes(), QStringList("2 words are not understood (160 s); left unscored."));
    QCOMPARE(asked.words(), (QStringList{"dozing|choose…|1|not understood, left unscored",
                                         "curled up|choose…|1|not understood, left unscored", "Wake|Wake|1|"}));
    QVERIFY(asked.import()->isEnabled());
    QVERIFY(asked.text("importLegend").contains(QStringLiteral("unscored&nbsp;160")));
    QVERIFY(asked.setMeaning(QStringLiteral("dozing"), QStringLiteral("NREM")));
    QCOMPARE(asked.notes(), QStringList("1 word is not understood (60 s); left unscored."));
    QCOMPARE(asked.words()[0], QStringLiteral("dozing|NREM|1|")); // where it was
    QCOMPARE(asked.count(Stage::Nrem), EpochIndex(100));
    QCOMPARE(asked.child<ui::HypnogramStrip>("importStrip")->hypnogram().count(Stage::Nrem), EpochIndex(100));
    QVERIFY(asked.setMeaning(QStringLiteral("curled up"), QStringLiteral("unscored")));
    QVERIFY(!asked.child<QWidget>("importNotes")->isVisible());
    QVERIFY(asked.setMeaning(QStringLiteral("dozing"), QStringLiteral("choose")));
    QCOMPARE(asked.count(Stage::Nrem), EpochIndex(0));
    QVERIFY(asked.setMeaning(QStringLiteral("Wake"), QStringLiteral("N2"))); // also one that was understood
    QCOMPARE(asked.count(Stage::N2), EpochIndex(80));
}

/// A file of codes alone is a question and no error.
void TestImportDialog::meaningsAreRememberedAndForgotten()
{
    const QString codes = table("0,80,7\n80,100,8\n180,60,/\n");
    {
        Asked asked(codes);
        QVERIFY(asked.isSettled());
        QVERIFY(!asked.import()->isEnabled());
        QVERIFY(asked.notes().first().contains(QStringLiteral("None of its words")));
        QVERIFY(asked.setMeaning(QStringLiteral("7"), QStringLiteral("Wake")));
        QVERIFY(asked.import()->isEnabled());
        QVERIFY(asked.setMeaning(QStringLiteral("8"), QStringLiteral("NREM")));
        QVERIFY(asked.setMeaning(QStringLiteral("/"), QStringLiteral("REM")));
        asked.import()->click();
        QCOMPARE(asked.count(Stage::Rem), EpochIndex(60));
    }
    Asked again(codes);
    QVERIFY(again.isSettled());
    QCOMPARE(again.words(), (QStringList{"7|Wake|1|remembered", "8|NREM|1|remembered", "/|REM|1|remembered"}));
    QCOMPARE(again.count(Stage::Rem), EpochIndex(60));
    QVERIFY(again.child<QPushButton>("importForget")->isVisible());
    again.child<QPushButton>("importForget")->click();
    QVERIFY(again.isSettled());
    QVERIFY(!again.import()->isEnabled());
    QVERIFY(!again.child<QPushButton>("importForget")->isVisible());
    QVERIFY(again.setMeaning(QStringLiteral("8"), QStringLiteral("REM")));
    again.import()->click();
    Asked third(codes);
    QVERIFY(third.isSettled());
    QCOMPARE(third.count(Stage::Rem), EpochIndex(100));
    QCOMPARE(third.count(Stage::Wake), EpochIndex(0));
}

void TestImportDialog::nothingIsRememberedOfACancelledImport()
{
    const QString codes = table("0,80,7\n80,100,8\n");
    {
        Asked asked(codes);
        QVERIFY(asked.isSettled() && asked.setMeaning(QStringLiteral("7"), QStringLiteral("Wake")));
        QTest::keyClick(&asked.dialog, Qt::Key_Escape);
        QCOMPARE(asked.dialog.result(), int(QDialog::Rejected));
    }
    Asked again(codes);
    QVERIFY(again.isSettled());
    QVERIFY(!again.import()->isEnabled());
}

void TestImportDialog::clocksAreChosen()
{
    scoring::Hypnogram hypnogram(2, 60);
    hypnogram.set(0, Stage::Rem, scoring::EpochSource::Imported);
    hypnogram.set(1, Stage::Wake, scoring::EpochSource::Imported);
    const QString path = m_folder.filePath(QStringLiteral("clock.edf"));
    QVERIFY(io::writeLabels(path, hypnogram, {.recordingStart = QDateTime(QDate(2024, 3, 5), QTime(9, 1), Qt::UTC)}));
    Asked asked(path);
    QVERIFY(asked.isSettled());
    auto *clock = asked.child<QComboBox>("importClock");
    QVERIFY(clock->isVisible());
    QVERIFY(clock->currentText().startsWith(QStringLiteral("By the clock")));
    QCOMPARE(asked.dialog.labels().hypnogram.stage(0), Stage::Unscored);
    QCOMPARE(asked.dialog.labels().hypnogram.stage(60), Stage::Rem);
    QVERIFY(asked.choose(clock, QStringLiteral("By the start")));
    QCOMPARE(asked.dialog.labels().hypnogram.stage(0), Stage::Rem);
    QVERIFY(clock->isVisible()); // to go back
    QVERIFY(clock->currentText().startsWith(QStringLiteral("By the start")));
    QVERIFY(asked.choose(clock, QStringLiteral("By the clock")));
    QCOMPARE(asked.dialog.labels().hypnogram.stage(60), Stage::Rem);
}

void TestImportDialog::scorersAreChosen()
{
    Asked asked(save("two.csv", "onset_s,duration_s,stage,scorer\n0,240,Wake,Anna\n0,240,REM,Ben\n"));
    QVERIFY(asked.isSettled());
    auto *scorer = asked.child<QComboBox>("importScorer");
    QVERIFY(scorer->isVisible());
    QCOMPARE(scorer->currentText(), QStringLiteral("Anna"));
    QVERIFY(asked.child<QCheckBox>("importOthers")->isChecked());
    QVERIFY(asked.dialog.takesOthers());
    QCOMPARE(asked.count(Stage::Wake), EpochIndex(240));
    QVERIFY(asked.notes().isEmpty());
    QVERIFY(asked.choose(scorer, QStringLiteral("Ben")));
    QCOMPARE(scorer->currentText(), QStringLiteral("Ben"));
    QCOMPARE(asked.count(Stage::Rem), EpochIndex(240));
    QCOMPARE(asked.dialog.labels().others.at(0).scorer, QStringLiteral("Anna"));
    QVERIFY(asked.notes().isEmpty());
    asked.child<QCheckBox>("importOthers")->click();
    QVERIFY(!asked.dialog.takesOthers());
}

void TestImportDialog::aRowsLengthIsAsked()
{
    if (!io::findLabelFormat(QStringLiteral("list")))
        QSKIP("no format states no times");
    Asked asked(save("short.txt", "W\nN\nR\n"));
    QVERIFY(asked.isSettled());
    auto *row = asked.child<QDoubleSpinBox>("importRow");
    QVERIFY(row->isVisible());
    QVERIFY(!asked.import()->isEnabled());
    QVERIFY(asked.notes().first().contains(QStringLiteral("how long a row lasts")));
    row->setValue(60);
    QVERIFY(asked.isSettled());
    QVERIFY(row->isVisible());
    QVERIFY(asked.import()->isEnabled());
    QCOMPARE(asked.count(Stage::Nrem), EpochIndex(60));
}

void TestImportDialog::anotherFormatIsTried()
{
    Asked asked(save("wrong.csv", "onset_s,duration_s,stage\n"));
    QVERIFY(asked.isSettled());
    QVERIFY(!asked.import()->isEnabled());
    const QString first = asked.notes().value(0);
    QVERIFY2(first.contains(QStringLiteral("wrong.csv")), qPrintable(first));
    QVERIFY(!asked.child<QWidget>("importWords")->isVisible());
    auto *format = asked.child<QComboBox>("importFormat");
    QCOMPARE(format->currentIndex(), -1);
    QVERIFY(asked.choose(format, QStringLiteral("EDF+")));
    QVERIFY(!asked.import()->isEnabled());
    QVERIFY(asked.notes().value(0) != first);

    Asked unknown(save("strange.bin", "\x01\x02\x03\x04"));
    QVERIFY(unknown.isSettled());
    QVERIFY(unknown.notes().value(0).contains(QStringLiteral("strange.bin is no label file that can be read")));
    QVERIFY(unknown.choose(unknown.child<QComboBox>("importFormat"), QStringLiteral("CSV table")));
    QVERIFY(!unknown.import()->isEnabled());
    QCOMPARE(unknown.child<QComboBox>("importFormat")->currentText(), QStringLiteral("CSV table"));
}

void TestImportDialog::noFileIsAnError()
{
    Asked asked(m_folder.filePath(QStringLiteral("absent.csv")));
    QSignalSpy unreadable(&asked.dialog, &ui::ImportDialog::unreadable);
    QSignalSpy finished(&asked.dialog, &QDialog::finished);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(unreadable.size(), 1);
    QVERIFY(unreadable.first().first().value<Error>().message.contains(QStringLiteral("absent.csv")));
    QVERIFY(!asked.dialog.isVisible());
}

/// One that says nothing, as on a disk that hangs.
void TestImportDialog::aSlowFileCanBeGivenUp()
{
    const QString path = m_folder.filePath(QStringLiteral("slow.bin"));
    QCOMPARE(mkfifo(qPrintable(path), 0600), 0);
    const auto letGo = qScopeGuard([&path] {
        QFile end(path);
        (void)end.open(QIODevice::WriteOnly);
    });
    Asked asked(path);
    QTRY_VERIFY(asked.dialog.isVisible());
    QVERIFY(asked.dialog.isReading());
    QCOMPARE(asked.text("importSummary"), QStringLiteral("Being read…"));
    QVERIFY(!asked.import()->isEnabled());
    QTRY_VERIFY(asked.child<QWidget>("importBusy")->isVisible());
    QTest::keyClick(&asked.dialog, Qt::Key_Escape);
    QCOMPARE(asked.dialog.result(), int(QDialog::Rejected));
    QVERIFY(!asked.dialog.isVisible());
}

/// Whatever is chosen while a file is read, the answer to the last choice is the one that is shown.
void TestImportDialog::staleReadingsAreDropped()
{
    Asked asked(save("two.csv", "onset_s,duration_s,stage,scorer\n0,240,Wake,Anna\n0,240,REM,Ben\n"));
    QVERIFY(asked.isSettled());
    auto *scorer = asked.child<QComboBox>("importScorer");
    for (const int index : {1, 0, 1, 0, 1}) {
        scorer->setCurrentIndex(index);
        Q_EMIT scorer->activated(index);
        QVERIFY(!asked.import()->isEnabled());
        QTest::keyClick(&asked.dialog, Qt::Key_Return); // nothing that is not shown is taken
        QVERIFY(asked.dialog.isVisible());
    }
    QVERIFY(asked.isSettled());
    QCOMPARE(asked.dialog.labels().scorer, QStringLiteral("Ben"));
}

void TestImportDialog::theWheelChangesNoMeaning()
{
    Asked asked(table("0,80,Wake\n80,100,dozing\n"));
    QVERIFY(asked.isSettled());
    auto *box = asked.child<QComboBox>("importMeaning");
    QWheelEvent wheel({5, 5}, box->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(box, &wheel);
    QCOMPARE(box->currentText(), QStringLiteral("choose…"));
    QVERIFY(!asked.dialog.isReading());
}

void TestImportDialog::manyWordsAreCut()
{
    QByteArray rows;
    for (int i = 0; i < 240; ++i)
        rows += QByteArray::number(i) + ",1," + (i == 239 ? "Wake" : "word" + QByteArray::number(i)) + '\n';
    Asked asked(table(rows));
    QVERIFY(asked.isSettled());
    QCOMPARE(asked.words().size(), 200);
    QCOMPARE(asked.notes(), QStringList("239 words are not understood (239 s); left unscored."));
}

void TestImportDialog::faultyFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("summary");
    QTest::addColumn<QList<EpochIndex>>("seconds"); // Wake, NREM, REM, unscored
    QTest::addColumn<QString>("note");
    const QList<EpochIndex> right{100, 100, 40, 0};
    const auto add = [](const char *file, const char *summary, const QList<EpochIndex> &seconds, const char *note) {
        QTest::newRow(file) << QString::fromLatin1(file) << QString::fromUtf8(summary) << seconds
                            << QString::fromLatin1(note);
    };
    add("base.csv", "24 epochs of 10 s", right, "");
    add("L01b_much_longer.csv", "84 epochs of 10 s", right, "600 s of stages lie beyond the end");
    add("L02_own_start_clock.edf", "starts at 08:58:00", {20, 60, 40, 120}, "moved by -120 s");
    add("L02b_starts_one_minute_later.edf", "starts at 09:01:00", {40, 100, 40, 60}, "moved by 60 s");
    add("L05_rodent_words.csv", "24 epochs of 10 s", right, "");
    add("L05b_rodent_words.edf", "EDF+ annotations", right, "");
    add("L06_undefined.csv", "24 epochs of 10 s", {100, 80, 40, 20}, "");
    add("L12_utf16.csv", "24 epochs of 10 s", right, "");
    add("L16_unsorted_no_durations.csv", "4 rows", right, "sorted by onset");
    add("L21b_duplicate_onset_conflict.csv", "5 rows", {100, 0, 40, 100}, "100 s carry two stages");
    add("L26_nan_stage.csv", "4 rows", {100, 0, 40, 100}, "");
}

void TestImportDialog::faultyFiles()
{
    QFETCH(QString, file);
    QFETCH(QString, summary);
    QFETCH(QString, note);
    const QString name = dataFile(QStringLiteral("faults/") + file);
    if (!QFileInfo::exists(name))
        QSKIP("the faulty files are not here (set SOMNOSCRIBE_DATA)");
    Asked asked(name);
    QVERIFY(asked.isSettled());
    QVERIFY2(asked.text("importSummary").contains(summary), qPrintable(asked.text("importSummary")));
    QList<EpochIndex> seconds;
    for (const Stage stage : {Stage::Wake, Stage::Nrem, Stage::Rem, Stage::Unscored})
        seconds << asked.count(stage);
    QTEST(seconds, "seconds");
    const QString notes = asked.notes().join(QLatin1Char('\n'));
    QVERIFY2(note.isEmpty() ? notes.isEmpty() : notes.contains(note), qPrintable(notes));
}

QTEST_MAIN(TestImportDialog)
#include "tst_importdialog.moc"
