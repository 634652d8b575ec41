# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores RECORDING with somnus-eeg as its own command line does, and writes the stages as Somnoscribe reads them.

Usage: somnus-score.py RECORDING EEG EMG OUT.csv
"""
import contextlib
import os
import sys

from somnus import load_model
from somnus.data.datasets import featurize
from somnus.predict import predict

recording, eeg, emg, out = sys.argv[1:5]
name = os.path.splitext(os.path.basename(recording))[0]
with contextlib.redirect_stdout(sys.stderr):
    table = featurize({"recording": name, "edf": recording, "dataset": "user", "group": "user", "subject": name,
                       "scored": None, "pkl": None}, eeg_chan=[eeg], emg_chan=emg)
    model = load_model()
    stages, _ = predict(model, table)
with open(out, "w", encoding="ascii") as file:
    file.write("onset_s,duration_s,stage\n")
    for onset, stage in zip(table["t_start"], stages):
        file.write(f"{onset:g},{model['epoch_sec']:g},{stage}\n")
