// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Another process with the project open. store_child PROJECT: opens it, makes one edit, says "edited" as the key
// would be down, and waits to be killed. store_child PROJECT full: first limits its files so that saving fails,
// says "failed" then, lifts the limit at a line on stdin, and says "saved".
#include <QCoreApplication>
#include <QTextStream>
#include <QTimer>
#include <csignal>
#include <cstdio>
#include <sys/resource.h>

#include "core/project/autosaver.h"
#include "core/project/recordingstore.h"
#include "core/project/sqlite/projectdatabase.h"
#include "tests/support/scorings.h"

using namespace somno;

namespace {

void say(const char *word)
{
    std::puts(word);
    std::fflush(stdout);
}

/// What a full disk is to SQLite: writes beyond a size fail.
void limitFiles(rlim_t bytes)
{
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    std::signal(SIGXFSZ, SIG_IGN);
    const bool full = argc > 2;
    auto project = store::ProjectDatabase::open(QString::fromLocal8Bit(argv[1]));
    if (!project)
        return 1;
    store::RecordingEntry entry;
    entry.digest = "d1";
    const auto recording = (*project)->store().recordings().upsert(entry);
    if (!recording)
        return 1;

    scoring::ScoringDocument document(scoring::Hypnogram(86400));
    store::AutoSaver saver((*project)->opener());
    saver.attach(&document, test::headOf((*project)->store().scorings(), recording->id, QStringLiteral("me")));
    QObject::connect(&saver, &store::AutoSaver::saved, &app, [] { say("saved"); });
    QObject::connect(&saver, &store::AutoSaver::saveFailed, &app, [](const Error &error) {
        say(error.code == ErrorCode::DiskFull ? "failed" : qPrintable(error.message));
        (void)std::getchar();
        limitFiles(RLIM_INFINITY);
    });
    QTimer::singleShot(0, &app, [&] {
        if (full)
            limitFiles(4096);
        document.setStage({10, 20}, scoring::Stage::Rem);
        say("edited");
    });
    return app.exec();
}
