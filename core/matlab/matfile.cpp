// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/matlab/matfile.h"

#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <new>

#include "core/base/atomicfile.h"
#include "core/matlab/hdf5file.h"
#include "core/matlab/level5file.h"
#include "core/matlab/mattypes.h"

namespace somno::matlab {

namespace {

constexpr qsizetype kHeaderBytes = 128;

bool isLevel5(const QByteArray &firstBytes)
{
    const QByteArray mark = firstBytes.mid(kHeaderBytes - 4, 4);
    return mark == QByteArrayView("\x00\x01IM", 4) || mark == QByteArrayView("\x01\x00MI", 4);
}

bool isHdf5(const QByteArray &firstBytes)
{
    return firstBytes.startsWith("\x89HDF\r\n\x1a\n") || firstBytes.startsWith("MATLAB 7.3");
}

QString nameOf(const QString &path)
{
    return QFileInfo(path).fileName();
}

} // namespace

qint64 Variable::count() const
{
    qint64 count = 1;
    for (const qint64 length : shape)
        count *= length;
    return count;
}

bool Variable::isVector() const
{
    return std::ranges::count_if(shape, [](qint64 length) { return length != 1; }) <= 1;
}

bool isMatFile(const QByteArray &firstBytes)
{
    return isLevel5(firstBytes) || isHdf5(firstBytes);
}

Result<MatFilePtr> MatFile::open(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read (%2).").arg(path, file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    const QByteArray firstBytes = file.read(kHeaderBytes);
    file.close();
    if (isLevel5(firstBytes))
        return Level5File::open(path);
    if (isHdf5(firstBytes))
        return Hdf5File::open(path);
    return failure(ErrorCode::NotARecording, QStringLiteral("%1: this is no MATLAB file.").arg(nameOf(path)),
                   QStringLiteral("Files that MATLAB saves as version 6, 7 or 7.3 can be read, and those of Python's "
                                  "scipy.io.savemat; those of version 4 cannot."));
}

Result<> MatFile::create(const QString &path, const std::vector<NewVariable> &variables)
{
    if (const auto sound = checkWritable(variables); !sound)
        return sound;
    io::AtomicFile file(path);
    Result<> done = file.open();
    if (done)
        done = file.write(level5Header());
    for (const NewVariable &variable : variables)
        if (done)
            done = file.write(level5Element(variable, false));
    return done ? file.commit() : done;
}

const Variable *MatFile::find(const QString &name) const
{
    const auto found = std::ranges::find(m_variables, name, &Variable::name);
    return found == m_variables.end() ? nullptr : &*found;
}

template <class T>
Result<std::vector<T>> MatFile::numbers(const QString &name) const
{
    const Variable *variable = find(name);
    if (!variable)
        return failure(ErrorCode::ChannelMissing,
                       QStringLiteral("%1 has no variable \"%2\".").arg(nameOf(m_path), name));
    if (!variable->isNumeric)
        return failure(ErrorCode::UnsupportedFormat,
                       QStringLiteral("%1: its variable \"%2\" holds no real numbers (%3).")
                           .arg(nameOf(m_path), name, variable->type),
                       QStringLiteral("Save it as an array of numbers."));
    try {
        std::vector<T> values(size_t(variable->count()));
        if (const auto done = read(size_t(variable - m_variables.data()), std::span<T>(values)); !done)
            return failure(done.error());
        return values;
    } catch (const std::bad_alloc &) {
        return failure(ErrorCode::FileNotReadable,
                       QStringLiteral("%1: there is not enough memory to read \"%2\".").arg(nameOf(m_path), name),
                       QStringLiteral("Close other programs or use a machine with more memory."));
    }
}

Result<std::vector<double>> MatFile::doubles(const QString &name) const
{
    return numbers<double>(name);
}

Result<std::vector<float>> MatFile::floats(const QString &name) const
{
    return numbers<float>(name);
}

Result<QString> MatFile::text(const QString &name) const
{
    const Variable *variable = find(name);
    if (!variable || !variable->isText)
        return failure(ErrorCode::ChannelMissing, QStringLiteral("%1 has no text \"%2\".").arg(nameOf(m_path), name));
    return readText(size_t(variable - m_variables.data()));
}

} // namespace somno::matlab
