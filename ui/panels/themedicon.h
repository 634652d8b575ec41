// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace somno::ui {

/// An outline icon of the program's own family (resources/icons/NAME.svg), drawn at any size in the
/// text colour that the palette has at the moment of painting, so it follows a change of theme.
[[nodiscard]] QIcon themedIcon(const QString &name);

/// The program's own coloured icon.
[[nodiscard]] QIcon applicationIcon();

} // namespace somno::ui
