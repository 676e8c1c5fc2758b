#!/usr/bin/env bash
# The extension in a real Visual Studio Code: packs it with the server in $SIDESTEP, installs it into a clean profile,
# opens a copy of the shipped content and works there. Needs npm, Chromium and /proc; fetches code-server into
# target/editors/ once. Pictures of each step are in target/editors/shots/.
# With "--if-possible" Chromium is installed where root can with apt-get, and what cannot be had is no failure: a word says
# that nothing was tested. Without it the script fails then.
set -euo pipefail
optional=false
[ "${1:-}" != --if-possible ] || optional=true
missing() {
  echo "Visual Studio Code: skipped, $1"
  if $optional; then exit 0; else exit 2; fi
}
: "${SIDESTEP:?names the server to test}"
SIDESTEP=$(realpath "$SIDESTEP")
cd "$(dirname "$0")/.."
root=$(realpath ../..)
tools=$root/target/editors/vscode

[ -d /proc/self ] || missing "its processes are looked for in /proc"
command -v npm > /dev/null || missing "no npm"
browser() {
  local name
  for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do command -v "$name" && return; done
  return 1
}
if ! browser > /dev/null && $optional && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  timeout 60 apt-get update -qq > /dev/null 2>&1 || true
  timeout 240 env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium > /dev/null 2>&1 || true
fi
CHROMIUM=$(browser) || missing "no Chromium"
export CHROMIUM

fetch() {
  mkdir -p "$tools/node"
  [ -f "$tools/package.json" ] || echo '{ "private": true }' | tee "$tools/package.json" > "$tools/node/package.json"
  # Of its own, because the next install would tidy away what this one's script has fetched.
  [ -d "$tools/node/node_modules" ] || npm install --prefix "$tools/node" --ignore-scripts=false "${quiet[@]}" node@24
  PATH=$(echo "$tools"/node/node_modules/node/node_modules/node-*/bin):$PATH
  # Without install scripts nothing is compiled; only the integrated terminal is missing then.
  quiet+=(--ignore-scripts)
  npm install --prefix "$tools" "${quiet[@]}" code-server@4.139.1 playwright-core@1.65.1 yaml-language-server@1.25.0
  cd "$tools/node_modules/code-server/lib/vscode"
  npm install --omit=dev "${quiet[@]}"
  cd extensions
  npm install --omit=dev "${quiet[@]}"
  touch "$tools/.complete-2"
}
# In a shell of its own, so that it stops at the first command that fails.
if [ ! -f "$tools/.complete-2" ]; then
  export -f fetch
  export tools
  timeout 400 bash -euc 'quiet=(--no-audit --no-fund --loglevel=error); fetch' || missing "code-server cannot be fetched"
fi
node=$(echo "$tools"/node/node_modules/node/node_modules/node-*/bin)

[ -d node_modules ] || npm ci --no-audit --no-fund
SIDESTEP_BINARY=$SIDESTEP SIDESTEP_VSIX=$tools/sidestep.vsix npm run -s package > /dev/null
(cd test/e2e/probe && ../../../node_modules/.bin/vsce package --no-dependencies --allow-missing-repository --skip-license --out "$tools/probe.vsix" > /dev/null)
node_modules/.bin/esbuild test/e2e/yaml/extension.js --bundle --platform=node --external:vscode --log-level=warning --outfile=dist/yaml/dist/extension.js
cp test/e2e/yaml/package.json dist/yaml/
(cd dist/yaml && ../../node_modules/.bin/vsce package --no-dependencies --allow-missing-repository --skip-license --out "$tools/yaml.vsix" > /dev/null)
ln -sfn "$tools/node_modules" test/e2e/node_modules
TOOLS=$tools CONTENT=$root SHOTS=$root/target/editors/shots exec "$node/node" test/e2e/drive.mjs
