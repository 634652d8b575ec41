# SPDX-FileCopyrightText: 2026 The Somnoscribe developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh and test.sh: prepares the machine and builds. Expects $root, the folder of the checkout.

step="start"
stopped() {
  local status=$?
  [ "$status" -eq 0 ] && return
  printf '\n%s stopped at: %s\n%s\n' "$(basename "$0")" "$step" "${remedy:-See the message above; running the command again is safe.}" >&2
}
trap stopped EXIT

# build TARGET...: dependencies, configuration and compilation; all three do nothing when nothing has changed.
build() {
  step="installing Debian packages"
  remedy="See the message above. installer/dependencies.sh can be run alone."
  "$root/installer/dependencies.sh"
  build_preset release "$@"
}

# build_preset PRESET [TARGET...]: configuration and compilation, of everything where no target is named.
build_preset() {
  local preset=$1 log="build/$1/configure.log"
  shift
  cd "$root"
  mkdir -p "build/$preset"
  if [ ! -f "build/$preset/build.ninja" ]; then
    step="configuring (cmake --preset $preset)"
    remedy="The log is $root/$log. Deleting the folder build/$preset and trying again mends a half-made configuration."
    cmake --preset "$preset" "${cmake_options[@]}" >"$log" 2>&1 || { tail -30 "$log" >&2; return 1; }
  fi
  step="compiling (cmake --build --preset $preset)"
  remedy="The compiler's message is above. With less than 4 GiB of memory try CMAKE_BUILD_PARALLEL_LEVEL=1."
  # Compiling with LibTorch's headers takes 1 GiB a job.
  export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"
  cmake --build --preset "$preset" ${@:+--target "$@"} >"build/$preset/build.log" 2>&1 ||
    { grep -E -A12 'FAILED|error:' "build/$preset/build.log" | head -60 >&2; return 1; }
  remedy=""
}
