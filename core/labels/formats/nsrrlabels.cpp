// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The XML of the National Sleep Research Resource (sleepdata.org), as its EDF Editor and Translator writes it and
// Luna 1.x and sleepdata's own tools read it: <PSGAnnotation> with <EpochLength> and <ScoredEvents>, whose
// <ScoredEvent> have EventType ("Stages|Stages"), EventConcept ("Stage 2 sleep|2"), Start and Duration in seconds. The
// event "Recording Start Time" holds the clock, "dd.mm.yy hh.mm.ss", with 00.00.00 for a date that was taken away.
#include <QRegularExpression>
#include <QXmlStreamWriter>
#include <algorithm>

#include "core/labels/labelformat.h"
#include "core/labels/labeltext.h"
#include "core/labels/labeltimes.h"
#include "core/labels/formats/xmlfile.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

const QString kStartConcept = QStringLiteral("Recording Start Time");
const QString kStages = QStringLiteral("Stages|Stages");

struct Concept {
    Stage stage;
    const char *text;
};
constexpr std::array kConcepts = {
    Concept{Stage::Wake, "Wake|0"},
    Concept{Stage::N1, "Stage 1 sleep|1"},
    Concept{Stage::N2, "Stage 2 sleep|2"},
    Concept{Stage::N3, "Stage 3 sleep|3"},
    Concept{Stage::S4, "Stage 4 sleep|4"},
    Concept{Stage::Rem, "REM sleep|5"},
    Concept{Stage::MovementTime, "Movement|6"},
    Concept{Stage::Unscored, "Unscored|9"},
};

struct Event {
    QString type;
    QString name;
    QString start;
    QString duration;
    QString clock;
};

/// Sets the clock of onset 0. A date of zeros is none.
void readClock(const Event &event, LabelTable &table)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(?:(\\d{1,2})[./-](\\d{1,2})[./-](\\d{2,4})\\s+)?(\\d{1,2})[.:](\\d{2})[.:](\\d{2})$"));
    const auto match = pattern.match(event.clock.simplified());
    if (!match.hasMatch())
        return;
    const auto number = [&match](int group) { return match.captured(group).toInt(); };
    const int year = number(3) < 85 ? number(3) + 2000 : number(3) < 100 ? number(3) + 1900 : number(3);
    const QDate date(year, number(2), number(1));
    const QTime time(number(4), number(5), number(6));
    table.startHasDate = date.isValid();
    table.start = time.isValid() ? QDateTime(date.isValid() ? date : QDate(1985, 1, 1), time, Qt::UTC) : QDateTime();
    if (const Ticks start = statedTicks(event.start).value_or(0); start != 0 && table.start.isValid())
        table.start = table.start.addMSecs(-start / (kTicksPerSecond / 1000));
}

class NsrrReader {
public:
    Result<LabelTable> read(const QString &path)
    {
        const auto visited = visitXml(path, m_table.deviations,
                                      [this](const QString &element, const QString &text) { take(element, text); });
        if (!visited)
            return failure(visited.error());
        if (m_badTimes > 0)
            m_table.deviations.push_back(timesNotUnderstood(m_badTimes, m_badTime));
        m_table.holdsEvents = true;
        return std::move(m_table);
    }

private:
    void take(const QString &element, const QString &text)
    {
        const QString name = element.section(QLatin1Char('/'), -1);
        if (name == QLatin1String("EventType"))
            m_event.type = text;
        else if (name == QLatin1String("EventConcept"))
            m_event.name = text;
        else if (name == QLatin1String("Start"))
            m_event.start = text;
        else if (name == QLatin1String("Duration"))
            m_event.duration = text;
        else if (name == QLatin1String("ClockTime"))
            m_event.clock = text;
        else if (name == QLatin1String("EpochLength"))
            m_table.epoch = statedEpoch(text);
        else if (name == QLatin1String("ScoredEvent"))
            addEvent();
    }

    void addEvent()
    {
        const Event event = std::exchange(m_event, {});
        if (event.name.compare(kStartConcept, Qt::CaseInsensitive) == 0)
            return readClock(event, m_table);
        const auto onset = statedTicks(event.start);
        const auto duration = event.duration.isEmpty() ? std::optional<Ticks>(0) : statedTicks(event.duration);
        LabelRow row{onset.value_or(0), duration.value_or(0), event.name};
        row.isEvent = !event.type.isEmpty() && !event.type.startsWith(QLatin1String("stage"), Qt::CaseInsensitive);
        if (onset && duration && *duration >= 0) {
            m_table.rows.push_back(std::move(row));
        } else if (!row.isEvent) {
            m_badTime = onset ? event.duration : event.start;
            ++m_badTimes;
        }
    }

    LabelTable m_table;
    Event m_event;
    QString m_badTime;
    qint64 m_badTimes = 0;
};

const char *conceptOf(Stage stage)
{
    const auto found = std::ranges::find(kConcepts, stage, &Concept::stage);
    return found == kConcepts.end() ? kConcepts.back().text : found->text;
}

void writeEvent(QXmlStreamWriter &xml, const Event &event)
{
    xml.writeStartElement(QStringLiteral("ScoredEvent"));
    xml.writeTextElement(QStringLiteral("EventType"), event.type);
    xml.writeTextElement(QStringLiteral("EventConcept"), event.name);
    xml.writeTextElement(QStringLiteral("Start"), event.start);
    xml.writeTextElement(QStringLiteral("Duration"), event.duration);
    if (!event.clock.isEmpty())
        xml.writeTextElement(QStringLiteral("ClockTime"), event.clock);
    xml.writeEndElement();
}

Result<> writeNsrr(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &options)
{
    const Ticks epoch = toTicks(hypnogram.epochSec());
    const auto seconds = [epoch](EpochIndex epochs) { return QString::fromLatin1(secondsText(epochs * epoch)); };
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("PSGAnnotation"));
    xml.writeTextElement(QStringLiteral("SoftwareVersion"), QStringLiteral("Somnoscribe"));
    xml.writeTextElement(QStringLiteral("EpochLength"), seconds(1));
    xml.writeStartElement(QStringLiteral("ScoredEvents"));
    if (options.recordingStart.isValid())
        writeEvent(xml, {{},
                         kStartConcept,
                         QStringLiteral("0"),
                         seconds(hypnogram.size()),
                         options.recordingStart.toString(QStringLiteral("dd.MM.yy HH.mm.ss"))});
    for (const scoring::EpochRange &bout : hypnogram.bouts())
        writeEvent(xml, {kStages,
                         QString::fromLatin1(conceptOf(hypnogram.stage(bout.first))),
                         seconds(bout.first),
                         seconds(bout.size()),
                         {}});
    xml.writeEndDocument();
    return writeBytes(path, bytes);
}

} // namespace

const LabelFormat &nsrrLabels()
{
    static const LabelFormat format = [] {
        LabelFormat nsrr = {
            {QStringLiteral("nsrr"),
             QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "NSRR XML")),
             {QStringLiteral("xml")},
             [](const QByteArray &bytes, const QString &) { return isXmlWithRoot(bytes, "PSGAnnotation"); }},
            LabelContent::StartClock,
            {},
            [](const QString &path, const LabelContext &) { return NsrrReader().read(path); },
            writeNsrr,
            {},
            {{Stage::S4, Stage::N3}, {Stage::MovementTime, Stage::Unscored}},
        };
        for (const Concept &known : kConcepts) {
            nsrr.codes.insert(QString::fromLatin1(known.text).toLower(), known.stage);
            nsrr.stages.push_back(known.stage);
        }
        return nsrr;
    }();
    return format;
}

} // namespace somno::io
