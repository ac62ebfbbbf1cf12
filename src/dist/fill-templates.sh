#!/usr/bin/env bash
# Writes the Homebrew formula and the Scoop manifest of a release.
# fill-templates.sh FOLDER VERSION OWNER/NAME; FOLDER has SHA256SUMS
set -euo pipefail
folder=$1 version=$2 repository=$3
here=$(dirname "$0")

script="s|@VERSION@|$version|g; s|@REPOSITORY@|$repository|g"
while read -r sum file; do
  file=${file#\*}
  case $file in
    *.tar.gz)
      platform=${file#ghsync-"$version"-}
      script+="; s|@${platform%.tar.gz}@|$sum|" ;;
  esac
done < "$folder/SHA256SUMS"

for template in homebrew/ghsync.rb scoop/ghsync.json; do
  sed "$script" "$here/$template" > "$folder/${template#*/}"
done
if grep -n '@[a-z0-9-]*@' "$folder/ghsync.rb" "$folder/ghsync.json"; then
  echo "a platform has no package in $folder/SHA256SUMS" >&2
  exit 1
fi
