# Sourced by the launchers beside it. Finds a JDK, builds what is missing or older than its sources,
# and sets: root, home (of the JDK), java, jdk (its name), major, classpath, flags, shared.
# Reads: plain (not empty: starts are not made fast, since other classes come first).
# shellcheck shell=sh

here=$(CDPATH='' cd -P -- "$(dirname -- "$self")" && pwd -P)
root=$(CDPATH='' cd -P -- "$here/../.." && pwd -P)
target=$root/codex-examples/target
caches=$target/launch
archives=$caches

say() { printf '%s\n' "codex: $*" >&2; }

find_java() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    home=$JAVA_HOME
  else
    java=$(command -v java) || {
      say "no java was found. Install a JDK 17 or newer, or set JAVA_HOME."
      exit 1
    }
    home=$(dirname -- "$(dirname -- "$(readlink -f -- "$java" 2>/dev/null || echo "$java")")")
  fi
  java=$home/bin/java
  version=unknown
  vendor=
  if [ -r "$home/release" ]; then
    while IFS='=' read -r key value; do
      value=${value#\"}
      value=${value%\"}
      case $key in
        JAVA_VERSION) version=$value ;;
        IMPLEMENTOR) vendor=$value ;;
        JAVA_RUNTIME_VERSION) version=$value ;;
      esac
    done <"$home/release"
  fi
  major=${version%%[!0-9]*}
  case $major in '') major=0 ;; esac
  if [ "$major" -gt 0 ] && [ "$major" -lt 17 ]; then
    say "$home is Java $version; 17 or newer is needed. Set JAVA_HOME."
    exit 1
  fi
  jdk=$version
  case $vendor in [A-Za-z]*) jdk=$version-${vendor%%[!A-Za-z0-9]*} ;; esac
}

# Built, with no source newer than the build?
is_fresh() {
  [ -f "$caches/classpath" ] || return 1
  set -- "$root/pom.xml"
  for module in core tools sandbox examples; do
    set -- "$@" "$root/codex-$module/pom.xml" "$root/codex-$module/src/main"
  done
  [ -z "$(find "$@" -newer "$caches/classpath" -type f -print 2>/dev/null | head -n 1)" ]
}

# One builder at a time; the lock of a builder that has died is taken over.
lock() {
  mkdir -p "$archives" 2>/dev/null && [ -w "$archives" ] || return 1
  tries=0
  until mkdir "$archives/lock" 2>/dev/null; do
    holder=$(cat "$archives/lock/pid" 2>/dev/null || echo)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$archives/lock"
    elif [ "$tries" -ge 3000 ]; then
      say "gave up waiting for another start; if there is none, remove $archives/lock."
      exit 1
    else
      tries=$((tries + 1))
      sleep 0.2
    fi
  done
  echo $$ >"$archives/lock/pid"
  trap 'rm -rf "$archives/lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

unlock() {
  rm -rf "$archives/lock"
  trap - EXIT INT TERM
}

maven() {
  (cd "$root" && mvn -B -q -Dstyle.color=never "$@" -DskipTests -pl codex-examples -am package) >"$caches/build.log" 2>&1
}

build() {
  say "building (once; later starts skip this) ..."
  command -v mvn >/dev/null || {
    say "mvn was not found. Install Maven 3.8 or newer."
    return 1
  }
  stamp=$caches/stamp.$$
  begin=$caches/begin.$$
  : >"$begin"
  maven -o || maven || {
    grep -e ERROR -e 'WARNING.*java' "$caches/build.log" | head -n 8 >&2
    say "the build failed; all of it is in $caches/build.log."
    rm -f "$begin"
    return 1
  }
  classes=
  for jar in "$target"/codex-examples-*.jar "$target"/lib/*.jar; do
    case $jar in *-sources.jar | *-javadoc.jar | *-tests.jar) continue ;; esac
    classes=$classes:${jar#"$target"/}
  done
  printf '%s\n' "${classes#:}" >"$stamp"
  # Sources that were changed while Maven ran are newer than this file's time.
  touch -r "$begin" "$stamp"
  rm -f "$begin"
  mv "$stamp" "$caches/classpath"
}

# The archives know classes by their place in the path: fixed order, jars only, absolute names.
read_classpath() {
  read -r names <"$caches/classpath"
  classpath=
  while [ -n "$names" ]; do
    name=${names%%:*}
    classpath=$classpath:$target/$name
    case $names in
      *:*) names=${names#*:} ;;
      *) names= ;;
    esac
  done
  classpath=${classpath#:}
}

# Where nothing can be written beside the classes, archives go to the user's cache.
choose_archives() {
  if [ ! -w "$root/codex-examples" ]; then
    archives=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/codex-java
  fi
  key=$(printf '%s' "$root" | cksum)
  stem=$archives/$jdk-${key%% *}
  archive=$stem.jsa
  [ "$major" -lt 25 ] || archive=$stem.aot
}

# Made from this build, or tried in vain with it?
has_archive() {
  [ -z "$plain" ] || return 0
  for made in "$archive" "$stem.tried"; do
    [ -f "$made" ] && ! [ "$caches/classpath" -nt "$made" ] && return 0
  done
  return 1
}

# What a JVM needs to start fast is recorded once per JDK, by a run that shows nothing.
record() {
  if has_archive || [ "$major" -lt 17 ]; then
    return 0
  fi
  say "preparing fast starts for Java $version (once) ..."
  rm -f "$archive"
  : >"$stem.tried"
  if [ "$major" -ge 25 ]; then
    option=-XX:AOTCacheOutput=$archive.$$
  else
    option=-XX:ArchiveClassesAtExit=$archive.$$
  fi
  # shellcheck disable=SC2086
  "$java" $flags "$option" -cp "$classpath" dev.codex.examples.cli.CodexMain warm-up \
    >"$archives/record.log" 2>&1 </dev/null || :
  if [ -f "$archive.$$" ]; then
    mv "$archive.$$" "$archive"
  else
    say "no fast starts on this JDK; see $archives/record.log."
  fi
  rm -f "$archive.$$"*
}

prepare() {
  flags='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData'
  # Reflection by way of method handles costs a class or more for each method.
  [ "$major" -ge 22 ] && flags="$flags -Djdk.reflect.useNativeAccessorOnly=true"
  [ "$major" -ge 24 ] && flags="$flags --enable-native-access=ALL-UNNAMED"
  choose_archives
  if is_fresh && has_archive; then
    read_classpath
  elif [ -w "$root/codex-examples" ] && lock; then
    is_fresh || build || exit 1
    read_classpath
    record
    unlock
  elif [ -f "$caches/classpath" ]; then
    read_classpath
    if lock; then
      record
      unlock
    fi
  else
    say "$root is not built and cannot be written to."
    exit 1
  fi
  if [ -f "$archive" ]; then
    shared=-XX:SharedArchiveFile=$archive
    [ "$major" -lt 25 ] || shared=-XX:AOTCache=$archive
    set_log='-Xlog:disable -Xlog:all=off'
  else
    shared=-Xshare:auto
    set_log=
  fi
  flags="$flags $set_log"
}

find_java
prepare
