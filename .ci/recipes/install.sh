#!/usr/bin/env bash
# Puts gonogo into FOLDER/bin: from the archive of a release, else built from its sources.
#
#   install.sh FOLDER [ARCHIVE SHA256] [SOURCES]
#
# ARCHIVE is the address of gonogo-v….tar.gz, SHA256 what you found it to be when you looked it up once: write both into
# the recipe itself, where a change of them is reviewed. SOURCES is a clone of gonogo, or REPOSITORY@COMMIT.
set -euo pipefail
mkdir -p "$1"
folder="$(cd "$1" && pwd)" archive="${2:-}" digest="${3:-}" sources="${4:-}"

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1; }

from_archive() {
  local new
  new="$(mktemp -d)"
  if ! curl -fsSL --retry 2 --proto '=https,file' -o "$new/archive" "$archive"; then
    echo "gonogo: $archive cannot be fetched" >&2
    return 1
  fi
  if [ "$(sha256 "$new/archive")" != "$digest" ]; then
    echo "gonogo: $archive is not the archive that was meant: its SHA-256 is $(sha256 "$new/archive")" >&2
    exit 2
  fi
  # Said at each step: where a function is a condition, the shell goes on behind what fails.
  mkdir -p "$new/whole" "$folder/bin" || exit 2
  tar -xzf "$new/archive" -C "$new/whole" --strip-components 1 || exit 2
  cp "$new"/whole/gonogo* "$folder/bin/" || exit 2
  rm -rf "$new"
}

from_sources() {
  case "$sources" in
    "") echo "gonogo: no archive, and no sources to build it from" >&2; exit 2 ;;
    *@*) cargo install --locked --quiet --root "$folder" --git "${sources%@*}" --rev "${sources##*@}" gonogo ;;
    # In the clone itself: cargo and rustup would follow the settings of the folder this was started in.
    *) (cd "$sources" && cargo install --locked --quiet --root "$folder" --path .) ;;
  esac
}

if [ -n "$archive" ] && [ -z "$digest" ]; then
  echo "gonogo: an archive needs its SHA-256 beside it" >&2
  exit 2
fi
if [ -z "$archive" ] || ! from_archive; then from_sources; fi
