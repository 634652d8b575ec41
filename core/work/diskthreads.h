// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QThreadPool;

namespace somno::ui {

/// Where recordings are read. Qt paints with the threads of QThreadPool::globalInstance(): a disk that does not answer
/// must not hold those up. Lives until the process ends.
[[nodiscard]] QThreadPool *diskThreads();

} // namespace somno::ui
