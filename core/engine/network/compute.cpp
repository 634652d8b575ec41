// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/compute.h"

#include <dlfcn.h>

#include <QDirIterator>
#include <QFile>
#ifdef __linux__
#include <sys/resource.h>
#endif

#include <algorithm>
#include <ctime>
#include <thread>
#include <vector>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "core/engine/network/torchcompat.h"

namespace somno::sdreamer {

namespace {

// The reference BLAS reaches 3 to 5 on a processor core where an optimised one reaches 50 to 130.
constexpr double kSlowGflops = 10;
constexpr int kGemmSize = 192;
int g_threads = 0; // set once, before any computation

/// OpenBLAS keeps threads of its own that LibTorch does not know of. Where it is not loaded, nothing is to be done.
void setBlasThreads(int threads)
{
    using SetThreads = void (*)(int);
    if (const auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        set(threads);
}

/// The network takes and returns the same large blocks all the time. By default each goes back to the system at once
/// and is cleared anew, which costs a third of the computing time.
void keepFreedMemory()
{
#ifdef __GLIBC__
    constexpr int kBytes = 1 << 30;
    mallopt(M_MMAP_THRESHOLD, kBytes);
    mallopt(M_TRIM_THRESHOLD, kBytes);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

double seconds(clockid_t clock)
{
    timespec now = {};
    clock_gettime(clock, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

double measuredGflops(clockid_t clock)
{
    const c10::InferenceMode noGradients;
    const torch::Tensor a = torch::ones({kGemmSize, kGemmSize});
    const torch::Tensor b = torch::ones({kGemmSize, kGemmSize});
    double best = 1e9;
    for (int i = 0; i < 4; ++i) { // the first one wakes threads; the best one was not interrupted
        const double start = seconds(clock);
        const torch::Tensor product = torch::mm(a, b);
        best = std::min(best, seconds(clock) - start);
    }
    return 2.0 * kGemmSize * kGemmSize * kGemmSize / best * 1e-9;
}

} // namespace

std::optional<Precision> precisionFromName(const QString &name)
{
    if (name == QLatin1String("auto"))
        return Precision::Auto;
    if (name == QLatin1String("float32"))
        return Precision::Float32;
    return name == QLatin1String("bfloat16") ? std::optional(Precision::BFloat16) : std::nullopt;
}

bool computesInHalf(Precision precision)
{
#if defined(__x86_64__) && defined(__GNUC__)
    return precision == Precision::BFloat16 || (precision == Precision::Auto && __builtin_cpu_supports("avx512bf16"));
#else
    return precision == Precision::BFloat16;
#endif
}

int availableThreads()
{
    const int most = int(std::max(1u, std::thread::hardware_concurrency()));
    return g_threads > 0 ? std::min(g_threads, most) : most;
}

void prepareCompute(const Progress &progress, int threads)
{
    // By the time of one processor, which does not count while others compute on it.
    at::set_num_threads(1);
    setBlasThreads(1);
    const QString warning = slowBlasWarning(measuredGflops(CLOCK_THREAD_CPUTIME_ID));
    g_threads = threads;
    const int count = availableThreads();
    at::set_num_threads(count);
    setBlasThreads(count);
    keepFreedMemory();
    if (!warning.isEmpty())
        progress.warning(warning);
}

Result<> limitMemory(int megabytes)
{
#ifdef __linux__
    const auto bytes = rlim_t(megabytes) << 20;
    const rlimit limit{bytes, bytes};
    if (setrlimit(RLIMIT_DATA, &limit) == 0)
        return {};
#endif
    return failure(
        ErrorCode::InvalidArgument, QStringLiteral("The memory cannot be limited to %1 MB here.").arg(megabytes),
        QStringLiteral("Leave the limit out, and compute on fewer processors: each takes its share of memory."));
}

OneProcessorEach::OneProcessorEach() : m_before(at::get_num_threads())
{
    at::set_num_threads(1);
    setBlasThreads(1);
}

OneProcessorEach::~OneProcessorEach()
{
    at::set_num_threads(m_before);
    setBlasThreads(m_before);
}

void runInThreads(int threads, const std::function<void()> &work)
{
    const OneProcessorEach each; // whole windows side by side gain fully
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i)
        workers.emplace_back([&work] {
            at::init_num_threads();
            work();
        });
}

double gemmGflops()
{
    return measuredGflops(CLOCK_MONOTONIC);
}

QString slowBlasWarning(double gflops)
{
    if (gflops >= kSlowGflops)
        return {};
    return QStringLiteral("Scoring and training will be many times slower than they could be: the library for matrix "
                          "computations on this computer is a slow one (%1 GFLOP/s; a fast one reaches 50 or more). On "
                          "Debian or Ubuntu, install the package libopenblas0-pthread and start again.")
        .arg(gflops, 0, 'f', 1);
}

Result<QString> chooseDevice(const QString &wish)
{
    const QString cpu = QStringLiteral("cpu");
    const QString cuda = QStringLiteral("cuda");
    if (wish != QLatin1String("auto") && wish != cpu && wish != cuda)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("There is no device \"%1\".").arg(wish),
                       QStringLiteral("Choose auto, cpu or cuda."));
    if (wish == cpu)
        return cpu;
    if (compat::cudaAvailable())
        return cuda;
    if (wish == cuda)
        return failure(
            ErrorCode::ComputeFailed, QStringLiteral("No CUDA graphics card can be used."),
            QStringLiteral("Either this computer has none, its driver is not loaded, or this program was built "
                           "with a LibTorch for CPU only. Use --device cpu, or build with a CUDA LibTorch."));
    return cpu;
}

QString processorName()
{
    QFile file(QStringLiteral("/proc/cpuinfo"));
    if (file.open(QIODevice::ReadOnly))
        for (const QByteArray &line : file.readAll().split('\n'))
            if (line.startsWith("model name"))
                return QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
    return QSysInfo::currentCpuArchitecture(); // ARM's gives no name
}

QString deviceName(const QString &device)
{
    if (device == QLatin1String("cpu"))
        return processorName();
    QDirIterator cards(QStringLiteral("/proc/driver/nvidia/gpus"), {QStringLiteral("information")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (cards.hasNext()) {
        QFile file(cards.next());
        if (file.open(QIODevice::ReadOnly))
            for (const QByteArray &line : file.readAll().split('\n'))
                if (line.startsWith("Model:"))
                    return QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
    }
    return QStringLiteral("a CUDA graphics card");
}

} // namespace somno::sdreamer
