// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QStyleFactory>
#include <QtConcurrentRun>

#include "app/somnoscribe/screenshot.h"
#include "app/somnoscribe/starttime.h"
#include "core/jobs/localrunner.h"
#include "core/jobs/scratchfolder.h"
#include "core/project/sqlite/projectdatabase.h"
#include "core/recordings/recordingformat.h"
#include "core/work/projectservice.h"
#include "ui/window/mainwindow.h"
#include "ui/window/theme.h"

using namespace somno;

namespace {

constexpr QSize kPictureSize(1440, 900);

struct Options {
    QString recording;
    QString project;
    QString labels;
    QString screenshot;
    QSize size;
    ui::ThemeMode theme = ui::ThemeMode::Auto;
    bool measureStart = false;
};

QSize sizeFromText(const QString &text)
{
    const QStringList parts = text.split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

Options parseOptions()
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("main", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Somnoscribe: sleep scoring with sDREAMER"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("RECORDING"),
                                 tr("recording to open (%1)").arg(io::recordingFormatNames()),
                                 QStringLiteral("[RECORDING]"));
    parser.addOptions({
        {QStringLiteral("project"), tr("Keep labels in FILE instead of the default project."), QStringLiteral("FILE")},
        {QStringLiteral("theme"), tr("auto, light or dark."), QStringLiteral("THEME")},
        {QStringLiteral("labels"), tr("Lay the labels of FILE over the recording."), QStringLiteral("FILE")},
        {QStringLiteral("screenshot"), tr("Write a picture of the window to FILE.png and end."),
         QStringLiteral("FILE.png")},
        {QStringLiteral("size"), tr("Size of the window, 1440x900."), QStringLiteral("WxH")},
        {QStringLiteral("measure-start"), tr("Print how long the start took, as JSON, and end.")},
    });
    parser.process(*qApp);
    Options options;
    options.recording = parser.positionalArguments().value(0);
    options.project = parser.value(QStringLiteral("project"));
    options.labels = parser.value(QStringLiteral("labels"));
    options.screenshot = parser.value(QStringLiteral("screenshot"));
    options.size = sizeFromText(parser.value(QStringLiteral("size")));
    options.measureStart = parser.isSet(QStringLiteral("measure-start"));
    const QString stored = QSettings().value(QStringLiteral("view/theme")).toString();
    options.theme
        = ui::themeModeFromText(parser.isSet(QStringLiteral("theme")) ? parser.value(QStringLiteral("theme")) : stored);
    return options;
}

/// The name chosen in the window, or else that of the account.
QString scorerName()
{
    const QString chosen = QSettings().value(QStringLiteral("scorer/name")).toString();
    if (!chosen.isEmpty())
        return chosen;
    const QString user = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
    return user.isEmpty() ? QStringLiteral("me") : user;
}

} // namespace

int main(int argc, char **argv)
{
    // Words on the terminal need no display.
    for (int i = 1; i < argc; ++i)
        if (const QByteArrayView word(argv[i]); word == "--help" || word == "-h" || word == "--version" || word == "-v")
            qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("somnoscribe"));
    QCoreApplication::setApplicationName(QStringLiteral("somnoscribe"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SOMNOSCRIBE_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Somnoscribe"));
    QGuiApplication::setDesktopFileName(QStringLiteral("somnoscribe"));
    const Options options = parseOptions();

    ui::Theme theme(options.theme, plot::StageColours(QSettings().value(QStringLiteral("view/stageColours")).toInt()));
    ui::ProjectService project(
        store::ProjectDatabase::at(options.project.isEmpty() ? store::ProjectDatabase::defaultPath() : options.project),
        scorerName());
    ui::MainWindow window(&project, std::make_shared<jobs::LocalRunner>(), &theme);
    if (options.size.isValid())
        window.resize(options.size);
    else if (!options.screenshot.isEmpty())
        window.resize(kPictureSize);
    if (options.measureStart || !options.screenshot.isEmpty())
        window.setUnattended();
    if (options.measureStart)
        app::measureStart(&window, !options.recording.isEmpty());
    if (!options.screenshot.isEmpty())
        app::takeScreenshot(&window, options.screenshot, options.labels, !options.recording.isEmpty());
    else if (!options.labels.isEmpty())
        QObject::connect(
            &window, &ui::MainWindow::recordingReady, &window, [&] { window.showLabels(options.labels); },
            Qt::SingleShotConnection);
    // Files, the project and the desktop's wish are asked for only when the window stands.
    QObject::connect(&window, &ui::MainWindow::firstPainted, &window, [&] {
        project.open();
        (void)QtConcurrent::run([] { jobs::ScratchFolder::removeStale(); });
        if (!options.recording.isEmpty())
            window.openRecording(options.recording);
        theme.askDesktop();
    });
    window.show();
    return QApplication::exec();
}
