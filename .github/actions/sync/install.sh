#!/usr/bin/env bash
# Downloads a release of ghsync and puts it on the PATH of the steps that follow.
# Reads RELEASES (the repository that has them), VERSION (empty: the latest) and GH_TOKEN.
set -euo pipefail

case $RUNNER_OS in
  Linux) system=linux ;;
  macOS) system=macos ;;
  Windows) system=windows ;;
esac
case $RUNNER_ARCH in
  ARM64) cpu=arm64 ;;
  *) cpu=x64 ;;
esac

cd "$RUNNER_TEMP"
gh release download ${VERSION:+"v$VERSION"} --repo "$RELEASES" --clobber \
  --pattern "ghsync-*-$system-$cpu.tar.gz" --pattern SHA256SUMS
shasum -a 256 -c --ignore-missing SHA256SUMS
rm -rf ghsync
mkdir ghsync
tar xzf ghsync-*-"$system-$cpu".tar.gz -C ghsync --strip-components 1
echo "$RUNNER_TEMP/ghsync/bin" >> "$GITHUB_PATH"
