// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/statusline.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <cmath>

#include "ui/models/timetext.h"

namespace somno::ui {
namespace {

constexpr int kNoticeMs = 4000;
constexpr int kSwatchSize = 12;

/// The colour of a stage in the way of the hypnogram: lighter with lines where it awaits review, underlined where it
/// was set by hand.
void paintStage(QPainter &painter, const QColor &colour, scoring::EpochSource state, const QColor &text)
{
    using scoring::EpochSource;
    const QRectF square(0.5, 0.5, kSwatchSize - 1, kSwatchSize - 1);
    QPainterPath shape;
    shape.addRoundedRect(state == EpochSource::Human ? square.adjusted(0, 0, 0, -2.5) : square, 3, 3);
    painter.setPen(Qt::NoPen);
    painter.fillPath(shape, colour);
    if (state == EpochSource::Human)
        painter.fillRect(QRectF(0.5, kSwatchSize - 1.5, kSwatchSize - 1, 1.5), text);
    if (!scoring::awaitsReview(state))
        return;
    painter.setClipPath(shape);
    painter.setPen(QPen(QColor(255, 255, 255, 170), 1.6));
    for (int at = 2; at < 2 * kSwatchSize; at += 4)
        painter.drawLine(QPointF(0, at), QPointF(kSwatchSize, state == EpochSource::Imported ? at : at - kSwatchSize));
}

QLabel *factLabel(const char *name, bool secondary = false)
{
    auto *label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setProperty("secondary", secondary);
    return label;
}

} // namespace

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent), m_time(new QToolButton), m_epoch(factLabel("statusEpoch", true)),
      m_swatch(factLabel("statusSwatch")), m_stage(factLabel("statusStage")), m_source(factLabel("statusSource", true)),
      m_selection(factLabel("statusSelection", true)), m_notice(factLabel("statusNotice")),
      m_problem(factLabel("statusProblem")), m_job(new QWidget), m_jobText(factLabel("jobText")),
      m_jobBar(new QProgressBar), m_jobRemaining(factLabel("jobRemaining", true)), m_cancel(new QToolButton),
      m_noticeTimer(new QTimer(this))
{
    setObjectName(QStringLiteral("statusLine"));
    setAttribute(Qt::WA_StyledBackground);
    m_time->setObjectName(QStringLiteral("statusTime"));
    m_time->setAutoRaise(true);
    m_time->setFocusPolicy(Qt::NoFocus);
    m_time->setToolTip(tr("Switch between clock time and time since the start (T)"));
    m_jobBar->setObjectName(QStringLiteral("jobBar"));
    m_jobBar->setFixedSize(120, 6);
    m_jobBar->setTextVisible(false);
    m_cancel->setObjectName(QStringLiteral("jobCancel"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setFocusPolicy(Qt::NoFocus);
    m_noticeTimer->setSingleShot(true);
    m_noticeTimer->setInterval(kNoticeMs);
    buildLayout();

    connect(m_noticeTimer, &QTimer::timeout, m_notice, &QLabel::clear);
    connect(m_time, &QToolButton::clicked, this, &StatusLine::timeClicked);
    connect(m_cancel, &QToolButton::clicked, this, &StatusLine::cancelClicked);
    clearEpoch();
    hideJob();
    m_problem->hide();
}

void StatusLine::buildLayout()
{
    auto *jobRow = new QHBoxLayout(m_job);
    jobRow->setContentsMargins(0, 0, 0, 0);
    jobRow->setSpacing(8);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_jobText, m_jobBar, m_jobRemaining, m_cancel})
        jobRow->addWidget(widget);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(12);
    row->addWidget(m_time);
    row->addWidget(m_epoch);
    auto *stageRow = new QHBoxLayout;
    stageRow->setSpacing(6);
    stageRow->addWidget(m_swatch);
    stageRow->addWidget(m_stage);
    row->addLayout(stageRow);
    row->addWidget(m_source);
    row->addWidget(m_selection);
    row->addStretch(1);
    row->addWidget(m_notice);
    row->addWidget(m_problem);
    row->addWidget(m_job);
    setFixedHeight(32);
}

void StatusLine::showEpoch(const EpochFacts &facts)
{
    m_epochShown = true;
    m_time->setText(facts.time);
    m_time->show();
    m_epoch->setText(facts.epoch);
    m_stage->setText(facts.stage);
    m_source->setText(facts.source);
    m_selection->setText(facts.selection);
    m_stageColour = facts.stageColour;
    m_state = facts.state;
    drawSwatch();
}

void StatusLine::clearEpoch()
{
    m_epochShown = false;
    m_time->hide();
    for (QLabel *label : {m_epoch, m_swatch, m_stage, m_source, m_selection})
        label->clear();
}

void StatusLine::drawSwatch()
{
    const qreal ratio = devicePixelRatioF();
    QPixmap pixmap(QSize(kSwatchSize, kSwatchSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_stageColour.isValid()) {
        paintStage(painter, m_stageColour, m_state, palette().color(QPalette::Text));
    } else {
        painter.setPen(QPen(palette().color(QPalette::Mid), 1));
        painter.drawRoundedRect(QRectF(0.5, 0.5, kSwatchSize - 1, kSwatchSize - 1), 3, 3);
    }
    painter.end();
    m_swatch->setPixmap(pixmap);
}

void StatusLine::showJob(const QString &sentence, bool cancellable)
{
    m_jobText->setText(sentence);
    m_jobBar->setRange(0, 0);
    m_jobRemaining->clear();
    m_cancel->setVisible(cancellable);
    m_job->show();
}

void StatusLine::setJobProgress(qint64 done, qint64 total, std::optional<double> remainingSec)
{
    constexpr int kSteps = 1000;
    if (total <= 0)
        return;
    m_jobBar->setRange(0, kSteps);
    m_jobBar->setValue(int(double(done) / double(total) * kSteps));
    m_jobRemaining->setText(remainingSec ? remainingText(*remainingSec) : QString());
}

void StatusLine::hideJob()
{
    m_job->hide();
}

bool StatusLine::isJobShown() const
{
    return !m_job->isHidden();
}

void StatusLine::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void StatusLine::showNotice(const QString &text)
{
    m_notice->setText(text);
    m_noticeTimer->start();
}

QString StatusLine::notice() const
{
    return m_notice->text();
}

void StatusLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_epochShown)
        drawSwatch();
}

} // namespace somno::ui
