#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the starter model anew: 500 simulated mice (460 to learn from, 20 to choose the weights by, 20 for the test), then
# training; about 70 minutes on two cores. A run that was stopped goes on when the command is given again.
# Usage: resources/training/make-starter.sh FOLDER [PROGRAM]      (the model is FOLDER/starter)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?name a folder for the cohort (4 GB) and the run (4 GB)}
sdreamer=$(realpath "${2:-$here/../../build/release/bin/sdreamer}")
mkdir -p "$folder" && cd "$folder"
cp "$here/starter.json" .
[ -f cohort/manifest.json ] || "$sdreamer" simulate --cohort 500 --hours 1 --seed 2027 --validation 20 --test 20 -o cohort
"$sdreamer" train --manifest cohort/manifest.json --config starter.json --name starter --model-version 2.1 -o starter
