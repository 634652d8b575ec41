#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# How simulated mice sleep beside experts' labels of real ones: gathers the labels into FOLDER and prints the comparison as JSON.
# Needs Python 3 with venv for the second source, whose file is R's (package rdata, MIT).
# Usage: resources/proving/real-labels.sh FOLDER      SOMNOSCRIBE_DATA=FOLDER with labels/mouse_mssv and labels/SWDMr_SleepWakeData.RData
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:?name a folder for the labels}
data=${SOMNOSCRIBE_DATA:-$root/../shared/data}/labels
mkdir -p "$folder"
cp "$data"/mouse_mssv/lab_*.csv "$folder/"
if ! ls "$folder"/day_*.csv >/dev/null 2>&1; then
  python3 -m venv "$folder/environment"
  "$folder/environment/bin/pip" install --quiet rdata
  "$folder/environment/bin/python" - "$data/SWDMr_SleepWakeData.RData" "$folder" <<'PYTHON'
import itertools, sys
import rdata

# 12 mice of 96 h each, epochs of 4 s from lights on; the first two days are undisturbed. Digits mark artefacts of the stage.
codes = {"w": 1, "n": 2, "r": 3, "1": 1, "2": 2, "3": 3}
stages = rdata.read_rda(sys.argv[1])["SleepWakeData"].reshape(12, 86400)[:, :43200]
for mouse, one in enumerate(stages, 1):
    with open(f"{sys.argv[2]}/day_swdmr_m{mouse:02d}.csv", "w") as file:
        file.write("code,epochs\n")
        for code, run in itertools.groupby(codes[str(stage)] for stage in one):
            file.write(f"{code},{len(list(run))}\n")
PYTHON
fi
"$root/build/release/tests/bench_sleepstructure" "$folder" 100
