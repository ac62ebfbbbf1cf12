# Completion of ghsync for bash. 'ghsync completion bash' prints it.

# Prints the commands below a command.
_ghsync_commands() {
  case $1 in
@COMMANDS@
  esac
}

# Prints the options of a command.
_ghsync_options() {
  case $1 in
@OPTIONS@
  esac
}

# Prints the kind of an option's value, and the words of which it is one. Prints nothing if the
# option has no value.
_ghsync_value() {
  case $1 in
@VALUES@
  esac
}

# Prints the same of a parameter. The arguments are the command and the parameter's index.
_ghsync_parameter() {
  case "$1 $2" in
@PARAMETERS@
  esac
}

# Prints the repositories of the database.
_ghsync_repositories() {
  local program=${COMP_WORDS[0]}
  if [[ $1 ]]; then
    "${program/#\~\//$HOME/}" completion --repositories --db "${1/#\~\//$HOME/}" 2>/dev/null
  else
    "${program/#\~\//$HOME/}" completion --repositories 2>/dev/null
  fi
}

_ghsync() {
  local command=ghsync word=${COMP_WORDS[COMP_CWORD]} option='' value='' db='' help='' index=0 i
  COMPREPLY=()

  # The words before the cursor tell the command. Bash splits --option=value and OWNER:NAME.
  for ((i = 1; i < COMP_CWORD; i++)); do
    value=${COMP_WORDS[i]}
    if [[ $value == '=' && $option ]]; then
      continue
    elif [[ $option ]]; then
      [[ $option == --db ]] && db=$value
      option=
    elif [[ $value == -* ]]; then
      [[ $(_ghsync_value "$command" "$value") ]] && option=$value
    elif [[ " $(_ghsync_commands "$command") " == *" $value "* ]]; then
      command+=" $value"
      [[ $command == 'ghsync help' ]] && command=ghsync help='ghsync help'
    elif [[ $value == ':' ]]; then
      i=$((i + 1))
    elif ! [[ $value =~ ^[0-9]+[smhd]$ ]]; then # a duration belongs to the option before
      index=$((index + 1))
    fi
  done

  if [[ $option ]]; then
    [[ $word == '=' ]] && word=
    value=$(_ghsync_value "$command" "$option")
  elif [[ $word == -* ]]; then
    value="words $(_ghsync_options "${help:-$command}")"
  else
    value=$(_ghsync_commands "$command")
    value=${value:+words $value}
    [[ $help ]] || value=${value:-$(_ghsync_parameter "$command" "$index")}
  fi

  # 'compgen' fails if it finds nothing, which would end a shell that has 'set -e'.
  local IFS=$' \t\n' before=
  case $value in
    words*) COMPREPLY=($(compgen -W "${value#words}" -- "$word")) || : ;;
    list*)
      [[ $word == *,* ]] && before=${word%,*},
      COMPREPLY=($(compgen -P "$before" -W "${value#list}" -- "${word##*,}")) || :
      compopt -o nospace 2>/dev/null || : ;;
    repository) COMPREPLY=($(compgen -W "$(_ghsync_repositories "$db")" -- "$word")) || : ;;
    file)
      if ! compopt -o default 2>/dev/null; then # bash 3.2, of macOS
        IFS=$'\n'
        COMPREPLY=($(compgen -f -- "$word")) || :
      fi ;;
  esac
}

complete -F _ghsync ghsync
