// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include "tests/ui/window/windowfixture.h"

using namespace somno;
using namespace somno::test;

/// The program itself, as run.sh and users start it.
class TestProgram : public QObject {
    Q_OBJECT

    struct Ended {
        int status = -1;
        QByteArray out;
        QByteArray err;
    };

    static Ended run(const Desk &desk, QStringList arguments)
    {
        QProcess process;
        arguments << QStringLiteral("--project") << desk.project();
        process.start(QStringLiteral(SOMNOSCRIBE_BIN_DIR "/somnoscribe"), arguments);
        if (!process.waitForFinished(120000) || process.exitStatus() != QProcess::NormalExit)
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo(QStringLiteral(SOMNOSCRIBE_BIN_DIR "/somnoscribe")).isExecutable())
            QSKIP("the program is not built here (bin/somnoscribe)");
    }

    void drawsAPictureOfTheWindow()
    {
        const Desk desk;
        const QString labels = desk.save(QStringLiteral("labels.csv"), "onset_s,duration_s,stage\n0,120,NREM\n");
        const QString picture = desk.path(QStringLiteral("window.png"));
        const QStringList arguments{
            desk.recording(),           QStringLiteral("--labels"),     labels,
            QStringLiteral("--theme"),  QStringLiteral("dark"),         QStringLiteral("--size"),
            QStringLiteral("1100x720"), QStringLiteral("--screenshot"), picture};
        const Ended ended = run(desk, arguments);
        QVERIFY2(ended.status == 0, ended.err.constData());
        const QImage image(picture);
        QCOMPARE(image.size(), QSize(1100, 720));
        QVERIFY(image.pixelColor(5, 300).lightness() < 60); // dark
        // The hypnogram shows the labels in the colour of NREM.
        const QColor nrem = plot::PlotTheme::dark().stage(scoring::Stage::Nrem);
        qint64 coloured = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                coloured += image.pixelColor(x, y) == nrem;
        QVERIFY2(coloured > 500, qPrintable(QString::number(coloured)));
    }

    void aBadRecordingIsAStatusAndAPicture()
    {
        const Desk desk;
        const QString picture = desk.path(QStringLiteral("window.png"));
        QCOMPARE(run(desk, {desk.save(QStringLiteral("no.edf"), "no"), QStringLiteral("--screenshot"), picture}).status,
                 1);
        QVERIFY(QFileInfo::exists(picture));
        const Ended unwritable = run(desk, {QStringLiteral("--screenshot"), QStringLiteral("/nowhere/x.png")});
        QCOMPARE(unwritable.status, 1);
        QVERIFY(unwritable.err.contains("/nowhere/x.png"));
    }

    void measuresItsStart()
    {
        const Desk desk;
        const Ended ended = run(desk, {QStringLiteral("--measure-start"), desk.recording()});
        QCOMPARE(ended.status, 0);
        const QJsonObject figures = QJsonDocument::fromJson(ended.out).object();
        QVERIFY2(figures.value(QStringLiteral("first_paint_s")).toDouble() > 0, ended.out.constData());
        QVERIFY(figures.value(QStringLiteral("first_traces_s")).toDouble()
                >= figures.value(QStringLiteral("first_paint_s")).toDouble());
    }
};

QTEST_MAIN(TestProgram)
#include "tst_program.moc"
