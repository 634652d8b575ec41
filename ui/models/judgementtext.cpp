// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/judgementtext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <cmath>

#include "core/model/judgement.h"

namespace somno::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::ui::JudgementText)
};

QJsonObject part(const QJsonObject &metrics, const char *which)
{
    return metrics.value(QStringLiteral("judgement")).toObject().value(QLatin1String(which)).toObject();
}

QString figure(const QJsonValue &value)
{
    return value.isDouble() ? QLocale().toString(value.toDouble(), 'f', 3) : QStringLiteral("–");
}

QString signedFigure(double value)
{
    const double rounded = std::round(value * 1000) / 1000;
    return (rounded > 0 ? QStringLiteral("+") : QString())
           + QLocale().toString(rounded == 0 ? 0 : rounded, 'f', 3); // never "-0.000"
}

QString row(const QStringList &cells, const char *tag = "td")
{
    QString html = QStringLiteral("<tr>");
    for (qsizetype i = 0; i < cells.size(); ++i)
        html += QStringLiteral("<%1 align=\"%2\">%3</%1>")
                    .arg(QLatin1String(tag), i == 0 ? QStringLiteral("left") : QStringLiteral("right"), cells[i]);
    return html + QStringLiteral("</tr>");
}

/// Change and interval; empty cells where an older version did not measure them.
QStringList changeCells(const QJsonObject &change)
{
    if (!change.value("value").isDouble())
        return {{}, {}};
    return {signedFigure(change.value("value").toDouble()),
            Text::tr("%1 to %2")
                .arg(signedFigure(change.value("low").toDouble()), signedFigure(change.value("high").toDouble()))};
}

QString figuresTable(const QJsonObject &judgement)
{
    const QJsonObject difference = judgement.value("difference").toObject(), stages = difference.value("f1").toObject();
    const QJsonObject before = judgement.value("before").toObject(), after = judgement.value("after").toObject();
    QString html
        = QStringLiteral("<table cellpadding=\"3\" cellspacing=\"0\">")
          + row({{}, Text::tr("before"), Text::tr("after"), Text::tr("change"), Text::tr("95 % interval")}, "th");
    for (const auto &[key, name] :
         {std::pair{"accuracy", Text::tr("Accuracy")}, std::pair{"macro_f1", Text::tr("Macro-F1")},
          std::pair{"kappa", Text::tr("Cohen's kappa")}})
        html += row(QStringList{name, figure(before.value(QLatin1String(key))), figure(after.value(QLatin1String(key)))}
                    + changeCells(difference.value(QLatin1String(key)).toObject()));
    const QJsonObject stagesBefore = before.value("per_class").toObject(),
                      stagesAfter = after.value("per_class").toObject();
    for (const QJsonValue one : after.value("classes").toArray()) {
        const QString stage = one.toString();
        const qint64 epochs = stagesAfter.value(stage).toObject().value("support").toInteger();
        QStringList change = changeCells(stages.value(stage).toObject());
        if (epochs < scoring::kLeastStageEpochs)
            change.last() = Text::tr("too few epochs");
        html += row(QStringList{Text::tr("F1 of %1 (%Ln epochs)", nullptr, int(epochs)).arg(stage),
                                figure(stagesBefore.value(stage).toObject().value("f1")),
                                figure(stagesAfter.value(stage).toObject().value("f1"))}
                    + change);
    }
    return html + QStringLiteral("</table>");
}

QString confusionTable(const QString &title, const QJsonObject &agreement)
{
    QStringList head{title};
    for (const QJsonValue stage : agreement.value("classes").toArray())
        head << stage.toString();
    QString html = QStringLiteral("<table cellpadding=\"3\" cellspacing=\"0\">") + row(head, "th");
    const QJsonArray rows = agreement.value("confusion").toArray();
    for (qsizetype i = 0; i < rows.size() && i + 1 < head.size(); ++i) {
        QStringList cells{head[i + 1]};
        for (const QJsonValue count : rows[i].toArray())
            cells << QLocale().toString(count.toInteger());
        html += row(cells);
    }
    return html + QStringLiteral("</table>");
}

