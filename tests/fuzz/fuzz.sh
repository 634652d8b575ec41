#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzz targets (preset fuzz: Debian's clang, address and undefined behaviour sanitizers) and runs each for some seconds
# from small sound files of all formats and, where they are there, the small ones of ../shared/data. An input that takes
# 2 s or 1 GB fails as one that crashes does; it lies in build/fuzz then.
# Usage: tests/fuzz/fuzz.sh [SECONDS [TARGET...]], for example tests/fuzz/fuzz.sh 1200 fuzz_labels
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
seconds=${1:-60}
targets=("${@:2}")
[ "${#targets[@]}" -gt 0 ] || targets=(fuzz_labels fuzz_recordings)

[ -f build/fuzz/build.ninja ] || cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target "${targets[@]}" fuzz_seeds

data=${SOMNOSCRIBE_DATA:-../shared/data}
mapfile -t files < <([ ! -d "$data" ] || find "$data" -type f -size -40k ! -name 'README*' | sort)
build/fuzz/bin/fuzz_seeds build/fuzz/seeds "${files[@]}"

export ASAN_OPTIONS=quarantine_size_mb=32 # what was freed long ago is not held against the limit
for target in "${targets[@]}"; do
  corpus=build/fuzz/corpus/$target
  mkdir -p "$corpus"
  (cd build/fuzz && "bin/$target" -max_total_time="$seconds" -timeout=2 -rss_limit_mb=1024 -max_len=65536 \
    -print_final_stats=1 "corpus/$target" "seeds/${target#fuzz_}")
done
