#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and runs all tests, then those that need no LibTorch once more under the
# address and undefined behaviour sanitizers, and those of jobs, reading and saving under the thread sanitizer. Real
# recordings are looked for in ../shared/data or $SOMNOSCRIBE_DATA; tests that need one are skipped, by name, where it is
# absent.
# Usage: ./test.sh [ctest options, such as -R parity]
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
cmake_options=()
source "$root/installer/build.sh"

echo "Preparing and building (a cold build takes some minutes; log: build/release/build.log)" >&2
build all

step="running the tests"
remedy="The failed tests are named above; one alone: ctest --preset release -R NAME --verbose"
ctest --preset release --parallel 2 "$@"

echo "Building for the sanitizers (log: build/sanitize/build.log)" >&2
build_preset sanitize
step="checking the sources with clang-tidy (tests/tidy.sh)"
remedy="What it found stands above; .clang-tidy says what is looked for."
"$root/tests/tidy.sh"
step="running the tests under the sanitizers"
remedy="What a sanitizer found stands above, with the line of the program; one test alone: ctest --preset sanitize -R NAME --verbose"
ctest --preset sanitize --parallel 2 "$@"

echo "Building for the thread sanitizer (log: build/tsan/build.log)" >&2
build_preset tsan
step="running the tests of threads under the thread sanitizer"
remedy="The two places that race stand above; one test alone: ctest --preset tsan -R NAME --verbose"
ctest --preset tsan "$@"
remedy=""
