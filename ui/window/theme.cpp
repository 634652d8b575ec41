// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFileInfo>
#include <QPalette>
#include <QStandardPaths>
#include <QToolTip>

#include "ui/window/stylesheet.h"

namespace somno::ui {
namespace {

constexpr auto kService = "org.freedesktop.portal.Desktop";
constexpr auto kPath = "/org/freedesktop/portal/desktop";
constexpr auto kInterface = "org.freedesktop.portal.Settings";
constexpr auto kGroup = "org.freedesktop.appearance";
constexpr auto kKey = "color-scheme";
constexpr uint kPrefersDark = 1;

/// Qt would start a bus of its own, and wait for it, where the session has none.
bool hasSessionBus()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
           || QFileInfo::exists(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation)
                                + QStringLiteral("/bus"));
}

QColor mixed(const QColor &a, const QColor &b, float shareOfB)
{
    const float shareOfA = 1 - shareOfB;
    return QColor::fromRgbF(a.redF() * shareOfA + b.redF() * shareOfB, a.greenF() * shareOfA + b.greenF() * shareOfB,
                            a.blueF() * shareOfA + b.blueF() * shareOfB);
}

QPalette paletteOf(const plot::PlotTheme &theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.background);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.lane);
    palette.setColor(QPalette::AlternateBase, theme.background);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.mutedText);
    palette.setColor(QPalette::Button, mixed(theme.background, theme.lane, 0.5f));
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::BrightText, theme.attention);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.lane);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::ToolTipBase, theme.lane);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::Light, theme.lane);
    palette.setColor(QPalette::Midlight, theme.grid);
    palette.setColor(QPalette::Mid, mixed(theme.hairline, theme.mutedText, 0.35f));
    palette.setColor(QPalette::Dark, theme.hairline);
    palette.setColor(QPalette::Shadow, theme.isDark ? QColor(Qt::black) : theme.hairline);
    const QColor faint = mixed(theme.background, theme.mutedText, 0.55f);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

} // namespace

Theme::Theme(ThemeMode mode, plot::StageColours colours, QObject *parent)
    : QObject(parent), m_mode(mode), m_colours(colours),
      m_desktopIsDark(QApplication::palette().color(QPalette::Window).lightness() < 128)
{
    apply();
}

void Theme::setMode(ThemeMode mode)
{
    m_mode = mode;
    apply();
}

void Theme::setStageColours(plot::StageColours colours)
{
    m_colours = colours;
    apply();
}

void Theme::askDesktop()
{
    if (!hasSessionBus())
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(QLatin1String(kService), QLatin1String(kPath), QLatin1String(kInterface),
                QStringLiteral("SettingChanged"), this, SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage call = QDBusMessage::createMethodCall(QLatin1String(kService), QLatin1String(kPath),
                                                       QLatin1String(kInterface), QStringLiteral("Read"));
    call << QString::fromLatin1(kGroup) << QString::fromLatin1(kKey);
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid())
            takeDesktopWish(reply.value().variant());
        watcher->deleteLater();
    });
}

void Theme::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == QLatin1String(kGroup) && key == QLatin1String(kKey))
        takeDesktopWish(value.variant());
}

void Theme::takeDesktopWish(const QVariant &value)
{
    // Read() wraps its answer in a second variant, SettingChanged does not.
    const QVariant plain = value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const bool dark = plain.toUInt() == kPrefersDark;
    if (dark == m_desktopIsDark)
        return;
    m_desktopIsDark = dark;
    apply();
}

void Theme::apply()
{
    const bool dark = m_mode == ThemeMode::Dark || (m_mode == ThemeMode::Auto && m_desktopIsDark);
    m_plotTheme = dark ? plot::PlotTheme::dark(m_colours) : plot::PlotTheme::light(m_colours);
    const QPalette palette = paletteOf(m_plotTheme);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    qApp->setStyleSheet(styleSheet(m_plotTheme));
    Q_EMIT changed();
}

ThemeMode themeModeFromText(const QString &text)
{
    if (text == QLatin1String("dark"))
        return ThemeMode::Dark;
    return text == QLatin1String("light") ? ThemeMode::Light : ThemeMode::Auto;
}

QString themeModeText(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::Light: return QStringLiteral("light");
    case ThemeMode::Dark: return QStringLiteral("dark");
    case ThemeMode::Auto: break;
    }
    return QStringLiteral("auto");
}

} // namespace somno::ui
