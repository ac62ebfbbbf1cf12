# Prints what the completion script $argv[1] offers for each of the other arguments, on one line each.
source $argv[1]
for line in $argv[2..-1]
    echo (complete -C $line | string replace -r '\t.*' '')
end
