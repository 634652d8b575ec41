// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <edflib.h>
#include <optional>
#include <random>

#include "core/recordings/edf/edfannotations.h"
#include "core/recordings/recordingfile.h"
#include "tests/support/data.h"
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

/// EDFlib hands bytes on.
QString textOf(const char *bytes)
{
    const QString text = QString::fromUtf8(bytes);
    return text.contains(QChar::ReplacementCharacter) ? QString::fromLatin1(bytes) : text;
}

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
            events.push_back({raw.onset, raw.duration_l < 0 ? -1 : Ticks(raw.duration_l), textOf(raw.annotation)});
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

    /// Of other software: the annotation signal of a file that does not call itself EDF+, with and without time stamps.
    void readsThoseOfAPlainFile()
    {
        EdfBytes file
            = annotated({"+0" + kEnd + tal("+0", "", "event"), tal("+1.5", "", "no stamp"), {}}, {{}, {}, {}});
        file.reserved.clear();
        const auto input = io::InputFile::open(file.save(path("plain.edf")));
        auto header = io::readEdfHeader(**input).value();
        header.signalHeaders[0].isAnnotation = true;
        header.signalHeaders[2].isAnnotation = true;
        const auto read = io::readEdfAnnotations(io::EdfFile(*input, header));
        QVERIFY(read);
        QCOMPARE(read->events.size(), 2u);
        QCOMPARE(read->events[1].onsetSec, 1.5);
        QCOMPARE(read->time.duration(), 3 * kTicksPerSecond);
        QVERIFY(read->deviations.empty());
    }

    void readsWhatIsDamagedAndSaysSo_data()
    {
        QTest::addColumn<QByteArray>("list"); // behind the time stamp of the first record
        QTest::addColumn<QString>("event");   // "onset duration text"
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("taken");
        const auto kind
            = [](const char *name, const QByteArray &list, const char *event, const char *code, const char *taken) {
                  QTest::newRow(name) << list << QString::fromUtf8(event) << QString::fromLatin1(code)
                                      << QString::fromLatin1(taken);
              };
        const char *onset = "annotation-onset", *dropped = "annotation-dropped", *duration = "annotation-duration",
                   *open = "annotation-unterminated", *encoding = "annotation-encoding";
        const QByteArray zero(1, '\0');
        kind("onset without sign", tal("5", "2", "text"), "5 2 text", onset, "read as 5 s");
        kind("onset with comma", tal("+5,5", "2", "text"), "5.5 2 text", onset, "read as 5.5 s");
        kind("onset with exponent", tal("+5.5e1", "", "text"), "55 -1 text", onset, "read as 55 s");
        kind("onset with a space", tal("+5 ", "", "text"), "5 -1 text", onset, "read as 5 s");
        kind("onset that ends with its point", tal("+5.", "", "text"), "5 -1 text", onset, "read as 5 s");
        kind("onset of words", tal("five", "", "text"), "", dropped, "left out");
        kind("onset not finite", tal("+nan", "", "text"), "", dropped, "left out");
        kind("onset beyond all time", tal("+1e300", "", "text"), "", dropped, "left out");
        kind("duration of words", tal("+5", "long", "text"), "5 -1 text", duration, "read without a duration");
        kind("duration empty", "+5\x15\x14text\x14" + zero, "5 -1 text", duration, "read without a duration");
        kind("duration negative", tal("+5", "-2", "text"), "5 -1 text", duration, "read without a duration");
        kind("duration with comma", tal("+5", "2,5", "text"), "5 2.5 text", duration, "read as 2.5 s");
        kind("two durations",
             tal("+5",
                 "1\x15"
                 "1",
                 "text"),
             "5 -1 text", duration, "read without a duration");
        kind("duration behind the text",
             tal("+5", "",
                 "text\x15"
                 "30"),
             "5 30 text", duration, "read as its duration");
        kind("something behind the text", tal("+5", "", "te\x15xt"), "", dropped, "left out");
        kind("no end of the text", "+5\x14text" + zero, "5 -1 text", open, "read to the zero behind it");
        kind("cut off by the record", "+5\x14one\x14" + QByteArray(108, 'x'), "5 -1 one", dropped,
             "its last text is left out");
        kind("no zero before the end of the record", "+5\x14" + QByteArray(111, 'x') + '\x14', nullptr, open,
             "read to the end of the record");
        kind("behind filling zeros", QByteArray(3, '\0') + tal("+5", "", "text"), "5 -1 text",
             "annotation-behind-filling", "read all the same");
        kind("Latin-1", tal("+5", "", "M\xe4use"), "5 -1 M\xc3\xa4use", encoding, "read as Latin-1");
        kind("UTF-16", QByteArray("+5\x14W\0\xe4\0\x14\0", 9), "5 -1 W\xc3\xa4", encoding, "read as such");
        kind("UTF-16 with a mark", QByteArray("+5\x14\xff\xfe\x60\x4fW\0\x14\0", 11), "5 -1 \xe4\xbd\xa0W", encoding,
             "read as such");
    }

    void readsWhatIsDamagedAndSaysSo()
    {
        QFETCH(QByteArray, list);
        QFETCH(QString, event);
        QFETCH(QString, code);
        QFETCH(QString, taken);
        const QString name = annotated({"+0" + kEnd + list, "+1" + kEnd + tal("+1", "1", "sound")}, {{}, {}})
                                 .save(path("damaged.edf"));
        const auto recording = io::openRecording(name);
        QVERIFY(recording);
        QStringList events;
        for (const signal::Annotation &one : (*recording)->annotations)
            events << QStringLiteral("%1 %2 %3").arg(one.onsetSec).arg(one.durationSec).arg(one.text);
        QCOMPARE(events.takeLast(), QStringLiteral("1 1 sound"));
        if (!event.isNull())
            QCOMPARE(events.join(QLatin1Char('|')), event);
        QCOMPARE((*recording)->deviations.size(), 1u);
        const Deviation &said = (*recording)->deviations.front();
        QCOMPARE(said.code, code);
        QCOMPARE(said.taken, taken);
        QVERIFY(said.where.contains(QStringLiteral("data record 1")));
        QVERIFY(said.byte >= 1024 && said.byte < 1024 + 120);
    }

    void blankOnesAreSaid()
    {
        for (const QByteArray &filling : {QByteArray(), QByteArray(120, ' ')}) {
            EdfBytes file = annotated({filling, filling}, {{}, {}});
            file.signalList.pop_back();
            const auto recording = io::openRecording(file.save(path("blank.edf")));
            QVERIFY(recording);
            QVERIFY((*recording)->annotations.empty());
            QCOMPARE((*recording)->deviations[0].code, QStringLiteral("annotations-blank"));
            QCOMPARE((*recording)->deviations[1].code, QStringLiteral("time-stamps-missing"));
            QCOMPARE((*recording)->time.duration(), 2 * kTicksPerSecond);
        }
    }

    void noiseIsReadAndSaidInFewWords()
    {
        constexpr int kBytes = 4'000'000;
        EdfBytes file = annotated({{}}, {{}});
        for (const int kind : {0, 1, 2}) {
            QByteArray noise(kBytes, '\0');
            std::mt19937 random{5};
            for (char &byte : noise)
                byte = kind == 0   ? char(random())
                       : kind == 1 ? "\x14\0+1\x15\xff\xfe"[random() % 7]
                                   : "x\0"[random() % 2];
            file.signalList[0] = annotationSignal({noise}, kBytes);
            const QString name = file.save(path("noise.edf"));
            const auto recording = io::openRecording(name);
            QVERIFY2(recording, recording ? "" : qPrintable(recording.error().detail));
            QVERIFY((*recording)->deviations.size() < 200);
        }
    }

    /// The files made for this that everybody has seen.
    void knownFaults_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("events");
        QTest::addColumn<QString>("said");
        QTest::newRow("comma") << "faults/R21_onset_comma.edf" << 5 << "annotation-onset";
        QTest::newRow("exponent") << "faults/R21b_onset_exponent.edf" << 5 << "annotation-onset";
        QTest::newRow("EDF+D without a gap") << "faults/R15b_plus_d_no_gap.edf" << 4 << "";
        QTest::newRow("sound") << "faults/base_plus.edf" << 4 << "";
    }

    void knownFaults()
    {
        QFETCH(QString, file);
        QFETCH(int, events);
        QFETCH(QString, said);
        const QString name = dataFile(file);
        if (!QFileInfo::exists(name))
            QSKIP("recordings not here (set SOMNOSCRIBE_DATA)");
        const auto recording = io::openRecording(name);
        QVERIFY(recording);
        QCOMPARE(int((*recording)->annotations.size()), events);
        QCOMPARE((*recording)->time, signal::TimeMap::continuous(240 * kTicksPerSecond));
        QStringList codes;
        for (const Deviation &deviation : (*recording)->deviations)
            codes << deviation.code;
        QCOMPARE(codes.join(QLatin1Char(' ')), said);
        if (!said.isEmpty())
            QCOMPARE((*recording)->annotations[1].onsetSec, 30.5);
    }

    /// Many damaged files: what EDFlib reads is read alike; what it refuses is read with a word on it.
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
                bytes[headerBytes + record + at] = "\x14\x15+-.0x9\xff\0"[random() % 10];
            }
            const QString name = saveBytes(path("mutated.edf"), bytes);
            const auto recording = io::openRecording(name);
            QVERIFY(recording);
            const auto theirs = byEdflib(name);
            QVERIFY(theirs ? byUs(name) == theirs : !(*recording)->deviations.empty());
            read += theirs.has_value();
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
