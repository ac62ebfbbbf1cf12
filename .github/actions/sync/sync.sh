#!/usr/bin/env bash
# Syncs REPOSITORY into FOLDER/ghsync.db and sets the outputs outcome, changed and report.
# Reads OPTIONS (further options), PROGRAM (empty: ghsync) and SUCCESS (exit codes that become 0).
set -uo pipefail

report=$FOLDER/report.json
mkdir -p "$FOLDER"
rm -f "$report" # of an earlier run, from the cache

program=${PROGRAM:-ghsync}
# Git's shell on Windows does not complete the name of a command file.
[ -n "${PROGRAM:-}" ] || [ "${RUNNER_OS:-}" != Windows ] || program=ghsync.cmd

set -f # options are words, not patterns
# shellcheck disable=SC2086
"$program" repo "$REPOSITORY" --db "$FOLDER/ghsync.db" --report "$report" ${OPTIONS:-}
code=$?

outcome=failed changed=false
if [ -e "$report" ]; then
  outcome=$(jq -r .outcome "$report" | tr -d '\r') # which jq writes on Windows
  changed=$(jq '[.phases[].counts // {} | add // 0] | (add // 0) > 0' "$report" | tr -d '\r')
fi
{
  echo "outcome=$outcome"
  echo "changed=$changed"
  echo "report=$report"
} >> "$GITHUB_OUTPUT"

case " ${SUCCESS:-0} " in
  *" $code "*) exit 0 ;;
  *) exit "$code" ;;
esac
