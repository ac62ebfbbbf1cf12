#!/bin/sh
# The head of ghsync: a jar follows it in the same file. It finds Java, starts it with what makes a
# start quick, and becomes it, so that signals and the exit code are Java's own.
#
# What is slow in a start is loading classes. So the first start has Java write an archive of them,
# in the background, and later ones begin from it. It is kept, with SQLite's native library, in
# $XDG_CACHE_HOME/ghsync (else ~/.cache/ghsync), in a folder named for this jar and this Java, which
# appears there whole or not at all. Without it everything works, only slower.
set -f
case $0 in
  /*) jar=$0 ;;
  *) jar=$PWD/$0 ;;
esac

if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java=$JAVA_HOME/bin/java
elif ! java=$(command -v java); then
  echo "ghsync: needs Java 17 or newer; there is no java on the PATH, and JAVA_HOME names none" >&2
  exit 1
fi

# Java prints a line for each variable in which it finds options, so they become arguments instead.
general="${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}"
final=${_JAVA_OPTIONS:-}
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

# Size and time of both files stand for their contents.
key=$(LC_ALL=C TZ=UTC0 ls -lnL "$java" "$jar" 2>/dev/null | cksum)
key=${key%% *}
case ${XDG_CACHE_HOME:-}:${HOME:-} in
  /*) caches=$XDG_CACHE_HOME/ghsync ;;
  *:/*) caches=$HOME/.cache/ghsync ;;
  *) caches= ;;
esac
cache=$caches/start-$key

java_version() {
  release=$(readlink -f "$java" 2>/dev/null) && release=${release%/bin/java}/release
  version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$release" 2>/dev/null)
  [ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  version=${version#1.}
  echo "${version%%[!0-9]*}"
}

# Runs in the background, with the least priority, and is not waited for: not by a reader of the
# output either, so it must not hold that open, as a redirection of the function alone would.
make_cache() {
  umask 077
  mkdir -p "$caches" && cd "$caches" || return
  for old in $(set +f && ls -d start-*.tmp); do # of this key and being made, or left behind
    maker=${old%.tmp}
    kill -0 "${maker##*.}" && case $old in start-$key.*) return ;; *) continue ;; esac
    rm -rf "$old"
  done
  draft=start-$key.$(exec sh -c 'echo $PPID').tmp
  mkdir "$draft" || return
  nice -n 19 "$java" $1 -XX:ArchiveClassesAtExit="$caches/$draft/classes.jsa" \
    -Dorg.sqlite.tmpdir="$caches/$draft" -cp "$jar" dev.ghsync.cli.Warmup "$caches/$draft"
  if [ -s "$draft/classes.jsa" ] && [ ! -e "start-$key" ]; then
    (cd "$draft" && set +f && rm -rf -- *.db* *.json sqlite-*)
    mv "$draft" "start-$key"
    (set +f && ls -dt start-*) | sed '/tmp$/d' | sed 1,3d | while read -r old; do rm -rf "$old"; done
  fi
  rm -rf "$draft"
}

# The optimizing compiler costs more than it brings: only what is called a hundred thousand times
# comes to it, and nothing is counted for its guesses. But hashing, for which the processor has
# instructions of its own that no other compiler uses, comes to it soon.
tiers="-XX:+IgnoreUnrecognizedVMOptions
  -XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=100000
  -XX:Tier4CompileThreshold=1000000 -XX:Tier4BackEdgeThreshold=100000000
  -XX:-C1ProfileBranches -XX:-C1ProfileCalls -XX:-C1ProfileVirtualCalls -XX:-C1ProfileInlinedCalls
  -XX:-C1ProfileCheckcasts -XX:-C1UpdateMethodData -XX:TypeProfileLevel=0 -XX:ReservedCodeCacheSize=48m
  -XX:CompileCommand=quiet
  -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA::implCompress,0.01
  -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::engineUpdate,0.01
  -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::implCompressMultiBlock,0.01"
# Java's own warnings would come on standard output, among the JSON.
collector=-XX:+UseSerialGC
flags="-Xmx256m $tiers -XX:-PrintWarnings
  -XX:-UsePerfData -Xshare:auto -Xlog:disable"
archive=
if [ -n "$caches" ] && [ -O "$cache/classes.jsa" ] 2>/dev/null; then
  archive=$cache/classes.jsa
else
  version=$(java_version)
  if [ "${version:-17}" -lt 17 ]; then
    echo "ghsync: needs Java 17 or newer; $java is Java $version (JAVA_HOME can name another)" >&2
    exit 1
  fi
  [ -z "$caches" ] || (exec </dev/null >/dev/null 2>&1; make_cache "$collector $flags" &)
fi

# Java cannot tell which of the standard streams are a terminal, nor how wide it is.
terminal=
[ -t 0 ] && terminal=0
[ -t 1 ] && terminal=${terminal}1
[ -t 2 ] && terminal=${terminal}2
columns=${COLUMNS:-}
if [ -z "$columns" ] && [ -n "$terminal" ]; then
  columns=$(stty size 2>/dev/null </dev/tty)
  columns=${columns#* }
fi

# Under a locale without UTF-8, or one that is not installed, Java would not find a file with any
# other letter in its name. C.UTF-8 is not everywhere; some shells complain where it is not.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*)
    if [ -d /usr/lib/locale/C.utf8 ] || [ -d /usr/lib/locale/C.UTF-8 ]; then
      export LC_ALL=C.UTF-8
    fi ;;
  *) { export LC_ALL=C.UTF-8; } 2>/dev/null ;;
esac

# The arguments for Java are put behind those for the program, which then move to the end. Options
# are split at spaces outside of quotes, as Java splits them. Of several collectors, which Java
# refuses, only the last is kept. Of the options for every Java program, sizes that Java refuses to
# combine with ours are left out, and those that would make it print among the program's output.
count=$#
for source in general ours own final; do
  case $source in
    general) rest="$general " ;;
    ours)
      set -- "$@" $flags -Dghsync.terminal="$terminal" -Dghsync.columns="${columns:-0}"
      continue ;;
    own) rest="${GHSYNC_JAVA_OPTS:-} " ;;
    final) rest="$final " ;;
  esac
  word= quote=
  while [ -n "$rest" ]; do
    tail=${rest#?}
    char=${rest%"$tail"} rest=$tail
    case $quote$char in
      \'\' | \"\") quote= ;;
      \'? | \"?) word=$word$char ;;
      \' | \") quote=$char ;;
      [[:space:]])
        case $source:$word in
          *:) ;;
          *:-XX:+Use*GC) collector=$word ;;
          own:*) set -- "$@" "$word" ;;
          *:-Xms* | *:-XX:InitialHeapSize=* | *:-XX:MinHeapSize=* | *:-XX:SoftMaxHeapSize=*) ;;
          *:-XX:InitialCodeCacheSize=* | *:-XX:+Print* | *:-XX:*Flight* | *:-show* | *:--show*) ;;
          *) set -- "$@" "$word" ;;
        esac
        word= ;;
      *) word=$word$char ;;
    esac
  done
done
[ -z "$archive" ] || set -- "$@" -XX:SharedArchiveFile="$archive" -Dorg.sqlite.lib.path="$cache"
set -- "$@" "$collector" -jar "$jar"
while [ "$count" -gt 0 ]; do
  set -- "$@" "$1"
  shift
  count=$((count - 1))
done

exec "$java" "$@"
exit 1
