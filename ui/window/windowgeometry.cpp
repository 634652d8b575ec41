// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/windowgeometry.h"

#include <QSettings>
#include <QSplitter>

#include "ui/panels/windowsize.h"

namespace somno::ui {
namespace {

constexpr QSize kDefaultSize(1440, 900);
constexpr QSize kMinimumSize(1024, 700);
constexpr int kPanelWidth = 200;

QString geometryKey()
{
    return QStringLiteral("window/geometry");
}

QString splitterKey()
{
    return QStringLiteral("window/splitter");
}

} // namespace

void restoreGeometry(QWidget *window, QSplitter *splitter)
{
    const QSettings settings;
    window->setMinimumSize(kMinimumSize);
    window->resize(firstSize(kDefaultSize, kMinimumSize));
    window->restoreGeometry(settings.value(geometryKey()).toByteArray());
    splitter->setSizes({kPanelWidth, kDefaultSize.width() - kPanelWidth});
    splitter->restoreState(settings.value(splitterKey()).toByteArray());
}

void rememberGeometry(const QWidget *window, const QSplitter *splitter)
{
    QSettings settings;
    settings.setValue(geometryKey(), window->saveGeometry());
    settings.setValue(splitterKey(), splitter->saveState());
}

} // namespace somno::ui
