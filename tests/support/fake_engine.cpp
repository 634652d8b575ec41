// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Does its arguments in order, the first one (the verb) and --progress=json aside:
//   say=TEXT   TEXT and a line feed on stdout     part=TEXT  TEXT without one
//   err=TEXT   TEXT and a line feed on stderr     wait       until SIGTERM, then exit status 130
//   deaf       ignores SIGTERM from here on       abort, segv, kill   dies of that signal
//   exit=N     ends with status N                 sleep=MS   pauses
//   tick=N     N progress events, 10 ms apart     nice       its niceness as a metric
//   log=FILE   appends a line to FILE
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace {

volatile std::sig_atomic_t g_terminated = 0;

void onTerminate(int)
{
    g_terminated = 1;
}

void waitForTerminate()
{
    while (!g_terminated)
        usleep(5000);
    std::exit(130);
}

void crash()
{
    std::signal(SIGSEGV, SIG_DFL); // a sanitizer would turn it into an exit status
    raise(SIGSEGV);
}

void tick(int count)
{
    for (int i = 0; i <= count; ++i) {
        std::printf("{\"event\":\"progress\",\"phase\":\"tick\",\"done\":%d,\"total\":%d}\n", i, count);
        std::fflush(stdout);
        usleep(10000);
        if (g_terminated)
            std::exit(130);
    }
}

void appendLine(const std::string &path)
{
    if (std::FILE *file = std::fopen(path.c_str(), "a")) {
        std::fputs("run\n", file);
        std::fclose(file);
    }
}

void act(const std::string &word, const std::string &value)
{
    if (word == "say")
        std::printf("%s\n", value.c_str());
    else if (word == "part")
        std::printf("%s", value.c_str());
    else if (word == "err")
        std::fprintf(stderr, "%s\n", value.c_str());
    else if (word == "wait")
        waitForTerminate();
    else if (word == "deaf")
        std::signal(SIGTERM, SIG_IGN);
    else if (word == "abort")
        std::abort();
    else if (word == "segv")
        crash();
    else if (word == "kill")
        raise(SIGKILL);
    else if (word == "sleep")
        usleep(useconds_t(std::stoi(value)) * 1000);
    else if (word == "tick")
        tick(std::stoi(value));
    else if (word == "nice")
        std::printf("{\"event\":\"metric\",\"nice\":%d}\n", getpriority(PRIO_PROCESS, 0));
    else if (word == "log")
        appendLine(value);
    else if (word == "exit")
        std::exit(std::stoi(value));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGTERM, onTerminate);
    if (std::string(argv[argc - 1]) != "--progress=json")
        return 2;
    for (int i = 2; i < argc - 1; ++i) {
        const std::string argument = argv[i];
        const size_t equals = argument.find('=');
        act(argument.substr(0, equals), equals == std::string::npos ? "" : argument.substr(equals + 1));
    }
    return 0;
}
