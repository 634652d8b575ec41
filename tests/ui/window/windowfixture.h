// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <cmath>
#include <memory>

#include "core/jobs/localrunner.h"
#include "core/project/sqlite/projectdatabase.h"
#include "core/recordings/edf/edfwriter.h"
#include "tests/support/sinerecording.h"
#include "tests/support/warnings.h"
#include "ui/lanes/recordingview.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/statusline.h"
#include "ui/window/mainwindow.h"

namespace somno::test {

/// One running application: project, theme and window, as main() builds them.
class Sitting {
public:
    explicit Sitting(const QString &projectPath)
        : theme(ui::ThemeMode::Light, plot::StageColours::ColourBlindSafe),
          project(store::ProjectDatabase::at(projectPath), QStringLiteral("tester")),
          window(&project, std::make_shared<jobs::LocalRunner>(), &theme)
    {
        window.show();
        project.open();
        QVERIFY(QTest::qWaitForWindowActive(&window));
    }

    /// Opens a recording and waits until it can be scored.
    [[nodiscard]] bool open(const QString &path)
    {
        QSignalSpy ready(&window, &ui::MainWindow::recordingReady);
        window.openRecording(path);
        return ready.wait(20000);
    }
    /// Opens something that cannot be opened and waits for the words.
    [[nodiscard]] QString openBad(const QString &path)
    {
        QSignalSpy failed(&window, &ui::MainWindow::openFailed);
        window.openRecording(path);
        return failed.wait(20000) ? bar()->message() + QLatin1Char('\n') + bar()->detail() : QString();
    }
    /// Imports a file of labels and presses Enter once the dialog has shown what it found.
    [[nodiscard]] bool import(const QString &path)
    {
        window.showLabels(path);
        auto *dialog = importDialog();
        if (!dialog || !QTest::qWaitFor([&] { return dialog->findChild<QPushButton *>("importAccept")->isEnabled(); }))
            return false;
        QSignalSpy gone(dialog, &QObject::destroyed);
        QTest::keyClick(dialog, Qt::Key_Return);
        if (!gone.wait())
            return false;
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window);
    }
    /// The one that shows what a file of labels holds, once it is open; null where none comes.
    [[nodiscard]] QDialog *importDialog()
    {
        QDialog *dialog = nullptr;
        const auto isOpen = [&] {
            dialog = window.findChild<QDialog *>(QStringLiteral("importDialog"));
            return dialog && dialog->isVisible();
        };
        return QTest::qWaitFor(isOpen) ? dialog : nullptr;
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&window, key, modifiers);
    }
    void trigger(const char *action) { window.findChild<QAction *>(QLatin1String(action))->trigger(); }
    [[nodiscard]] QAction *action(const char *name) { return window.findChild<QAction *>(QLatin1String(name)); }
    [[nodiscard]] ui::MessageBar *bar() { return window.findChild<ui::MessageBar *>(); }
    [[nodiscard]] ui::StatusLine *status() { return window.findChild<ui::StatusLine *>(); }
    [[nodiscard]] QString label(const char *name) { return window.findChild<QLabel *>(QLatin1String(name))->text(); }
    [[nodiscard]] plot::EpochSelection *selection() { return window.view()->selection(); }
    [[nodiscard]] const scoring::Hypnogram &hypnogram() { return window.session()->document()->hypnogram(); }
    [[nodiscard]] scoring::Stage stage(EpochIndex epoch) { return hypnogram().stage(epoch); }

    ui::Theme theme;
    ui::ProjectService project;
    ui::MainWindow window;
};

/// A folder for one test with a recording of EEG and EMG, two minutes long, and a project that is not there yet.
class Desk {
public:
    Desk()
    {
        QSettings().clear();
        write(QStringLiteral("mouse.edf"), 120, {QStringLiteral("EEG1"), QStringLiteral("EMG")});
    }

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString recording() const { return path(QStringLiteral("mouse.edf")); }
    [[nodiscard]] QString project() const { return path(QStringLiteral("project.somnoscribe")); }
    QString write(const QString &name, double seconds, const QStringList &labels) const
    {
        const auto written = io::writeEdf(path(name), sineRecording(seconds, labels));
        if (!written)
            qFatal("%s", qPrintable(written.error().message));
        return path(name);
    }
    QString save(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(name));
        return path(name);
    }

private:
    QTemporaryDir m_folder;
};

} // namespace somno::test
