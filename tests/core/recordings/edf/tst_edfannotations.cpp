// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <edflib.h>
#include <optional>
#include <random>

#include "core/recordings/edf/edfannotations.h"
#include "core/recordings/recordingfile.h"
#include "tests/support/edfbytes.h"

using namespace somno;
using namespace somno::test;

namespace {

const QByteArray kEnd("\x14\x14\0", 3);

struct Event {
    Ticks onset = 0;
    Ticks duration = -1;
    QString text;
    friend bool operator==(const Event &, const Event &) = default;
};

/// What EDFlib, which others rely on, reads; nullopt where it refuses the file.
std::optional<std::vector<Event>> byEdflib(const QString &path)
{
    const auto edf = std::make_unique<edf_hdr_struct>();
    if (edfopen_file_readonly(QFile::encodeName(path).constData(), edf.get(), EDFLIB_READ_ALL_ANNOTATIONS) != 0)
        return std::nullopt;
    std::vector<Event> events;
    edf_annotation_struct raw;
    for (int i = 0; i < edf->annotations_in_file; ++i)
        if (edf_get_annotation(edf->handle, i, &raw) == 0 && raw.annotation[0] != 0)
            events.push_back(
                {raw.onset, raw.duration_l < 0 ? -1 : Ticks(raw.duration_l), QString::fromUtf8(raw.annotation)});
    edfclose_file(edf->handle);
    return events;
}

std::optional<std::vector<Event>> byUs(const QString &path)
{
    const auto recording = io::openRecording(path);
    if (!recording)
        return std::nullopt;
    std::vector<Event> events;
    for (const signal::Annotation &annotation : (*recording)->annotations)
        events.push_back({toTicks(annotation.onsetSec),
                          annotation.durationSec < 0 ? -1 : toTicks(annotation.durationSec), annotation.text});
    return events;
}

/// EDF+ or BDF+ of three records with two annotation signals, the signal between them as long as asked for.
EdfBytes annotated(const std::vector<QByteArray> &first, const std::vector<QByteArray> &second, bool bdf = false,
                   int samples = 10)
{
    EdfBytes file;
    file.bdf = bdf;
    file.reserved = bdf ? "BDF+C" : "EDF+C";
    file.records = int(first.size());
    EdfBytesSignal signal;
    signal.samplesPerRecord = QByteArray::number(samples);
    file.signalList = {annotationSignal(first, 120, bdf), signal, annotationSignal(second, 60, bdf)};
    return file;
}

} // namespace

