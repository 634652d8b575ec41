// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/protocol/engineevents.h"

using namespace somno;
using namespace somno::jobs;

class TestEngineEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void everyKind()
    {
        EngineEventParser parser;
        const auto events = parser.feed(R"({"event":"progress","phase":"score","done":5000000000,"total":6000000000}
{"event":"metric","loss":0.25}
{"event":"warning","message":"Flat EMG"}
{"event":"result","path":"/tmp/ä.csv"}
{"event":"error","code":205,"message":"Too short.","detail":"Record more."}
)");
        QCOMPARE(events.size(), size_t(5));
        const auto &progress = std::get<ProgressEvent>(events[0]);
        QCOMPARE(progress.phase, QStringLiteral("score"));
        QCOMPARE(progress.done, 5000000000);
        QCOMPARE(progress.total, 6000000000);
        QCOMPARE(std::get<MetricEvent>(events[1]).values.value(QLatin1String("loss")).toDouble(), 0.25);
        QCOMPARE(std::get<WarningEvent>(events[2]).message, QStringLiteral("Flat EMG"));
        QCOMPARE(std::get<ResultEvent>(events[3]).path, QStringLiteral("/tmp/ä.csv"));
        const Error &error = std::get<ErrorEvent>(events[4]).error;
        QCOMPARE(error.code, ErrorCode::TooShort);
        QCOMPARE(error.message, QStringLiteral("Too short."));
        QCOMPARE(error.detail, QStringLiteral("Record more."));
        QVERIFY(parser.other().text().isEmpty());
    }

    void anyCut()
    {
        const QByteArray text
            = "{\"event\":\"result\",\"path\":\"\xc3\xa4\"}\n\n{\"event\":\"warning\",\"message\":\"w\"}\r\n";
        for (qsizetype cut = 0; cut <= text.size(); ++cut) {
            EngineEventParser parser;
            auto events = parser.feed(text.left(cut));
            for (auto &event : parser.feed(text.mid(cut)))
                events.push_back(std::move(event));
            QCOMPARE(events.size(), size_t(2));
            QCOMPARE(std::get<ResultEvent>(events[0]).path, QStringLiteral("ä"));
        }
    }

    void lastLineWithoutLineFeed()
    {
        EngineEventParser parser;
        QVERIFY(parser.feed("{\"event\":\"result\",\"path\":\"a\"}").empty());
        QCOMPARE(parser.finish().size(), size_t(1));
        QVERIFY(parser.finish().empty());
    }

    void garbageIsKeptForTheDetail()
    {
        EngineEventParser parser;
        const auto events = parser.feed(
            QByteArrayLiteral("OpenBLAS says hello\n[1,2]\n{\"event\":\"new kind\"}\n{\"event\":\"warning\"\n"
                              "\xff\xfe\x00{}\n{\"event\":\"warning\",\"message\":\"ok\"}\n"));
        QCOMPARE(events.size(), size_t(1));
        QVERIFY(parser.other().text().startsWith(QLatin1String("OpenBLAS says hello\n[1,2]\n")));
    }

    void progressWithoutFiguresIsZero()
    {
        EngineEventParser parser;
        const auto events = parser.feed("{\"event\":\"progress\",\"done\":\"many\"}\n");
        QCOMPARE(std::get<ProgressEvent>(events.at(0)).done, 0);
    }

    void errorWithoutCodeIsTheEngines()
    {
        EngineEventParser parser;
        const auto events = parser.feed("{\"event\":\"error\",\"message\":\"m\"}\n");
        QCOMPARE(std::get<ErrorEvent>(events.at(0)).error.code, ErrorCode::EngineFailed);
    }

    void endlessTextIsBounded()
    {
        EngineEventParser parser;
        for (int i = 0; i < 40; ++i)
            QVERIFY(parser.feed(QByteArray(100'000, 'x')).empty());
        LastLines lines;
        for (int i = 0; i < 5000; ++i)
            lines.append("line " + QByteArray::number(i) + '\n');
        QVERIFY(lines.text().size() <= 4096);
        QVERIFY(lines.text().startsWith(QLatin1String("line ")));
        QVERIFY(lines.text().endsWith(QLatin1String("line 4999")));
    }
};

QTEST_APPLESS_MAIN(TestEngineEvents)
#include "tst_engineevents.moc"
