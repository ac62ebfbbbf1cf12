# Completion of ghsync for fish. 'ghsync completion fish' prints it.

# Succeeds if the cursor is in this command, and if an index is given, at that parameter.
function __ghsync_at -a command index
    set -l path ghsync
    set -l seen 0
    set -l is_value false
    set -l is_help false
    for word in (commandline -opc)[2..-1]
        if $is_value
            set is_value false
        else if contains -- $word @VALUED@
            set is_value true
        else if contains -- "$path $word" @COMMANDS@
            set path "$path $word"
            if test "$path" = 'ghsync help'
                set path ghsync
                set is_help true
            end
        else if not string match -qr -- '^(-|[0-9]+[smhd]$)' $word
            set seen (math $seen + 1)
        end
    end
    if $is_help # only names of commands follow, and help's own options
        if test -z "$index"
            test "$command" = 'ghsync help'; and string match -q -- '-*' (commandline -ct)
        else
            test "$path" = "$command" -a "$index" = "$seen"; and string match -q -- "$command *" @COMMANDS@
        end
        return
    end
    test "$path" = "$command"; and test -z "$index" -o "$seen" = "$index"
end

# Prints the repositories of the database.
function __ghsync_repositories
    set -l words (commandline -opc)
    set -l database
    for i in (seq (count $words))
        if test $words[$i] = --db
            set database --db (string replace -r '^~/' "$HOME/" -- $words[(math $i + 1)])
        else if string match -q -- '--db=*' $words[$i]
            set database --db (string replace -r '^--db=(~/)?' '$1' -- $words[$i] | string replace -r '^~/' "$HOME/")
        end
    end
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    $program completion --repositories $database 2>/dev/null
end

complete -c ghsync -f
@COMPLETIONS@
