#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and opens Somnoscribe on RECORDING, or on a simulated demonstration recording.
# Without a display: scores the recording and writes CSV, EDF+ annotations and a picture of the window.
# Usage: ./run.sh [RECORDING]
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
recording=${1:-}
[ -z "$recording" ] || recording=$(realpath -m -- "$recording")
out=$PWD/somnoscribe-results
cmake_options=()
source "$root/installer/build.sh"

if [ -n "$recording" ] && [ ! -f "$recording" ]; then
  step="looking for the recording"
  remedy="There is no file $recording. Name an EDF or BDF recording, or none for the demonstration."
  exit 1
fi

[ -x "$root/build/release/bin/somnoscribe" ] || echo "Building Somnoscribe; the first time takes some minutes (log: build/release/build.log)" >&2
build somnoscribe sdreamer
bin=$root/build/release/bin

if [ -z "$recording" ]; then
  recording=${XDG_DATA_HOME:-$HOME/.local/share}/somnoscribe/somnoscribe/demonstration.edf
  if [ ! -f "$recording" ]; then
    step="simulating the demonstration recording"
    mkdir -p "$(dirname "$recording")"
    echo "Simulating a demonstration recording (4 h of a simulated mouse)" >&2
    "$bin/sdreamer" simulate --hours 4 --seed 4242 --subject 11 --start-hour 9 -o "$recording"
  fi
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  step="opening the application"
  "$bin/somnoscribe" "$recording"
  exit
fi

echo "No display: scoring without a window." >&2
mkdir -p "$out"
name=$(basename "${recording%.*}")
step="scoring $recording"
"$bin/sdreamer" score "$recording" -o "$out/$name.csv"
step="writing EDF+ annotations"
"$bin/sdreamer" convert "$out/$name.csv" "$out/$name-hypnogram.edf" --recording "$recording"
step="drawing the window"
QT_QPA_PLATFORM=offscreen "$bin/somnoscribe" "$recording" --labels "$out/$name.csv" --screenshot "$out/$name.png"
printf '\nScoring:      %s\nAnnotations:  %s\nPicture:      %s\n' "$out/$name.csv" "$out/$name-hypnogram.edf" "$out/$name.png"
