#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# The proving ground: the starter, the rules and, where it is installed (install-somnus.sh), somnus-eeg on simulated animals of
# all kinds; then on real recordings without labels, with a picture of each scorer's opinion for a human's eye.
# Usage: resources/proving/prove.sh FOLDER [sdreamer prove options, such as --seed 7 --animals 12]
#   SOMNUS=PROGRAM     made by install-somnus.sh          SOMNOSCRIBE_DATA=FOLDER     real recordings (default ../shared/data)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=${1:?name a folder for the figures}
shift
bin=$root/build/release/bin
data=${SOMNOSCRIBE_DATA:-$root/../shared/data}/mouse
options=()
[ -z "${SOMNUS:-}" ] || options+=(--peer "somnus=$SOMNUS")
for recording in "lishen_29min_1000Hz.edf;;" "misleep_10min_305Hz.edf;;" "misleep_10min_500Hz_4ch.edf;#1;#4"; do
  [ ! -f "$data/${recording%%;*}" ] || options+=(--real "$data/$recording")
done
"$bin/sdreamer" prove -o "$folder" "${options[@]}" "$@"
for scoring in "$folder"/*_*Hz*_*.csv; do
  [ -f "$scoring" ] || continue
  name=$(basename "${scoring%_*}")
  project=$(mktemp -d) # of its own: labels that somebody has already stay in the usual one
  QT_QPA_PLATFORM=offscreen "$bin/somnoscribe" "$data/$name.edf" --project "$project/p.somnoscribe" --labels "$scoring" --screenshot "${scoring%.csv}.png"
  rm -r "$project"
done
