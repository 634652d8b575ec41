// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/modelquestions.h"

#include <QMessageBox>
#include <QPushButton>
#include <functional>

#include "core/work/modelshelf.h"
#include "ui/models/judgementtext.h"

namespace somno::ui {

namespace {

struct Question {
    const char *name;
    QString text;
    QString explanation;
    QString yes;
    QString no;
};

/// The answer that changes nothing is the one of Enter and Escape.
void ask(QWidget *window, const Question &question, std::function<void()> yes)
{
    auto *box
        = new QMessageBox(QMessageBox::Warning, window->windowTitle(), question.text, QMessageBox::NoButton, window);
    box->setObjectName(QLatin1String(question.name));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(question.explanation);
    QPushButton *agree = box->addButton(question.yes, QMessageBox::DestructiveRole);
    agree->setObjectName(QStringLiteral("questionYes"));
    QPushButton *refuse = box->addButton(question.no, QMessageBox::RejectRole);
    refuse->setObjectName(QStringLiteral("questionNo"));
    box->setDefaultButton(refuse);
    box->setEscapeButton(refuse);
    QObject::connect(agree, &QPushButton::clicked, window, std::move(yes));
    box->open();
}

} // namespace

void useModel(QWidget *window, ModelShelf *models, qint64 id)
{
    const store::ModelEntry *model = models->find(id);
    if (!model)
        return;
    const bool isWorse = verdictOf(model->metrics) == ModelVerdict::Worse;
    if (!isWorse && !hasForgotten(model->metrics)) {
        models->activate(id);
        return;
    }
    if (!isWorse) {
        ask(window,
            {"forgottenQuestion",
             ModelShelf::tr("%1 has forgotten something that %2 knew.").arg(model->title(), model->parent),
             ModelShelf::tr("On labels of yours that it did not learn from: %1. On simulated animals as its first "
                            "ancestor was made for it was judged worse: on "
                            "other animals than yours it may be. Its card has the figures.")
                 .arg(verdictLine(model->metrics)),
             ModelShelf::tr("Use it"), ModelShelf::tr("Keep the present one")},
            [models, id] { models->activate(id); });
        return;
    }
    ask(window,
        {"worseQuestion", ModelShelf::tr("%1 was judged worse than %2.").arg(model->title(), model->parent),
         ModelShelf::tr(
             "On epochs that it did not learn from: %1. You can go back at any time, but what it scores meanwhile will "
             "need more correction.")
             .arg(verdictLine(model->metrics)),
         ModelShelf::tr("Use it all the same"), ModelShelf::tr("Keep the present one")},
        [models, id] { models->activate(id); });
}

void askRemoveModel(QWidget *window, ModelShelf *models, qint64 id)
{
    const store::ModelEntry *model = models->find(id);
    if (!model)
        return;
    ask(window,
        {"deleteQuestion", ModelShelf::tr("Delete %1 with its folder?").arg(model->title()),
         ModelShelf::tr(
             "%1 is removed for good, also for your other projects. Scorings that it made stay, and still name it.")
             .arg(model->folder),
         ModelShelf::tr("Delete it"), ModelShelf::tr("Keep it")},
        [models, id] { models->remove(id); });
}

void askForgetRun(QWidget *window, const QString &title, std::function<void()> forget)
{
    ask(window,
        {"forgetQuestion", ModelShelf::tr("Forget the run of %1?").arg(title),
         ModelShelf::tr(
             "What it has learned so far is deleted. Kept, it could go on where it stopped, or be judged as it is."),
         ModelShelf::tr("Forget it"), ModelShelf::tr("Keep it")},
        std::move(forget));
}

} // namespace somno::ui
