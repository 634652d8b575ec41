#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian 12 packages that building, testing and running need; does nothing, and asks no network, when all are
# there. Called by run.sh and test.sh; can be run alone.
set -euo pipefail

packages=(
  # toolchain
  g++ cmake ninja-build ccache
  # Qt 6: windows, SVG icons, translations, SQLite driver, tests
  qt6-base-dev qt6-svg-dev libqt6svg6 qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libqt6sql6-sqlite libgl1-mesa-dev
  # numerics: LibTorch, and the OpenBLAS without which it is some 30 times slower
  libtorch-dev libopenblas0-pthread
  # plots, command line, Result<T>, Fourier transforms
  libqcustomplot-dev libcli11-dev libexpected-dev libkissfft-dev
  # MATLAB files: compressed ones and those of version 7.3
  zlib1g-dev libhdf5-dev
  # what tests hold our own reading of EDF and MATLAB files against
  libedf-dev libmatio-dev
  # one format for all sources and one set of checks, by one version of the tools
  clang-format-14 clang-tidy-14
  # text in windows and in pictures made without a display
  fonts-dejavu-core
)

fail() { printf 'dependencies: %s\n' "$*" >&2; exit 1; }

command -v dpkg-query >/dev/null ||
  fail "this is not a Debian system. Install the counterparts of these packages by hand, then build with CMake: ${packages[*]}"

missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "these packages are missing; ask an administrator to run: apt-get install ${missing[*]}"
  as_root=(sudo)
fi
echo "Installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq ||
  fail "the package lists cannot be fetched. Check the network and /etc/apt/sources.list, then run the command again."
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
  fail "apt-get could not install them. Its message is above; 'apt-get -f install' mends a half-finished installation."
