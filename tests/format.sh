#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails where a source is not formatted as .clang-format says, or a line is longer than 120 columns.
# With --mend it formats them. Versions of the tool differ in details, so that one is named.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
mapfile -t files < <(find core ui app tests -name '*.cpp' -o -name '*.h' | sort)
if [ "${1:-}" = --mend ]; then
  clang-format-14 -i "${files[@]}"
else
  clang-format-14 --dry-run -Werror "${files[@]}"
fi
if grep -nHE '^.{121,}' "${files[@]}"; then
  echo "These lines are longer than 120 columns." >&2
  exit 1
fi
