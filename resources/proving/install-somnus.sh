#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs somnus-eeg (BSD-3-Clause, from the Python index, some 1 GB with what it needs) into an environment of its own, so
# that Somnoscribe's model can be measured beside it. Needs Python 3.12 or newer.
# Usage: resources/proving/install-somnus.sh FOLDER      (makes FOLDER/somnus, a program for sdreamer prove --peer)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?name a folder for the environment}
version=1.0.5

python=
for candidate in python3 python3.14 python3.13 python3.12 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { echo "somnus-eeg $version needs Python 3.12 or newer, and none is here." >&2; exit 1; }

"$python" -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet "somnus-eeg==$version"
cp "$here/somnus-score.py" "$folder/"
folder=$(cd "$folder" && pwd)
cat >"$folder/somnus" <<END
#!/bin/sh
exec "$folder/environment/bin/python" "$folder/somnus-score.py" "\$@"
END
chmod +x "$folder/somnus"
echo "$folder/somnus"
