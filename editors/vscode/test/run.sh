#!/usr/bin/env bash
# The extension in a real Visual Studio Code: packs it with the server in $SIDESTEP, installs it into a clean profile,
# opens a copy of the shipped content and works there. Needs npm, Chromium and /proc; fetches code-server into
# target/editors/ once. Pictures of each step are in target/editors/shots/.
set -euo pipefail
: "${SIDESTEP:?names the server to test}"
SIDESTEP=$(realpath "$SIDESTEP")
cd "$(dirname "$0")/.."
root=$(realpath ../..)
tools=$root/target/editors/vscode

mkdir -p "$tools/node"
[ -f "$tools/package.json" ] || echo '{ "private": true }' | tee "$tools/package.json" > "$tools/node/package.json"
# Of its own, because the next install would tidy away what this one's script has fetched.
[ -d "$tools/node/node_modules" ] || npm install --prefix "$tools/node" --ignore-scripts=false --no-audit --no-fund node@24
node=$(echo "$tools"/node/node_modules/node/node_modules/node-*/bin)
# Without install scripts nothing is compiled; only the integrated terminal is missing then.
if [ ! -f "$tools/.complete" ]; then
  PATH=$node:$PATH
  quiet=(--omit=dev --ignore-scripts --no-audit --no-fund)
  npm install --prefix "$tools" --ignore-scripts --no-audit --no-fund code-server@4.139.1 playwright-core@1.65.1
  (cd "$tools/node_modules/code-server/lib/vscode" && npm install "${quiet[@]}" && cd extensions && npm install "${quiet[@]}")
  touch "$tools/.complete"
fi

[ -d node_modules ] || npm ci --no-audit --no-fund
SIDESTEP_BINARY=$SIDESTEP SIDESTEP_VSIX=$tools/sidestep.vsix npm run -s package > /dev/null
(cd test/e2e/probe && ../../../node_modules/.bin/vsce package --no-dependencies --allow-missing-repository --skip-license --out "$tools/probe.vsix" > /dev/null)
ln -sfn "$tools/node_modules" test/e2e/node_modules
TOOLS=$tools CONTENT=$root SHOTS=$root/target/editors/shots exec "$node/node" test/e2e/drive.mjs
