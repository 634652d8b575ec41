# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Band powers and EMG contrast by stage of simulated mice beside those of a real one, as a Markdown table.

Usage: real-bands.py COHORT FEATURES.xlsx
COHORT: a folder of `sdreamer simulate --cohort`. FEATURES.xlsx: 4-s epochs of a mouse, scored by an expert
(github.com/davidmam/EEG-sleep-analysis). Needs mne, scipy, openpyxl (the environment of install-somnus.sh, and
`pip install openpyxl`).
"""
import glob
import sys
import warnings

import mne
import numpy as np
import openpyxl
from scipy.signal import welch

BANDS = {"delta": (0.5, 4), "theta": (4, 8), "alpha": (8, 13), "beta": (13, 30), "gamma": (30, 50)}
STAGES = {"Sleep stage W": 0, "Microarousal": 0, "Sleep stage N": 1, "Sleep stage R": 2}
EPOCH = 4
mne.set_log_level("ERROR")
warnings.simplefilter("ignore")


def stages_of(raw, epochs):
    held = np.zeros((epochs, 3))
    for note in raw.annotations:
        stage = STAGES.get(note["description"])
        last = note["onset"] + note["duration"]
        for i in range(int(note["onset"] // EPOCH), min(epochs, int(last // EPOCH) + 1)):
            if stage is not None:
                held[i, stage] += max(0, min(last, EPOCH * (i + 1)) - max(note["onset"], EPOCH * i))
    return held.argmax(1)


def contrasts(logs, stages):
    """ln of wake to NREM, of REM to NREM, of each column; None where a stage hardly occurs."""
    if min((stages == s).sum() for s in range(3)) < 8:
        return None
    median = [np.median(logs[stages == s], 0) for s in range(3)]
    return np.concatenate([median[0] - median[1], median[2] - median[1]])


def simulated(path):
    raw = mne.io.read_raw_edf(path)
    fs, data = raw.info["sfreq"], raw.get_data()
    size = int(EPOCH * fs)
    epochs = data.shape[1] // size
    eeg, emg = (channel[:epochs * size].reshape(epochs, size) for channel in data[:2])
    hz, power = welch(eeg, fs, nperseg=int(2 * fs), axis=1)
    logs = [np.log(power[:, (hz >= low) & (hz < high)].sum(1) + 1e-30) for low, high in BANDS.values()]
    return contrasts(np.array(logs + [np.log(emg.std(1) + 1e-30)]).T, stages_of(raw, epochs))


def real(path):
    rows = list(openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True))[1:]
    kept = [row for row in rows if row[1] in ("W", "NR", "R") and all(v and v > 0 for v in row[3:9])]
    logs = np.log(np.array([row[3:9] for row in kept], float))
    return contrasts(logs, np.array([("W", "NR", "R").index(row[1]) for row in kept]))


mice = np.array([c for c in map(simulated, sorted(glob.glob(sys.argv[1] + "/*.edf"))) if c is not None])
one = real(sys.argv[2])
print(f"| ln ratio to NREM | real mouse | {len(mice)} simulated: 5 % | median | 95 % |\n|---|---|---|---|---|")
for i, name in enumerate([f"{stage}, {band}" for stage in ("Wake", "REM") for band in (*BANDS, "EMG")]):
    low, middle, high = np.percentile(mice[:, i], [5, 50, 95])
    print(f"| {name} | {one[i]:.2f} | {low:.2f} | {middle:.2f} | {high:.2f} |")
print("\nRMS of the EMG, wake to NREM, of every fifth simulated mouse:",
      ", ".join(f"{v:.2f}" for v in np.exp(np.percentile(mice[:, 5], [10, 30, 50, 70, 90]))))
