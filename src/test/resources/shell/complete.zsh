# Types each argument but the first and a tab into an interactive zsh, on a pseudo terminal, after
# it has loaded the completion script $1. Prints the line that results.
zmodload zsh/zpty
zpty shell 'TERM=dumb zsh -f -i'
zpty -w shell "PS1= RPS1= PROMPT_EOL_MARK=; autoload -Uz compinit; compinit -u -D; source ${(q)1}
show() { print -r -- \"<\$BUFFER>\"; BUFFER= }; zle -N show; bindkey '^X' show
unsetopt autolist automenu listbeep beep; print READY:\$((1 + 1))"
zpty -r -m shell out '*READY:2*'
shift
for line; do
  zpty -w -n shell "$line"$'\t\x18'
  zpty -r -m shell out '*<*>*'
  print -r -- "${${out##*<}%%>*}"
done
zpty -d shell
