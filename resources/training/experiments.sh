#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every experiment in its small version on one simulated cohort, made at the first; models that two experiments
# have in common are trained once. A run that was stopped goes on when the command is given again.
# Usage: resources/training/experiments.sh FOLDER [PROGRAM]      (tables: FOLDER/NAME.md and NAME.json)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?name a folder for the cohort and the runs (4 GB)}
sdreamer=$(realpath "${2:-$here/../../build/release/bin/sdreamer}")
for name in multichannel single-channel distillation patch-size shared-attention sequence-length normalisation filter-bank; do
    "$sdreamer" experiment "$name" --config "$here/experiments.json" -o "$folder"
done
