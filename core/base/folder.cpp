// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/folder.h"

namespace somno {

Result<QDir> makeFolder(const std::string &path)
{
    const QDir folder(QString::fromStdString(path));
    if (!folder.mkpath(QStringLiteral(".")))
        return failure(ErrorCode::FileNotWritable, QStringLiteral("The folder %1 cannot be made.").arg(folder.path()),
                       QStringLiteral("Check its parent's permissions, or whether a file has that name."));
    return folder;
}

} // namespace somno
