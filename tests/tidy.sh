#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails where clang-tidy (.clang-tidy) finds something in a source that needs no LibTorch. Reads how each is compiled from
# the preset sanitize, which must be configured and built. What was clean is not looked at again before it, or a header,
# changes.
set -euo pipefail
cd "$(dirname "$0")/.."
build=build/sanitize
kept=$build/tidy
mkdir -p "$kept"
common=$(find core ui app -name '*.h' -print0 | sort -z | xargs -0 cat .clang-tidy | sha256sum)

todo=()
while IFS= read -r file; do
  stamp=$kept/$(printf '%s' "$common" | cat - "$file" | sha256sum | cut -c1-40)
  [ -e "$stamp" ] || todo+=("$file" "$stamp")
done < <(grep -oP '"file": "\K[^"]*' "$build/compile_commands.json" | sed "s#^$PWD/##" | grep -E '^(core|ui|app)/' | sort -u)
[ "${#todo[@]}" -eq 0 ] && exit 0

check() {
  clang-tidy-14 --quiet -p "$1" "$2" 2>/dev/null && touch "$3"
}
export -f check
echo "clang-tidy: $((${#todo[@]} / 2)) files" >&2
printf '%s\0' "${todo[@]}" | xargs -0 -n2 -P"$(nproc)" bash -c 'check "$0" "$@"' "$build"