class TestEdfAnnotations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void readsWhatEdflibReads_data()
    {
        QTest::addColumn<bool>("bdf");
        QTest::addColumn<int>("samples"); // so many that the annotations are read one by one
        QTest::newRow("EDF+") << false << 10;
        QTest::newRow("EDF+, long records") << false << 20000;
        QTest::newRow("BDF+") << true << 10;
        QTest::newRow("BDF+, long records") << true << 20000;
    }

    void readsWhatEdflibReads()
    {
        QFETCH(bool, bdf);
        QFETCH(int, samples);
        const QByteArray umlaut = "\xc3\xa4";
        const QString name
            = annotated({"+0.25" + kEnd + tal("+0.5", "1.25", "one\x14two"), "+1.25" + kEnd,
                         "+2.25" + kEnd + tal("-3", "", "before" + umlaut) + tal("+9.1234567", "0", "x")},
                        {tal("+1", "", "second signal"), {}, tal("+2.250000099", "", "digits")}, bdf, samples)
                  .save(path("a.edf"));
        const auto ours = byUs(name);
        QVERIFY(ours);
        QCOMPARE(*ours, (std::vector<Event>{{2'500'000, 12'500'000, QStringLiteral("one")},
                                            {2'500'000, 12'500'000, QStringLiteral("two")},
                                            {7'500'000, -1, QStringLiteral("second signal")},
                                            {-32'500'000, -1, QStringLiteral("beforeä")},
                                            {88'734'567, 0, QStringLiteral("x")},
                                            {20'000'000, -1, QStringLiteral("digits")}}));
        QCOMPARE(byEdflib(name), ours);
        const auto recording = io::openRecording(name);
        QCOMPARE((*recording)->start.time().msec(), 250);
    }

    void longTextsAreCut()
    {
        EdfBytes file = annotated({"+0" + kEnd}, {{}});
        const QByteArray text = QByteArray(511, 'x') + "\xc3\xa4 and more"; // cut inside the umlaut
        file.signalList[0] = annotationSignal({"+0" + kEnd + tal("+0", "", text)}, 700);
        const auto events = byUs(file.save(path("long.edf")));
        QVERIFY(events);
        QCOMPARE(events->front().text, QString(511, QLatin1Char('x')));
    }

    void aPlainFileHasNone()
    {
        EdfBytes file = annotated({"+0" + kEnd + tal("+0", "", "event")}, {{}});
        file.reserved.clear();
        QCOMPARE(byUs(file.save(path("plain.edf"))), std::optional(std::vector<Event>()));
    }

    void namesWhatIsDamaged_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QString>("said");
        const auto fault = [](const char *name, const QByteArray &first, const QByteArray &second, const char *said) {
            QTest::newRow(name) << first << second << QString::fromLatin1(said);
        };
        fault("onset", "+0" + kEnd + "5\x14text\x14" + QByteArray(1, '\0'), {},
              "byte 1024) has an annotation whose onset");
        fault("comma", "+0" + kEnd + tal("+5,5", "", "text"), {}, "whose onset");
        fault("exponent", "+0" + kEnd + tal("+5e1", "", "text"), {}, "whose onset");
        fault("duration", "+0" + kEnd + tal("+5", "long", "text"), {}, "whose duration");
        fault("two durations",
              "+0" + kEnd
                  + tal("+5",
                        "1\x15"
                        "1",
                        "text"),
              {}, "whose duration");
        fault("duration behind", "+0" + kEnd + tal("+5", "", "te\x15xt"), {}, "behind its text");
        fault("no end", "+0" + kEnd + "+5\x14text" + QByteArray(1, '\0'), {}, "without an end");
        fault("after zeros", "+0" + kEnd + QByteArray(3, '\0') + tal("+5", "", "text"), {}, "behind the zeros");
        fault("in the second signal", "+0" + kEnd, tal("five", "", "text"), "byte 1164) has an annotation whose onset");
        fault("second signal cut off", "+0" + kEnd, QByteArray(60, 'x'),
              "byte 1164) has an annotation that is cut off");
    }

    void namesWhatIsDamaged()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QFETCH(QString, said);
        const QString name = annotated({first}, {second}).save(path("damaged.edf"));
        const auto recording = io::openRecording(name);
        QVERIFY(!recording);
        QCOMPARE(recording.error().code, ErrorCode::HeaderInvalid);
        QVERIFY2(recording.error().detail.contains(QStringLiteral("Data record 1 ")),
                 qPrintable(recording.error().detail));
        QVERIFY2(recording.error().detail.contains(said), qPrintable(recording.error().detail));
        QVERIFY(!byEdflib(name));
    }

    /// Many damaged files: what is refused and what is read agrees with EDFlib, but where a number overflows
    /// there.
    void agreesWithEdflibOnDamage()
    {
        const QByteArray sound = annotated({"+0.5" + kEnd + tal("+0.75", "1", "event")
                                                + tal("+1", "",
                                                      "a\x14"
                                                      "b"),
                                            "+1.5" + kEnd, "+2.5" + kEnd + tal("+3", "0.5", "c")},
                                           {tal("+1", "", "d"), {}, tal("-1", "2", "e")})
                                     .bytes();
        const qsizetype headerBytes = 256 * 4;
        std::mt19937 random{3};
        int read = 0;
        for (int i = 0; i < 1000; ++i) {
            QByteArray bytes = sound;
            for (unsigned faults = random() % 2 + 1; faults > 0; --faults) {
                // Where there is text, not in the filling: most of a record is zeros.
                const qsizetype record = qsizetype(random() % 3) * 200;
                const qsizetype at = random() % 2 ? qsizetype(random() % 36) : 140 + qsizetype(random() % 16);
                bytes[headerBytes + record + at] = "\x14\x15+-.0 9\xff\0"[random() % 10];
            }
            const QString name = saveBytes(path("mutated.edf"), bytes);
            const auto ours = byUs(name);
            const auto theirs = byEdflib(name);
            QCOMPARE(ours.has_value(), theirs.has_value());
            QVERIFY(ours == theirs);
            read += ours.has_value();
        }
        QVERIFY2(read > 60 && read < 940, qPrintable(QString::number(read)));
    }

    void saysWhereTheFileEnds()
    {
        const EdfBytes whole = annotated({"+0" + kEnd, "+1" + kEnd, "+2" + kEnd}, {{}, {}, {}});
        const QString name = whole.save(path("cut.edf"));
        const auto input = io::InputFile::open(name);
        const auto header = io::readEdfHeader(**input);
        QVERIFY(header && QFile::resize(name, 1024 + 200 + 50)); // after the check of the header
        const auto read = io::readEdfAnnotations(io::EdfFile(*input, *header));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Truncated);
    }

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestEdfAnnotations)
#include "tst_edfannotations.moc"
