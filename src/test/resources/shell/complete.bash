# Prints what the completion script $1 offers for each of the other arguments, on one line each.
source "$1"
shift
set -eu
for line; do
  read -r -a COMP_WORDS <<< "${line//=/ = }"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _ghsync
  echo "${COMPREPLY[*]:-}"
done
