#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the starter model anew: a network from 640 simulated mice (600 to learn from, 20 to choose the weights by, 20 for its own test),
# then its committee from 700 others (600, 60, and 40 for the figures of the card) and 80 that never sleep (70 and 10); some 50 minutes on
# two cores. A run that was stopped goes on when the command is given again.
# Usage: resources/training/make-starter.sh FOLDER [PROGRAM]      (the model is FOLDER/starter)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?name a folder for the cohorts (10 GB) and the run (5 GB)}
sdreamer=$(realpath "${2:-$here/../../build/release/bin/sdreamer}")
mkdir -p "$folder" && cd "$folder"
cp "$here/starter.json" .
[ -f cohort/manifest.json ] || "$sdreamer" simulate --cohort 640 --hours 1 --seed 3001 --validation 20 --test 20 -o cohort
[ -d network ] || "$sdreamer" train --manifest cohort/manifest.json --config starter.json --name starter --model-version 3.1 -o network
[ -f committee/manifest.json ] || "$sdreamer" simulate --cohort 700 --hours 1 --seed 3003 --validation 60 --test 40 -o committee
[ -f sleepless/manifest.json ] || "$sdreamer" simulate --cohort 80 --hours 1 --seed 3005 --sleep no-sleep --validation 10 -o sleepless
"$sdreamer" committee --model network --manifest committee/manifest.json --also sleepless/manifest.json --run committee.run --name starter --model-version 3.1 -o starter
