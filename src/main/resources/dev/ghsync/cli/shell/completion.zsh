#compdef ghsync
# Completion of ghsync for zsh. 'ghsync completion zsh' prints it.

# Completes the repositories of the database.
_ghsync_repositories() {
  local -a found database
  local file=${(Q)opt_args[--db]}
  [[ -z $file ]] || database=(--db "${file/#\~\//$HOME/}")
  found=(${(f)"$("${ghsync_program/#\~\//$HOME/}" completion --repositories $database 2>/dev/null)"})
  compadd -a found
}

# Completes the names of commands after 'help'.
_ghsync_topics() {
  case $words[CURRENT-1] in
@TOPICS@
  esac
}

@FUNCTIONS@
if [[ $funcstack[1] == _ghsync ]]; then
  _ghsync "$@"
else
  compdef _ghsync ghsync
fi
