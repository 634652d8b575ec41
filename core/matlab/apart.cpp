// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/matlab/apart.h"

#include <QFile>
#include <cerrno>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace somno::matlab {

namespace {

constexpr rlim_t kSeconds = 1;
constexpr rlim_t kBytesPerSecond = 20'000'000;
constexpr rlim_t kBytesBeside = 1 << 30;

/// Address space of this process; that of the sanitizers is far beyond any memory.
rlim_t ownAddressSpace()
{
    QFile statistics(QStringLiteral("/proc/self/statm"));
    const QByteArray pages = statistics.open(QIODevice::ReadOnly) ? statistics.readAll() : QByteArray();
    return rlim_t(pages.left(pages.indexOf(' ')).toLongLong()) * rlim_t(sysconf(_SC_PAGESIZE));
}

void limit(__rlimit_resource resource, rlim_t most)
{
    const rlimit limits{most, most};
    setrlimit(resource, &limits);
}

[[noreturn]] void work(qint64 bytes, const std::function<bool()> &function)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, kSeconds + rlim_t(bytes) / kBytesPerSecond);
    limit(RLIMIT_AS, ownAddressSpace() + kBytesBeside);
    bool isDone = false;
    try {
        isDone = function();
    } catch (const std::bad_alloc &) {
        isDone = false;
    }
    _exit(isDone ? 0 : 1);
}

} // namespace

SharedBytes::SharedBytes(qint64 size)
{
    void *memory = mmap(nullptr, size_t(size), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED)
        m_bytes = {static_cast<uchar *>(memory), size_t(size)};
}

SharedBytes::~SharedBytes()
{
    if (!m_bytes.empty())
        munmap(m_bytes.data(), m_bytes.size());
}

bool runApart(qint64 bytes, const std::function<bool()> &function)
{
    const pid_t child = fork();
    if (child == 0)
        work(bytes, function);
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace somno::matlab
