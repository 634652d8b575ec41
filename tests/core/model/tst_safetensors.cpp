// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>
#include <cmath>

#include "core/model/safetensors.h"

using namespace somno;
using namespace somno::sdreamer;

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void float32ComesBackExactly()
    {
        const WeightMap weights{{QStringLiteral("b.weight"), {{2, 3}, {1.5F, -2.F, 1e-30F, 3.14159F, 0.F, -1e30F}}},
                                {QStringLiteral("a"), {{}, {7.F}}},
                                {QStringLiteral("empty"), {{0, 4}, {}}}};
        QVERIFY(writeSafetensors(path(), weights, WeightPrecision::Float32).has_value());
        const auto read = readSafetensors(path());
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->size(), weights.size());
        for (const auto &[name, tensor] : weights) {
            QCOMPARE(read->at(name).shape, tensor.shape);
            QCOMPARE(read->at(name).values, tensor.values);
        }
    }

    void float16RoundsToHalf()
    {
        const std::vector<float> values{1.F, 0.1F, -65504.F, 1e-9F};
        QVERIFY(writeSafetensors(path(), {{QStringLiteral("w"), {{4}, values}}}, WeightPrecision::Float16).has_value());
        const auto read = readSafetensors(path());
        QVERIFY(read.has_value());
        const auto &back = read->at(QStringLiteral("w")).values;
        QCOMPARE(back[0], 1.F);
        QCOMPARE(back[1], 0.0999755859375F); // the half next to 0.1
        QCOMPARE(back[2], -65504.F);
        QCOMPARE(back[3], 0.F);
    }

    void layoutIsTheFormats()
    {
        QVERIFY(
            writeSafetensors(path(), {{QStringLiteral("w"), {{2}, {1.F, 2.F}}}}, WeightPrecision::Float32).has_value());
        const QByteArray bytes = contents();
        const auto header = qFromLittleEndian<quint64>(bytes.constData());
        QCOMPARE(header % 8, 0U);
        QCOMPARE(bytes.size(), qsizetype(8 + header + 8));
        QVERIFY(bytes.mid(8).startsWith("{\"__metadata__\":{\"format\":\"pt\"},\"w\":{"));
        QCOMPARE(bytes.last(8), QByteArray::fromHex("0000803f00000040"));
    }

    void brainFloatIsRead()
    {
        put(R"({"w":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}})", QByteArray::fromHex("803f40c0"));
        const auto read = readSafetensors(path());
        QVERIFY(read.has_value());
        QCOMPARE(read->at(QStringLiteral("w")).values, (std::vector<float>{1.F, -3.F}));
    }

    void hostileFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *header, int dataBytes, const char *words) {
            QTest::newRow(name) << QByteArray(header) << dataBytes << QString::fromLatin1(words);
        };
        row("not JSON", "{\"w\":", 0, "not JSON");
        row("array", "[1,2]", 0, "not JSON");
        row("unknown type", R"({"w":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}})", 8, "type \"I64\"");
        row("no type", R"({"w":{"shape":[1],"data_offsets":[0,4]}})", 4, "type");
        row("not an object", R"({"w":5})", 4, "type");
        row("no shape", R"({"w":{"dtype":"F32","data_offsets":[0,4]}})", 4, "no shape");
        row("negative extent", R"({"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4, "impossible shape");
        row("fraction", R"({"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4, "impossible shape");
        row("overflow", R"({"w":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}})", 4,
            "impossible shape");
        row("huge extent", R"({"w":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]}})", 4,
            "impossible shape");
        row("hidden overflow",
            R"({"w":{"dtype":"F32","shape":[0,4294967296,4294967296,4294967296],"data_offsets":[0,0]}})", 4,
            "need 0 bytes of data");
        row("offsets reversed", R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4, "lies at bytes 4 to 0");
        row("negative offset", R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}})", 4, "lies at bytes");
        row("one offset", R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4, "lies at bytes");
        row("size differs", R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4, "lies at bytes 0 to 4");
        row("beyond the end", R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4,
            "need 8 bytes of data, it holds 4");
        row("surplus data", R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 8,
            "need 4 bytes of data, it holds 8");
        row("gap", R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8,
            "begins at byte 4 of the data, expected 0");
        row("overlap",
            R"({"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
            R"("w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
            8, "tensor w begins at byte 4");
        row("name twice",
            R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
            R"("w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
            4, "twice");
    }
    void hostileFilesAreRefused()
    {
        QFETCH(QByteArray, header);
        QFETCH(int, dataBytes);
        QFETCH(QString, words);
        put(header, QByteArray(dataBytes, '\1'));
        refused(words);
    }

    void lengthsThatLie_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("only 0 bytes");
        QTest::newRow("seven bytes") << QByteArray(7, '\0') << QStringLiteral("only 7 bytes");
        QTest::newRow("more than follows")
            << QByteArray::fromHex("0900000000000000") + "{}" << QStringLiteral("claims 9 bytes, 2 follow");
        QTest::newRow("enormous") << QByteArray(8, '\xff') + "{}"
                                  << QStringLiteral("claims 18446744073709551615 bytes");
        QTest::newRow("text") << QByteArray("PK\3\4 this is a ZIP file") << QStringLiteral("its header claims");
    }
    void lengthsThatLie()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, words);
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
        file.close();
        refused(words);
    }

    void everyTruncationIsRefused()
    {
        QVERIFY(
            writeSafetensors(path(), {{QStringLiteral("w"), {{2}, {1.F, 2.F}}}}, WeightPrecision::Float16).has_value());
        const QByteArray bytes = contents();
        for (qsizetype size = 0; size < bytes.size(); ++size) {
            QFile file(path());
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(bytes.first(size));
            file.close();
            QVERIFY(!readSafetensors(path()).has_value());
        }
    }

    void absentFileIsNamed()
    {
        const auto read = readSafetensors(path());
        QCOMPARE(read.error().code, ErrorCode::ModelMissing);
        QVERIFY(read.error().message.contains(path()));
    }

    void valuesThatCannotBeStored()
    {
        const auto write = [&](float value, WeightPrecision precision) {
            return writeSafetensors(path(), {{QStringLiteral("w"), {{1}, {value}}}}, precision);
        };
        QCOMPARE(write(65520.F, WeightPrecision::Float16).error().code, ErrorCode::ModelInvalid);
        QVERIFY(write(NAN, WeightPrecision::Float32).error().message.contains(QStringLiteral("tensor w")));
        QVERIFY(!write(-INFINITY, WeightPrecision::Float32).has_value());
        QVERIFY(!QFile::exists(path()));
        QVERIFY(write(65520.F, WeightPrecision::Float32).has_value());
        const auto mismatched
            = writeSafetensors(path(), {{QStringLiteral("w"), {{3}, {1.F}}}}, WeightPrecision::Float32);
        QCOMPARE(mismatched.error().code, ErrorCode::InvalidArgument);
    }

    void fullOrForbiddenPlaceIsNamed()
    {
        const QString nowhere = m_folder.filePath(QStringLiteral("no/such/folder/w.safetensors"));
        const auto written = writeSafetensors(nowhere, {{QStringLiteral("w"), {{1}, {1.F}}}}, WeightPrecision::Float32);
        QCOMPARE(written.error().code, ErrorCode::FileNotWritable);
        QVERIFY(written.error().message.contains(nowhere));
    }

    void cleanup() { QFile::remove(path()); }

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("w.safetensors")); }

    [[nodiscard]] QByteArray contents() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void put(const QByteArray &header, const QByteArray &data) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QByteArray prefix(8, '\0');
        qToLittleEndian<quint64>(quint64(header.size()), prefix.data());
        file.write(prefix + header + data);
    }

    void refused(const QString &words) const
    {
        const auto read = readSafetensors(path());
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, ErrorCode::ModelInvalid);
        QVERIFY(read.error().message.contains(path()));
        QVERIFY2(read.error().message.contains(QRegularExpression(words)), qPrintable(read.error().message));
        QVERIFY(!read.error().detail.isEmpty());
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