QString headline(ModelVerdict verdict)
{
    switch (verdict) {
    case ModelVerdict::Better: return Text::tr("Better than the model it started from");
    case ModelVerdict::Worse: return Text::tr("Worse than the model it started from");
    case ModelVerdict::NotDistinguishable: return Text::tr("Not distinguishable from the model it started from");
    case ModelVerdict::Unknown: break;
    }
    return Text::tr("Not judged against another model");
}

QString section(const QString &title, const QJsonObject &judgement)
{
    const QString units = judgement.value("by_subject").toBool()
                              ? Text::tr("%n animals", nullptr, judgement.value("units").toInt())
                              : Text::tr("%n stretches of a minute at most", nullptr, judgement.value("units").toInt());
    return QStringLiteral("<h4>%1</h4><p>%2</p>")
               .arg(title, Text::tr("%1 epochs, in %2; intervals by paired bootstrap over these.")
                               .arg(QLocale().toString(judgement.value("epochs").toInteger()), units))
           + figuresTable(judgement)
           + QStringLiteral("<p>%1</p>").arg(Text::tr("Epochs that were labelled so (rows) and scored so (columns):"))
           + confusionTable(Text::tr("before"), judgement.value("before").toObject()) + QStringLiteral("<p></p>")
           + confusionTable(Text::tr("after"), judgement.value("after").toObject());
}

} // namespace

ModelVerdict verdictOf(const QJsonObject &metrics)
{
    const QString verdict = part(metrics, "held_out").value("verdict").toString();
    return verdict == QLatin1String("better")                ? ModelVerdict::Better
           : verdict == QLatin1String("worse")               ? ModelVerdict::Worse
           : verdict == QLatin1String("not distinguishable") ? ModelVerdict::NotDistinguishable
                                                             : ModelVerdict::Unknown;
}

bool hasForgotten(const QJsonObject &metrics)
{
    return part(metrics, "original").value("verdict").toString() == QLatin1String("worse");
}

QString verdictWord(ModelVerdict verdict)
{
    switch (verdict) {
    case ModelVerdict::Better: return Text::tr("better");
    case ModelVerdict::Worse: return Text::tr("worse");
    case ModelVerdict::NotDistinguishable: return Text::tr("not distinguishable");
    case ModelVerdict::Unknown: break;
    }
    return Text::tr("not judged");
}

QString beforeAndAfter(const QJsonObject &metrics, const QString &name)
{
    const QJsonObject held = part(metrics, "held_out");
    return held.isEmpty() ? QStringLiteral("–")
                          : Text::tr("%1 → %2").arg(figure(held.value("before").toObject().value(name)),
                                                    figure(held.value("after").toObject().value(name)));
}

QString changeLine(const QJsonObject &metrics, const QString &name)
{
    const QJsonObject change = part(metrics, "held_out").value("difference").toObject().value(name).toObject();
    if (change.isEmpty())
        return {};
    return Text::tr("%1, 95 % interval %2 to %3")
        .arg(signedFigure(change.value("value").toDouble()), signedFigure(change.value("low").toDouble()),
             signedFigure(change.value("high").toDouble()));
}

QString verdictLine(const QJsonObject &metrics)
{
    const QJsonObject held = part(metrics, "held_out");
    if (held.isEmpty())
        return {};
    const QString line = Text::tr("%1 (accuracy %2)")
                             .arg(verdictWord(verdictOf(metrics)), beforeAndAfter(metrics, QStringLiteral("accuracy")));
    return hasForgotten(metrics) ? Text::tr("%1, but it has forgotten something on other animals").arg(line) : line;
}

QString judgementHtml(const QJsonObject &metrics)
{
    const QJsonObject held = part(metrics, "held_out"), original = part(metrics, "original");
    QString html = QStringLiteral("<h3>%1</h3>").arg(headline(verdictOf(metrics)));
    if (hasForgotten(metrics))
        html += QStringLiteral("<p><b>%1</b></p>")
                    .arg(Text::tr("But worse on simulated animals as its first ancestor was made for: it has forgotten "
                                  "something."));
    if (!held.isEmpty())
        html += section(Text::tr("On epochs that you labelled and that it did not learn from"), held);
    if (!original.isEmpty())
        html += section(Text::tr("On simulated animals as its first ancestor was made for: what was forgotten"),
                        original);
    return html;
}

} // namespace somno::ui
