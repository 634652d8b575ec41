// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "core/engine/checkpoints/pickle.h"
#include "tests/support/torchfile.h"

using namespace somno;
using namespace somno::sdreamer;
using namespace somno::test;

using Kind = PickleValue::Kind;

class TestPickle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void plainValues()
    {
        const auto read = parse(pickle(pickledDict({{"none", "N"},
                                                    {"yes", "\x88"},
                                                    {"small", QByteArray("K\xff")},
                                                    {"middle", QByteArray("M\xff\xff")},
                                                    {"negative", pickledInt(-7)},
                                                    {"long", QByteArray("\x8a\x05\x00\x00\x00\x00\x80", 7)},
                                                    {"real", QByteArray("G\x3f\xf8\0\0\0\0\0\0", 9)},
                                                    {"text", pickledText("µV")},
                                                    {"short", QByteArray("\x8c\x02hi")},
                                                    {"pair", "K\x01K\x02\x86"},
                                                    {"list", "](K\x01K\x02"
                                                             "eK\x03"
                                                             "a"}})));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        const auto get = [&](const char *key) { return *read->find(read->root(), QLatin1String(key)); };
        QCOMPARE(get("none").kind, Kind::None);
        QCOMPARE(get("yes").kind, Kind::Bool);
        QCOMPARE(get("yes").integer, 1);
        QCOMPARE(get("small").integer, 255);
        QCOMPARE(get("middle").integer, 65535);
        QCOMPARE(get("negative").integer, -7);
        QCOMPARE(get("long").integer, -(qint64(1) << 39));
        QCOMPARE(get("real").real, 1.5);
        QCOMPARE(get("text").text, QStringLiteral("µV"));
        QCOMPARE(get("short").text, QStringLiteral("hi"));
        QCOMPARE(get("pair").items.size(), size_t(2));
        QCOMPARE(get("list").items.size(), size_t(3));
        QCOMPARE(read->at(get("list").items[2]).integer, 3);
        QVERIFY(!read->find(read->root(), QStringLiteral("absent")));
        QVERIFY(!read->find(get("list"), QStringLiteral("none")));
    }

    void memoRefersBack()
    {
        const auto read
            = parse(pickle("(" + pickledText("a") + QByteArray("q\x05h\x05r\x39\x30\0\0j\x39\x30\0\0", 14) + "t"));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->root().items.size(), size_t(3));
        QCOMPARE(read->root().items[0], read->root().items[2]);
    }

    void laterKeyWins()
    {
        const auto read = parse(pickle(pickledDict({{"a", pickledInt(1)}, {"a", pickledInt(2)}})));
        QCOMPARE(read->find(read->root(), QStringLiteral("a"))->integer, 2);
    }

    void aListThatHoldsItself()
    {
        const auto read = parse(pickle("]q\x01h\x01"
                                       "a"));
        QVERIFY(read);
        QCOMPARE(&read->at(read->root().items.front()), &read->root());
    }

    void tensor()
    {
        const auto read = parse(pickle(pickledTensor({{2, 3}, {3, 1}, "17", 8, 2, "Half"})));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        const PickleValue &tensor = read->root();
        QCOMPARE(tensor.kind, Kind::Tensor);
        QCOMPARE(tensor.integer, 2);
        QCOMPARE(tensor.shape, (std::vector<qint64>{2, 3}));
        QCOMPARE(tensor.stride, (std::vector<qint64>{3, 1}));
        const PickleValue &storage = read->at(tensor.items.front());
        QCOMPARE(storage.storageType, QStringLiteral("Half"));
        QCOMPARE(storage.text, QStringLiteral("17"));
        QCOMPARE(storage.integer, 8);
    }

    void numpyScalarIsHarmless()
    {
        const QByteArray dtype = pickledCall(pickledGlobal("numpy", "dtype"), {pickledText("f8"), "\x89", "\x88"})
                                 + "(K\x03Nt"
                                   "b";
        const QByteArray content
            = pickledCall(pickledGlobal("_codecs", "encode"), {pickledText("x"), pickledText("latin1")});
        for (const char *core : {"numpy.core.multiarray", "numpy._core.multiarray"}) {
            const auto read = parse(pickle(pickledCall(pickledGlobal(core, "scalar"), {dtype, content})));
            QVERIFY2(read, read ? "" : qPrintable(read.error().message));
            QCOMPARE(read->root().kind, Kind::Opaque);
        }
    }

    void refusesToCall_data()
    {
        QTest::addColumn<QByteArray>("module");
        QTest::addColumn<QByteArray>("name");
        for (const auto &[module, name] : {std::pair{"os", "system"},
                                           {"posix", "system"},
                                           {"builtins", "eval"},
                                           {"__builtin__", "exec"},
                                           {"subprocess", "Popen"},
                                           {"torch", "load"},
                                           {"torch.storage", "_load_from_bytes"},
                                           {"collections", "OrderedDict.fromkeys"},
                                           {"torch", "Storage"},
                                           {"", ""}})
            QTest::addRow("%s.%s", module, name) << QByteArray(module) << QByteArray(name);
    }

    void refusesToCall()
    {
        QFETCH(QByteArray, module);
        QFETCH(QByteArray, name);
        const QTemporaryDir folder;
        const QString trace = folder.filePath(QStringLiteral("executed"));
        const auto read
            = parse(pickle("N" + pickledCall(pickledGlobal(module, name), {pickledText("touch " + trace.toUtf8())})));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ModelInvalid);
        QVERIFY2(read.error().message.contains(
                     QStringLiteral("at byte 3 of its pickle, it wants to use %1.%2").arg(module, name)),
                 qPrintable(read.error().message));
        QVERIFY(read.error().detail.contains(QStringLiteral("Nothing in it was executed")));
        QVERIFY(!QFile::exists(trace));
    }

    void refusesOperations_data()
    {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QString>("name");
        QTest::newRow("INST") << QByteArray("(ios\nsystem\n") << "INST";
        QTest::newRow("OBJ") << QByteArray("(NNo") << "OBJ";
        QTest::newRow("NEWOBJ") << QByteArray("N)\x81") << "NEWOBJ";
        QTest::newRow("STACK_GLOBAL") << pickledText("os") + pickledText("system") + '\x93' << "STACK_GLOBAL";
        QTest::newRow("PERSID") << QByteArray("Pfile\n") << "PERSID";
        QTest::newRow("EXT1") << QByteArray("\x82\x01") << "EXT1";
        QTest::newRow("unknown") << QByteArray("\xff") << "0xff";
    }

    void refusesOperations()
    {
        QFETCH(QByteArray, object);
        QFETCH(QString, name);
        const auto read = parse(pickle(object));
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(QStringLiteral("the operation %1 is not one").arg(name)),
                 qPrintable(read.error().message));
    }

    void malformed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("protocol 4") << QByteArray("\x80\x04N.");
        QTest::newRow("no protocol") << QByteArray("N.");
        QTest::newRow("nothing left") << pickle("");
        QTest::newRow("two objects") << pickle("NN");
        QTest::newRow("open mark") << pickle("(N");
        QTest::newRow("tuple without mark") << pickle("Nt");
        QTest::newRow("tuple of too few") << pickle("N\x87");
        QTest::newRow("tuple below a mark") << pickle("N(\x85");
        QTest::newRow("append to a dict") << pickle("}Na");
        QTest::newRow("append to nothing") << pickle("Na");
        QTest::newRow("append below a mark") << pickle("]N(at");
        QTest::newRow("set below a mark") << pickle("}NN(st");
        QTest::newRow("odd items") << pickle("}(Nu");
        QTest::newRow("items without mark") << pickle("}u");
        QTest::newRow("set on a list") << pickle("]NNs");
        QTest::newRow("call a text") << pickle(pickledText("print") + ")R");
        QTest::newRow("call with a list") << pickle(pickledGlobal("collections", "OrderedDict") + "]R");
        QTest::newRow("call a storage") << pickle(pickledGlobal("torch", "FloatStorage") + ")R");
        QTest::newRow("call nothing") << pickle("R");
        QTest::newRow("build a tuple") << pickle(")Nb");
        QTest::newRow("unset memo") << pickle("h\x07");
        QTest::newRow("memo of nothing") << pickle("q\x07");
        QTest::newRow("text of 4 GB") << pickle(QByteArray("X\xff\xff\xff\xff"));
        QTest::newRow("integer of 200 bytes") << pickle(QByteArray("\x8a\xc8") + QByteArray(200, '\x01'));
        QTest::newRow("storage of no type")
            << pickle(pickledTuple(QByteArrayList{pickledText("storage"), "N", "N", "N", "N"}) + "Q");
        QTest::newRow("storage of negative size") << pickle(pickledTensor({{1}, {1}, "0", -1}));
        QTest::newRow("shape and stride differ") << pickle(pickledTensor({{1, 2}, {1}, "0", 2}));
        QTest::newRow("nine dimensions") << pickle(
            pickledTensor({std::vector<qint64>(9, 1), std::vector<qint64>(9, 1), "0", 1}));
        QTest::newRow("global without end") << QByteArray("\x80\x02"
                                                          "ccollections");
    }

    void malformed()
    {
        QFETCH(QByteArray, bytes);
        const auto read = parse(bytes);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ModelInvalid);
        QVERIFY2(read.error().message.startsWith(QStringLiteral("checkpoint.pt is refused: at byte ")),
                 qPrintable(read.error().message));
        QVERIFY(!read.error().detail.isEmpty());
    }

    void tooManyObjects()
    {
        const auto read = parse(pickle("(" + QByteArray((1 << 20) + 1, 'N') + "t"));
        QVERIFY(!read);
        QVERIFY(read.error().message.contains(QStringLiteral("more than 1048576 objects")));
    }

    void everyPrefixIsRefused()
    {
        const QByteArray whole = sample();
        QVERIFY(parse(whole));
        for (qsizetype size = 0; size < whole.size(); ++size)
            QVERIFY(!parse(whole.first(size)));
    }

    // What comes of damaged bytes is either refused in words or a pickle that can be walked.
    void damagedBytesNeverCrash()
    {
        const QByteArray whole = sample();
        std::mt19937 random(20260101);
        int refused = 0;
        constexpr int kTries = 20'000;
        for (int i = 0; i < kTries; ++i) {
            QByteArray bytes = whole;
            for (auto changes = random() % 4 + 1; changes > 0; --changes)
                bytes[qsizetype(random() % quint32(bytes.size()))] = char(random());
            if (random() % 4 == 0)
                bytes.remove(qsizetype(random() % quint32(bytes.size())), qsizetype(random() % 16));
            const auto read = parse(bytes);
            refused += !read;
            if (!read)
                QVERIFY(!read.error().message.isEmpty());
            else if (const PickleValue *found = read->find(read->root(), QStringLiteral("weight"));
                     found && found->kind == Kind::Tensor)
                QCOMPARE(read->at(found->items.front()).kind, Kind::Storage);
        }
        QVERIFY2(refused > kTries / 4 && refused < kTries, qPrintable(QString::number(refused)));
    }

private:
    static Result<Pickle> parse(const QByteArray &bytes)
    {
        return Pickle::parse(bytes, QStringLiteral("checkpoint.pt"));
    }

    static QByteArray sample()
    {
        return pickle(pickledDict({{"weight", pickledTensor({{4, 2}, {2, 1}, "0", 8})},
                                   {"list", "](" + pickledInt(1) + pickledText("x") + "e"},
                                   {"memo", "K\x01q\x02h\x02\x86"},
                                   {"best_acc", pickledCall(pickledGlobal("numpy", "dtype"), {pickledText("f8")})}}));
    }
};

QTEST_GUILESS_MAIN(TestPickle)
#include "tst_pickle.moc"
