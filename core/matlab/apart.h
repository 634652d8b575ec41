// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <functional>
#include <span>

namespace somno::matlab {

/// Memory that a child process fills for its parent.
class SharedBytes {
public:
    explicit SharedBytes(qint64 size);
    ~SharedBytes();
    SharedBytes(const SharedBytes &) = delete;
    SharedBytes &operator=(const SharedBytes &) = delete;

    /// Empty where there is not enough memory.
    [[nodiscard]] std::span<uchar> bytes() const { return m_bytes; }

private:
    std::span<uchar> m_bytes;
};

/// Runs `work` in a child process and answers whether it said yes: the HDF5 library crashes or runs for ever on some
/// damaged files. False, too, where it ended otherwise, took more of the processor than a second and one for each
/// 20 MB of `bytes`, or took 1 GB beside them.
[[nodiscard]] bool runApart(qint64 bytes, const std::function<bool()> &work);

} // namespace somno::matlab
