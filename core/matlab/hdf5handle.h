// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <hdf5.h>
#include <utility>

namespace somno::matlab {

/// An identifier of the library, closed with its scope.
class Hdf5Handle {
public:
    Hdf5Handle(hid_t id, herr_t (*close)(hid_t)) : m_id(id), m_close(close) {}
    ~Hdf5Handle()
    {
        if (isOpen())
            m_close(m_id);
    }
    Hdf5Handle(Hdf5Handle &&other) noexcept : m_id(std::exchange(other.m_id, -1)), m_close(other.m_close) {}
    Hdf5Handle(const Hdf5Handle &) = delete;
    Hdf5Handle &operator=(const Hdf5Handle &) = delete;

    [[nodiscard]] bool isOpen() const { return m_id >= 0; }
    operator hid_t() const { return m_id; }

private:
    hid_t m_id;
    herr_t (*m_close)(hid_t);
};

/// Opens a file without a word on stderr; not open where that fails.
[[nodiscard]] Hdf5Handle openHdf5(const char *path, unsigned flags);

} // namespace somno::matlab
