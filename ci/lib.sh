# Shared by the scripts of this folder; sourced, not run. Works from any folder, as root and as a user.
#
#   BUILD_DIR  where to build (default: build/ in the checkout); variants get a suffix: build-asan
#   JOBS       processes to build and run with (default: one per processor)
# shellcheck shell=bash disable=SC2034

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
BUILD_DIR="${BUILD_DIR:-$ROOT/build}"
JOBS="${JOBS:-$(nproc)}"
GROUNDHOG="$BUILD_DIR/bin/groundhog"
BURROW_SERVER="$BUILD_DIR/bin/burrow-server"

# What one checkout has compiled serves every other one, wherever it lies: paths below the source tree do not count.
export CCACHE_BASEDIR="$ROOT" CCACHE_NOHASHDIR=1

say() { printf '%s\n' "$*" >&2; }

# packages_for GROUP…: names from packages.txt.
packages_for() {
  local group
  for group in "$@"; do
    awk -v group="$group" '$1 == group { print $2 }' "$ROOT/ci/packages.txt"
  done
}

missing_packages() {
  local package
  for package in "$@"; do
    [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || printf '%s\n' "$package"
  done
}

# ensure_packages GROUP…: installs what is missing. Costs nothing where nothing is.
ensure_packages() {
  local wanted missing
  mapfile -t wanted < <(packages_for "$@")
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [[ ${#missing[@]} -eq 0 ]] && return
  if [[ $(id -u) -ne 0 ]]; then
    say "These packages are missing. Install them, then call this again:"
    say "  sudo apt-get install --yes --no-install-recommends ${missing[*]}"
    exit 2
  fi
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if [[ $PROGRESS == shown ]]; then
    showing . apt-get update --quiet
    showing . apt-get install --quiet --yes --no-install-recommends "${missing[@]}"
  else
    apt-get update --quiet --quiet
    apt-get install --quiet --quiet --yes --no-install-recommends "${missing[@]}" >/dev/null
  fi
}

# How much is said while something takes its time: `nothing`, as fits a script whose steps say it; `whole`, for a log; or
# `shown` to who waits, on stderr: as the tool shows it on a terminal, else one line in five seconds.
PROGRESS=nothing

# thinned PATTERN: of the lines that match, the last in each five seconds, again if there was none since; all others. A line
# matches that is a step, no message.
thinned() {
  local line part="" step="" code shown=$SECONDS
  while true; do
    code=0
    IFS= read -r -t 1 line || code=$?
    part+="$line"
    if ((code > 0 && code <= 128)); then  # the end, perhaps within a line
      [[ -z $part ]] || printf '%s\n' "$part"
      return 0
    elif ((code == 0)); then
      if [[ $part =~ $1 ]]; then step="$part"; else printf '%s\n' "$part"; fi
      part=""
    fi
    if [[ -n $step ]] && ((SECONDS - shown >= 5)); then
      printf '%s\n' "$step"
      shown=$SECONDS
    fi
  done
}

# showing PATTERN COMMAND…: its steps, as PROGRESS wants them. PATTERN is that of `thinned`.
showing() {
  if [[ $PROGRESS != shown ]]; then
    "${@:2}"
  elif [[ -t 2 ]]; then
    "${@:2}" >&2
  else
    "${@:2}" 2>&1 | thinned "$1" >&2
  fi
}

# compile DIR ARGUMENT…: ninja, with these of its options and targets.
compile() {
  local command=(ninja -C "$1" -j "$JOBS" "${@:2}")
  [[ $PROGRESS != nothing ]] || command+=(--quiet)
  showing '^(\[[0-9]+/[0-9]+\] |ninja: (Entering|no work))' "${command[@]}"
}

# configure DIR CMAKE-ARGUMENTS…: what cmake says is in DIR.configure.log, and shown if it fails.
configure() {
  local log="$1.configure.log"
  if [[ $PROGRESS == shown ]]; then
    say "configuring; log: $log"
    cmake -S "${SOURCE:-$ROOT}" -B "$1" -G Ninja "${@:2}" 2>&1 | tee "$log" | thinned '^--' >&2
  else
    cmake -S "${SOURCE:-$ROOT}" -B "$1" -G Ninja "${@:2}" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  fi
}

# build_in DIR TARGETS CMAKE-ARGUMENTS…: configures when the arguments are new, then builds. TARGETS is one word of several
# targets with commas between them, or `all`. SOURCE is another tree than the checkout.
build_in() {
  local folder="$1" targets="${2//,/ }"
  shift 2
  local stamp="$folder/.configured-with"
  if [[ ! -f "$folder/build.ninja" || "$(cat "$stamp" 2>/dev/null)" != "$*" ]]; then
    configure "$folder" "$@" || return 1
    mv "$folder.configure.log" "$folder/configure.log"
    printf '%s' "$*" >"$stamp"
  fi
  # shellcheck disable=SC2086
  compile "$folder" $targets
}

# build_variant DIR TARGETS CMAKE-ARGUMENTS…: the same for a build of everything that only a script will ever look at.
build_variant() { build_in "$@" -DCMAKE_BUILD_TYPE=None -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=12 -DBUILD_TESTING=ON; }

# The commands alone, as they ship. A folder that was configured with tests stays so.
build_command() {
  local tests=OFF
  if grep -q BUILD_TESTING=ON "$BUILD_DIR/.configured-with" 2>/dev/null; then tests=ON; fi
  build_in "$BUILD_DIR" groundhog,burrow-server -DCMAKE_BUILD_TYPE=Release "-DBUILD_TESTING=$tests"
}

# The command, in a folder that keeps the configuration that it has, whatever that is; a new one becomes build_command's.
refresh_command() {
  if [[ ! -f "$BUILD_DIR/build.ninja" ]]; then build_command; else compile "$BUILD_DIR" groundhog; fi
}

# cpu_seconds_of COMMAND…: runs it and ends as it does; CPU_SECONDS is what it and its children took of processors, user and system.
cpu_seconds_of() {
  local code=0 times user system TIMEFORMAT='%U %S'
  times="$(mktemp)"
  { time "$@" 2>&3; } 3>&2 2>"$times" || code=$?
  read -r user system < <(tail -n 1 "$times")
  rm "$times"
  CPU_SECONDS="$(sum "$user" "$system")"
  return $code
}

# sum NUMBER…: to a thousandth.
sum() { printf '%s\n' "$@" | awk '{ sum += $1 } END { printf "%.3f\n", sum }'; }

# judged_tree FOLDER…: a name for what these folders of the checkout hold, whether it is committed or not.
judged_tree() {
  local index folder trees="" code=0
  index="$(mktemp)" || return 1
  cp "$(git rev-parse --git-path index)" "$index" && GIT_INDEX_FILE="$index" git add --all -- "$@" || code=1
  for folder in "$@"; do trees+="$(GIT_INDEX_FILE="$index" git write-tree --prefix="$folder/")"$'\n' || code=1; done
  rm -f "$index"
  [[ $code -eq 0 ]] && printf '%s' "$trees" | sha1sum | cut -c 1-16
}

# ---- steps --------------------------------------------------------------------------------------------------------

PASSED=0
FAILED=0

# step NAME COMMAND…: runs it, says how long it took, counts.
step() {
  local name="$1" start=$SECONDS verdict=ok
  shift
  say "── $name"
  if "$@"; then PASSED=$((PASSED + 1)); else verdict=FAILED FAILED=$((FAILED + 1)); fi
  say "── $name: $verdict, $((SECONDS - start)) s"
}

# The last line of a script with steps.
finish() {
  printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
  [[ $FAILED -eq 0 ]]
}
