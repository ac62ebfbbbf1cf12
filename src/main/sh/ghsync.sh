#!/bin/sh
# The launcher of ghsync. It finds Java and replaces itself with it, so that signals and the exit
# code are Java's own. In the one-file program a jar follows it in the same file. In a package the
# jar, Java and a class archive are in the folders beside it, and nothing is written to a cache.
#
# Loading classes takes most of a short run. So the first start lets Java write an archive of them
# (AppCDS) in the background, and later starts map it, which saves a third of the CPU time of a run
# without changes. The archive and SQLite's native library are in $XDG_CACHE_HOME/ghsync (else
# ~/.cache/ghsync), in a folder named for this jar and this Java that is renamed into place when it
# is complete. Without it everything works, only slower. In CI no archive is written, because the
# folder is usually not kept, and in a small container there is no memory for it.
set -f
case $0 in
  */*) self=$0 ;;
  *) self=./$0 ;;
esac
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
  esac
done
case $self in
  /*) jar=$self ;;
  *) jar=$PWD/$self ;;
esac

package=${jar%/bin/*} archive=
if [ -x "$package/runtime/bin/java" ]; then
  java=$package/runtime/bin/java jar=$package/lib/ghsync.jar
  [ ! -e "$package/lib/classes.jsa" ] || archive=$package/lib/classes.jsa
elif [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java=$JAVA_HOME/bin/java
elif ! java=$(command -v java); then
  echo "ghsync: needs Java 17 or newer; there is no java on the PATH, and JAVA_HOME names none" >&2
  exit 1
fi

# Java prints a line for each of these variables that is set, so their options become arguments.
general="${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}"
final=${_JAVA_OPTIONS:-}
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

# The sizes and times of both files identify their contents.
find_cache() {
  key=$(LC_ALL=C TZ=UTC0 ls -lnL "$java" "$jar" 2>/dev/null | cksum)
  key=${key%% *}
  case ${XDG_CACHE_HOME:-}:${HOME:-} in
    /*) caches=$XDG_CACHE_HOME/ghsync ;;
    *:/*) caches=$HOME/.cache/ghsync ;;
    *) caches= ;;
  esac
  cache=$caches/start-$key
}

java_version() {
  release=$(readlink -f "$java" 2>/dev/null) && release=${release%/bin/java}/release
  version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$release" 2>/dev/null)
  [ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  version=${version#1.}
  echo "${version%%[!0-9]*}"
}

# A container with less than a gigabyte has no room for a second Java.
has_room() {
  for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    bytes=
    [ ! -r "$limit" ] || read -r bytes <"$limit"
    case $bytes in
      *[!0-9]* | '' | ??????????*) ;;
      *) return 1 ;;
    esac
  done
}

# Does what a run does, with options for Java.
warm_up() {
  nice -n 19 "$java" "$@" -Dorg.sqlite.tmpdir="$caches/$draft" -cp "$jar" dev.ghsync.cli.Warmup \
    "$caches/$draft"
}

# Writes the archive. It runs in the background with the lowest priority. The caller redirects its
# output before the fork, since an inherited pipe would keep a reader of ghsync's output waiting.
make_cache() {
  umask 077
  cd "$caches" || return
  for old in $(set +f && ls -d start-*.tmp); do # being written by a live process, or left behind
    maker=${old%.tmp}
    kill -0 "${maker##*.}" && case $old in start-$key.*) return ;; *) continue ;; esac
    rm -rf "$old"
  done
  draft=start-$key.$(exec sh -c 'echo $PPID').tmp
  mkdir "$draft" || return
  if [ "$2" -lt 24 ]; then
    warm_up $1 -XX:ArchiveClassesAtExit="$caches/$draft/classes.jsa"
  else # Java 24 and later archive classes linked, which saves a quarter of a short run.
    warm_up $1 -Xshare:off -XX:DumpLoadedClassList="$caches/$draft/classes.list"
    nice -n 19 "$java" $1 -Xshare:dump -XX:+AOTClassLinking \
      -XX:SharedClassListFile="$caches/$draft/classes.list" \
      -XX:SharedArchiveFile="$caches/$draft/classes.jsa" -cp "$jar"
  fi
  if [ -s "$draft/classes.jsa" ] && [ ! -e "start-$key" ]; then
    (cd "$draft" && set +f && rm -rf -- *.db* *.json *.list sqlite-*)
    mv "$draft" "start-$key"
    (set +f && ls -dt start-*) | sed '/tmp$/d' | sed 1,3d | while read -r old; do rm -rf "$old"; done
  fi
  rm -rf "$draft"
}

# The C2 compiler takes more CPU time and memory than it saves. But it alone uses the processor's own
# instructions for SHA-1, without which a first sync takes a third longer. So nothing else reaches
# the thresholds of C2, and compiled methods need not report how often they run. C1 compiles methods
# that were called a thousand times: a lower threshold costs an eighth of the CPU time of a run
# without changes. Each thread's buffer for new objects has 32 kB: the larger ones of dozens of
# threads would cause a garbage collection in each run. Java's own warnings would go to standard
# output, among the JSON.
collector=-XX:+UseSerialGC
# Java maps its archives at a random address by default and then corrects every pointer in them,
# which takes a tenth of the time of the shortest run.
address="-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
hashing=-XX:CompileCommand=CompileThresholdScaling,sun.security.provider
compiler="-XX:Tier4InvocationThreshold=2000000000 -XX:Tier4MinInvocationThreshold=2000000000
  -XX:Tier4CompileThreshold=2000000000 -XX:Tier4BackEdgeThreshold=2000000000
  -XX:Tier3InvocationThreshold=1000 -XX:Tier3MinInvocationThreshold=300
  -XX:Tier3CompileThreshold=3000 -XX:Tier3InvokeNotifyFreqLog=28
  -XX:Tier3BackedgeNotifyFreqLog=28 -XX:Tier23InlineeNotifyFreqLog=28
  -XX:-C1ProfileBranches -XX:-C1ProfileCalls -XX:-C1ProfileVirtualCalls -XX:-C1ProfileInlinedCalls
  -XX:-C1ProfileCheckcasts -XX:-C1UpdateMethodData -XX:TypeProfileLevel=0
  -XX:ReservedCodeCacheSize=48m -XX:CompileCommand=quiet $hashing.SHA::implCompress,0.000001
  $hashing.DigestBase::engineUpdate,0.000001 $hashing.DigestBase::implCompressMultiBlock,0.000001"
flags="-Xmx72m -XX:-ResizeTLAB -XX:TLABSize=32k $compiler -XX:+IgnoreUnrecognizedVMOptions
  -XX:-PrintWarnings -XX:-UsePerfData -Xshare:auto -Xlog:disable $address"
if [ -n "$archive" ]; then
  cache=$package/lib
elif find_cache && [ -n "$caches" ] && [ -O "$cache/classes.jsa" ] 2>/dev/null; then
  archive=$cache/classes.jsa
else
  version=$(java_version)
  if [ "${version:-17}" -lt 17 ]; then
    echo "ghsync: needs Java 17 or newer; $java is Java $version (JAVA_HOME can name another)" >&2
    exit 1
  fi
  if [ -n "$caches" ] && [ -z "${CI:-}" ] && has_room && (umask 077 && mkdir -p "$caches") 2>/dev/null &&
    [ -w "$caches" ]; then
    (exec </dev/null >/dev/null 2>&1; make_cache "$collector $flags" "${version:-17}" &)
  fi
fi

# The C library would keep freed memory of SQLite and Java for each thread apart: 10 MB in all.
[ -n "${MALLOC_ARENA_MAX:-}" ] || export MALLOC_ARENA_MAX=1
# Java has no way to find out which standard streams are a terminal, nor how wide it is.
terminal=
[ -t 0 ] && terminal=0
[ -t 1 ] && terminal=${terminal}1
[ -t 2 ] && terminal=${terminal}2
columns=${COLUMNS:-}
if [ -z "$columns" ] && [ -n "$terminal" ]; then
  columns=$(stty size 2>/dev/null </dev/tty)
  columns=${columns#* }
fi

# Under a locale that is not UTF-8 or not installed, Java cannot open a file whose name has other
# than ASCII letters. C.UTF-8 does not exist everywhere, and some shells warn if it does not.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*)
    if [ -d /usr/lib/locale/C.utf8 ] || [ -d /usr/lib/locale/C.UTF-8 ]; then
      export LC_ALL=C.UTF-8
    fi ;;
  *) { export LC_ALL=C.UTF-8; } 2>/dev/null ;;
esac

# Appends the arguments for Java to those for the program, which then move to the end. Options are
# split at spaces outside of quotes, as Java does it. Java refuses several collectors, so only the
# last is kept. Two kinds of options for every Java program are left out: sizes that Java refuses to
# combine with ours, and options that make Java print among the program's output.
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
