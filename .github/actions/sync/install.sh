#!/usr/bin/env bash
# Downloads a release of ghsync and puts it on the PATH of the steps that follow.
# Reads RELEASES (the repository that has them), VERSION (empty: the latest) and GH_TOKEN.
set -euo pipefail

case $RUNNER_OS in
  Linux) system=linux ;;
  macOS) system=macos ;;
  Windows) system=windows ;;
esac
case $RUNNER_OS-$RUNNER_ARCH in
  Windows-ARM64) cpu=x64 ;; # Windows runs it in emulation
  *-ARM64) cpu=arm64 ;;
  *) cpu=x64 ;;
esac

folder=$RUNNER_TEMP/ghsync
rm -rf "$folder"
mkdir "$folder"
cd "$folder"
gh release download ${VERSION:+"v${VERSION#v}"} --repo "$RELEASES" \
  --pattern "ghsync-*-$system-$cpu.tar.gz" --pattern SHA256SUMS
# Git's shell on Windows has no shasum, and an older macOS no sha256sum.
if command -v shasum > /dev/null; then
  shasum -a 256 -c --ignore-missing SHA256SUMS
else
  sha256sum -c --ignore-missing SHA256SUMS
fi
tar xzf ghsync-*.tar.gz --strip-components 1
echo "$folder/bin" >> "$GITHUB_PATH"
