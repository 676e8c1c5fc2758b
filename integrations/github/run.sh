#!/usr/bin/env bash
# What the action of action.yml does: installs a release, checks, writes what else was asked for.
#
# Settings come as variables SIDESTEP_…, never as words of a command line that a shell would read; empty ones are as if
# they were not there. Exits as the check does: 1 with findings, 2 where it could not run.
set -euo pipefail

fail() {
  echo "::error title=sidestep::$1"
  [ -z "${GITHUB_OUTPUT:-}" ] || echo "status=2" >> "$GITHUB_OUTPUT"
  exit 2
}

# The checksum of a file, as SHA256SUMS has it.
checksum() { if command -v sha256sum > /dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d " " -f 1; }

# Puts the program of a release on the path. Its archive is compared with the checksum of the release.
install_release() {
  local version=$1 triple archive ending=tar.gz base folder
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+([-+.][0-9A-Za-z.-]+)?$ ]] || fail "\"version\" is no version: it is like 0.1.0"
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) triple=x86_64-unknown-linux-musl ;;
    Linux-aarch64) triple=aarch64-unknown-linux-gnu ;;
    Darwin-x86_64) triple=x86_64-apple-darwin ;;
    Darwin-arm64) triple=aarch64-apple-darwin ;;
    MINGW*-x86_64 | MSYS*-x86_64) triple=x86_64-pc-windows-msvc ending=zip ;;
    *) fail "there is no release for $(uname -sm)" ;;
  esac
  archive=sidestep-$version-$triple.$ending
  base=${SIDESTEP_RELEASES:-https://github.com/sidestep-tools/sidestep/releases/download}/v$version
  folder=$(mktemp -d)
  for file in "$archive" SHA256SUMS; do
    curl --fail --silent --show-error --location --retry 3 --output "$folder/$file" "$base/$file" \
      || fail "$file of release $version cannot be had"
  done
  grep -qFx "$(checksum "$folder/$archive")  $archive" "$folder/SHA256SUMS" || fail "$archive is not what was released"
  if [ $ending = zip ]; then
    unzip -q "$folder/$archive" -d "$folder"
  else
    tar -xzf "$folder/$archive" -C "$folder"
  fi
  PATH=$folder/sidestep-$version-$triple/bin:$PATH
}

# What is written lies where the workflow runs, not in the folder that is checked.
here() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }
# The folder that a file lies in, without links; nothing where there is none.
real_folder() { (cd -P -- "$(dirname -- "$1")" 2> /dev/null && pwd -P) || true; }

# A comment is what this run says, or none: no file or link that the repository brings along is posted, and none is written
# through, be it the file's or a folder's on the way to it.
if [ -n "${SIDESTEP_COMMENT:-}" ]; then
  comment=$(here "$SIDESTEP_COMMENT")
  checkout=$(pwd -P)
  folder_of_it=$(real_folder "$comment")
  [ -n "$folder_of_it" ] || fail "there is no folder for the comment"
  case $comment in
    */../*) ;;
    "$PWD"/* | "$checkout"/*)
      case $folder_of_it/ in
        "$checkout"/.git/* | "$checkout"/*/.git/*) fail "the comment's folder is git's own" ;;
        "$checkout"/*) ;;
        *) fail "the comment's folder is a link that leads out of the checkout" ;;
      esac
      ;;
  esac
  comment=$folder_of_it/$(basename -- "$comment")
  rm -f -- "$comment"
fi

if [ "${SIDESTEP_VERSION:-installed}" != installed ]; then
  install_release "$SIDESTEP_VERSION"
fi
command -v sidestep > /dev/null || fail "there is no program sidestep on the path"

folder=(-C "${SIDESTEP_DIRECTORY:-.}")
check=(check --format github)
[ -z "${SIDESTEP_SINCE:-}" ] || check+=("--changed-since=$SIDESTEP_SINCE")
[ -z "${SIDESTEP_BASELINE:-}" ] || check+=("--baseline=$SIDESTEP_BASELINE")
[ -z "${SIDESTEP_DENY:-}" ] || check+=("--deny=$SIDESTEP_DENY")
[ -z "${SIDESTEP_SARIF:-}" ] || check+=("--format=sarif=$(here "$SIDESTEP_SARIF")")
check+=(--)
while IFS= read -r path; do
  [ -z "$path" ] || check+=("$path")
done <<< "${SIDESTEP_PATHS:-}"

status=0
sidestep "${folder[@]}" "${check[@]}" || status=$?
[ -z "${GITHUB_OUTPUT:-}" ] || echo "status=$status" >> "$GITHUB_OUTPUT"
if [ -n "${SIDESTEP_COMMENT:-}" ] && [ -n "${SIDESTEP_SINCE:-}" ]; then
  # Where nothing can be told there is no file, not an empty one.
  if text=$(sidestep "${folder[@]}" impact --format markdown -- "$SIDESTEP_SINCE"); then
    printf '%s\n' "$text" > "$comment"
  else
    status=2
  fi
fi
exit "$status"
