// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtEndian>
#include <QtTest>
#include <cmath>
#include <cstring>

#include "core/recordings/recordingformat.h"
#include "tests/support/tablefile.h"

using namespace somno;
using namespace somno::test;

namespace {

/// A file as numpy.save() writes it.
QByteArray numpyFile(const QByteArray &type, bool isFortran, const QByteArray &shape, const QByteArray &data,
                     char major = 1)
{
    QByteArray header = "{'descr': '" + type + "', 'fortran_order': " + (isFortran ? "True" : "False") + ", 'shape': ("
                        + shape + "), }";
    header = header.leftJustified(118 - (major > 1 ? 2 : 0), ' ').append('\n');
    const auto length = quint32(header.size());
    QByteArray bytes = QByteArray("\x93NUMPY", 6) + major + char(0) + char(length & 0xff) + char(length >> 8);
    if (major > 1)
        bytes += QByteArray(2, 0);
    return bytes + header + data;
}

template <class T>
QByteArray numbers(int count, bool isBigEndian, double scale = 100)
{
    QByteArray bytes(count * qsizetype(sizeof(T)), Qt::Uninitialized);
    for (int i = 0; i < count; ++i) {
        const T value = T(scale * wave(i));
        if (isBigEndian)
            qToBigEndian(value, bytes.data() + i * qsizetype(sizeof(T)));
        else
            qToLittleEndian(value, bytes.data() + i * qsizetype(sizeof(T)));
    }
    return bytes;
}

} // namespace

class TestNumpyRecording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void everyTypeOfNumber_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("data");
        QTest::newRow("float32") << QByteArray("<f4") << numbers<float>(50, false);
        QTest::newRow("float64, big") << QByteArray(">f8") << numbers<double>(50, true);
        QTest::newRow("int16") << QByteArray("<i2") << numbers<qint16>(50, false);
        QTest::newRow("int16, big") << QByteArray(">i2") << numbers<qint16>(50, true);
        QTest::newRow("int32") << QByteArray("<i4") << numbers<qint32>(50, false);
        QTest::newRow("int8") << QByteArray("|i1") << numbers<qint8>(50, false);
    }

    void everyTypeOfNumber()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, data);
        for (const char major : {'\1', '\2'}) {
            const auto draft = m_folder.draft("night.npy", numpyFile(type, false, "50,", data, major));
            QVERIFY2(draft, draft ? "" : qPrintable(draft.error().message));
            QCOMPARE(draft->channels.size(), size_t(1));
            QCOMPARE(draft->channels[0].name, QStringLiteral("night"));
            QVERIFY(std::abs(valueAt(draft->channels[0], 37) - 100 * wave(37)) < 1);
            QCOMPARE(draft->finish({}).error().code, ErrorCode::RateMissing);
        }
    }

    void theLongerSideIsTime_data()
    {
        QTest::addColumn<bool>("isFortran");
        QTest::addColumn<QByteArray>("shape");
        QTest::newRow("channels x samples") << false << QByteArray("2, 30");
        QTest::newRow("samples x channels") << false << QByteArray("30, 2");
        QTest::newRow("channels x samples, Fortran") << true << QByteArray("2, 30");
        QTest::newRow("samples x channels, Fortran") << true << QByteArray("30, 2");
    }

    void theLongerSideIsTime()
    {
        QFETCH(bool, isFortran);
        QFETCH(QByteArray, shape);
        const auto draft = m_folder.draft("two.npy", numpyFile("<f8", isFortran, shape, numbers<double>(60, false)));
        QVERIFY(draft && draft->channels.size() == 2);
        const bool isTogether = shape.startsWith('2') != isFortran;
        for (int channel = 0; channel < 2; ++channel)
            for (const int i : {0, 7, 29})
                QVERIFY(std::abs(valueAt(draft->channels[size_t(channel)], i)
                                 - 100 * wave(isTogether ? channel * 30 + i : i * 2 + channel))
                        < 1e-4);
    }

    void theOtherOfAPairIsFound()
    {
        m_folder.write("m7_emg.npy", numpyFile("<f4", false, "40,", numbers<float>(40, false, 7)));
        const auto draft = m_folder.draft("m7_eeg.npy", numpyFile("<f4", false, "40,", numbers<float>(40, false)));
        QVERIFY(draft && draft->channels.size() == 2);
        QCOMPARE(draft->channels[0].name, QStringLiteral("EEG"));
        QCOMPARE(draft->channels[1].name, QStringLiteral("EMG"));
        QCOMPARE(codesOf(draft->deviations), QStringList{QStringLiteral("second-file")});
        const auto other = io::openFile(m_folder.path("m7_emg.npy"));
        QVERIFY(other && other->draft->channels[0].name == QLatin1String("EEG"));
        m_folder.write("EMG.npy", numpyFile("<f4", false, "40,", numbers<float>(40, false)));
        QCOMPARE(m_folder.draft("EEG.npy", numpyFile("<f4", false, "40,", numbers<float>(40, false)))->channels.size(),
                 size_t(2));
    }

    void whatIsNoRecordingIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const QByteArray data = numbers<float>(40, false);
        QTest::newRow("cut") << numpyFile("<f4", false, "41,", data) << int(ErrorCode::Truncated);
        QTest::newRow("absurd") << numpyFile("<f4", false, "99999999999999,", data) << int(ErrorCode::Truncated);
        QTest::newRow("absurd and empty")
            << numpyFile("<f4", false, "0, 9223372036854775807, 9", data) << int(ErrorCode::Truncated);
        QTest::newRow("three axes") << numpyFile("<f4", false, "2, 4, 5", data) << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("a picture") << numpyFile("|u1", false, "300, 300", QByteArray(90000, 1))
                                   << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("a number") << numpyFile("<f4", false, "", data) << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("objects") << numpyFile("|O", false, "40,", data) << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("complex") << numpyFile("<c8", false, "20,", data) << int(ErrorCode::UnsupportedFormat);
        QTest::newRow("no header") << QByteArray("\x93NUMPY\x01\x00v\x00{}", 12) << int(ErrorCode::HeaderInvalid);
        QTest::newRow("nothing more") << QByteArray("\x93NUMPY", 6) << int(ErrorCode::HeaderInvalid);
        QTest::newRow("archive") << QByteArray("PK\x03\x04 arrays") << int(ErrorCode::UnsupportedFormat);
    }

    void whatIsNoRecordingIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        const auto draft = m_folder.draft(bytes.startsWith("PK") ? "x.npz" : "x.npy", bytes);
        QVERIFY(!draft);
        QCOMPARE(int(draft.error().code), code);
        QVERIFY(!draft.error().detail.isEmpty());
    }

private:
    RecordingFolder m_folder;
};

QTEST_GUILESS_MAIN(TestNumpyRecording)
#include "tst_numpyrecording.moc"
