// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "ui/models/importtext.h"

using namespace somno;

class TestImportText : public QObject {
    Q_OBJECT

    [[nodiscard]] io::LabelImport survey(const QByteArray &rows, double totalSec = 240) const
    {
        QFile file(m_folder.filePath(QStringLiteral("some.csv")));
        if (!file.open(QIODevice::WriteOnly) || file.write("onset_s,duration_s,stage,scorer\n" + rows) < 0)
            qFatal("cannot be written");
        file.close();
        const auto found = io::surveyLabels(file.fileName(), {.epochSec = 1, .totalSec = totalSec});
        if (!found)
            qFatal("%s", qPrintable(found.error().message));
        return *found;
    }
    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void whatAFileIs()
    {
        QCOMPARE(ui::importSummary(survey("0,10,W,\n10,10,N,\n")), QStringLiteral("CSV table · 2 epochs of 10 s"));
        QCOMPARE(ui::importSummary(survey("0,80,W,Anna\n80,40,N,Anna\n")),
                 QStringLiteral("CSV table · 2 rows, epochs of 20 s · scorer Anna"));
        QCOMPARE(ui::importSummary(survey("0,10,W,Ben\n0,10,N,Anna\n")),
                 QStringLiteral("CSV table · 2 rows, epochs of 10 s · 2 scorers: Anna, Ben"));
        auto labels = survey("0,10,W,\n");
        labels.start = QDateTime(QDate(2024, 3, 5), QTime(9, 1), Qt::UTC);
        QVERIFY(ui::importSummary(labels).endsWith(QStringLiteral(" · starts at 09:01:00")));
        labels.epochSec = 0; // not known yet
        QVERIFY(ui::importSummary(labels).startsWith(QStringLiteral("CSV table · 1 rows")));
    }

    void theGraveFirst()
    {
        const auto notes = ui::importNotes(survey("80,100,N,\n0,80,W,\n180,40,dozing,\n220,10,moving,\n230,50,R,\n"));
        QCOMPARE(notes.size(), size_t(3));
        QCOMPARE(notes[0], (ui::ImportNote{QStringLiteral("2 words are not understood (50 s); left unscored."), true}));
        QVERIFY(notes[1].isGrave && notes[1].text.contains(QStringLiteral("40 s of stages lie beyond the end")));
        QVERIFY(!notes[2].isGrave && notes[2].text.contains(QStringLiteral("sorted by onset")));
        QVERIFY(notes[2].text[0].isUpper());
        QVERIFY(ui::importNotes(survey("0,240,W,\n")).empty());
        QVERIFY(ui::importNotes(survey("0,240,W,Ben\n0,240,N,Anna\n")).empty()); // asked, and in the summary
    }

    void whatIsAsked()
    {
        auto labels = survey("0,80,dozing,\n");
        QCOMPARE(ui::importNotes(labels).size(), size_t(1));
        QVERIFY(ui::importNotes(labels)[0].text.contains(QStringLiteral("which stage each stands for")));
        labels.open = io::LabelQuestion::RowLength;
        QVERIFY(ui::importNotes(labels)[0].text.contains(QStringLiteral("how long a row lasts")));
    }

    void eventsNeedNotBeUnderstood()
    {
        auto labels = survey("0,80,Lights off,\n80,80,Sleep stage X,\n160,80,W,\n");
        QVERIFY(ui::isNotUnderstood(labels.words[0], labels));
        labels.holdsEvents = true;
        QVERIFY(!ui::isNotUnderstood(labels.words[0], labels));
        QVERIFY(ui::isNotUnderstood(labels.words[1], labels));
        QVERIFY(!ui::isNotUnderstood(labels.words[2], labels));
    }

    void howMuchIsScored()
    {
        QCOMPARE(ui::scoredText(survey("0,200,W,\n").hypnogram), QStringLiteral("200 of 240 epochs are scored now."));
    }
};

QTEST_GUILESS_MAIN(TestImportText)
#include "tst_importtext.moc"
