#!/usr/bin/env bash
# Tries the settings of editors/README.md in real editors: Emacs with eglot and with lsp-mode, Vim with ALE, Kate. Editors
# that are not installed are skipped with a word; "--install" installs them before, but for Kate, which is large (Debian
# and its kin, as root: kate xvfb xdotool dbus).
# The program under test: $SIDESTEP, else target/debug/sidestep of this repository, which must be there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
SIDESTEP=$(realpath -m "${SIDESTEP:-$repository/target/debug/sidestep}")
if [ ! -x "$SIDESTEP" ]; then
  echo "there is no $SIDESTEP; build it, or set SIDESTEP to another"
  exit 2
fi
export SIDESTEP

packages="emacs-nox elpa-eglot elpa-yaml-mode elpa-lsp-mode vim vim-ale"
if [ "${1:-}" = --install ] && ! dpkg -s $packages >/dev/null 2>&1; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "skipped: the editors are not installed, and only root can with apt-get"
  elif ! { timeout 40 apt-get update -qq && timeout 100 env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $packages; } >/dev/null 2>&1; then
    echo "skipped: the editors cannot be installed here"
  fi
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
log=$scratch/log
: >"$log"

# One editor with a copy of the content of its own, and two mistakes in it.
try() {
  local name=$1
  shift
  local workspace=$scratch/$name
  mkdir -p "$workspace"
  cp -r "$repository/content" "$repository/sidestep.yaml" "$workspace"
  sed -i '0,/- role: DevOps Engineer/s//- role: DevOps Enginer/' "$workspace/content/roles/backend-engineer.yaml"
  sed -i '0,/- role: Data Engineer/s//- role: Data Enginer/' "$workspace/content/roles/ml-engineer.yaml"
  local output=$scratch/$name.txt
  WORKSPACE=$workspace SCRATCH=$scratch HOME=$scratch timeout 120 "$@" >"$output" 2>&1 </dev/null
  local status=$?
  grep -E '^(PASS|FAIL) ' "$output" | tee -a "$log"
  # A driver that fell over has said nothing about the rest.
  if [ $status != 0 ] && ! grep -q '^FAIL ' "$output"; then
    echo "FAIL $name ended with $status" | tee -a "$log"
  fi
  if [ $status != 0 ]; then grep -vE '^(PASS|FAIL) ' "$output" | tail -20; fi
}

has_elisp() {
  command -v emacs >/dev/null && ls -d /usr/share/emacs/site-lisp/elpa/"$1"-[0-9]* >/dev/null 2>&1
}

set +e
for client in eglot lsp-mode; do
  if has_elisp "$client" && has_elisp yaml-mode; then
    try "$client" emacs -Q --batch -l "$here/driver.el" -l "$here/$client.el"
  else
    echo "skipped: Emacs with $client is not installed"
  fi
done
if command -v vim >/dev/null && [ -d /usr/share/vim-ale ] || ls -d /usr/share/vim/vimfiles/pack/*/*/ale >/dev/null 2>&1; then
  try ale vim -u NONE -i NONE -n -N -e -s -S "$here/ale.vim"
else
  echo "skipped: Vim with ALE is not installed"
fi
if command -v kate >/dev/null && command -v Xvfb >/dev/null && command -v xdotool >/dev/null && command -v dbus-run-session >/dev/null; then
  try kate "$here/kate.sh"
else
  echo "skipped: Kate is not installed, or Xvfb, xdotool or dbus is not"
fi

passed=$(grep -c '^PASS ' "$log")
failed=$(grep -c '^FAIL ' "$log")
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
