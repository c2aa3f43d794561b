# Sourced by the launchers beside it. Finds a JDK, builds what is missing or older than its sources,
# and sets: root, java, jdk (a name for this JDK), major, classpath, caches.
# shellcheck shell=sh

here=$(CDPATH='' cd -P -- "$(dirname -- "$self")" && pwd -P)
root=$(CDPATH='' cd -P -- "$here/../.." && pwd -P)
target=$root/codex-examples/target
caches=$target/launch

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
  mkdir -p "$caches" || return 1
  until mkdir "$caches/lock" 2>/dev/null; do
    holder=$(cat "$caches/lock/pid" 2>/dev/null || echo)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$caches/lock"
    else
      sleep 0.2
    fi
  done
  echo $$ >"$caches/lock/pid"
  trap 'rm -rf "$caches/lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

unlock() {
  rm -rf "$caches/lock"
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
    return 1
  }
  classes=
  for jar in "$target"/codex-examples-*.jar "$target"/lib/*.jar; do
    case $jar in *-sources.jar | *-javadoc.jar | *-tests.jar) continue ;; esac
    classes=$classes:$jar
  done
  rm -f "$caches"/*.jsa "$caches"/*.aot "$caches"/*.tried
  printf '%s\n' "${classes#:}" >"$stamp"
  # Sources that were changed while Maven ran are newer than this file's time.
  touch -r "$begin" "$stamp"
  rm -f "$begin"
  mv "$stamp" "$caches/classpath"
}

# What a JVM needs to start fast is recorded once per JDK, by a run that shows nothing.
record() {
  archive=$caches/$jdk.jsa
  [ "$major" -ge 25 ] && archive=$caches/$jdk.aot
  if [ -f "$archive" ] || [ "$major" -lt 17 ] || [ -f "$caches/$jdk.tried" ]; then
    return 0
  fi
  say "preparing fast starts for Java $version (once) ..."
  : >"$caches/$jdk.tried"
  if [ "$major" -ge 25 ]; then
    option=-XX:AOTCacheOutput=$archive.$$
  else
    option=-XX:ArchiveClassesAtExit=$archive.$$
  fi
  # shellcheck disable=SC2086
  "$java" $flags "$option" -cp "$classpath" dev.codex.examples.cli.CodexMain warm-up \
    >"$caches/record.log" 2>&1 </dev/null || :
  if [ -f "$archive.$$" ]; then
    mv "$archive.$$" "$archive"
  else
    say "no fast starts on this JDK; see $caches/record.log."
  fi
  rm -f "$archive.$$"*
}

# The archives know classes by their place in the path: fixed order, jars only.
prepare() {
  flags='-XX:+UseSerialGC -XX:TieredStopAtLevel=1'
  [ "$major" -ge 24 ] && flags="$flags --enable-native-access=ALL-UNNAMED"
  archive=$caches/$jdk.jsa
  [ "$major" -ge 25 ] && archive=$caches/$jdk.aot
  if is_fresh && { [ -f "$archive" ] || [ -f "$caches/$jdk.tried" ]; }; then
    read -r classpath <"$caches/classpath"
  elif [ -w "$root/codex-examples" ] && lock; then
    is_fresh || build || exit 1
    read -r classpath <"$caches/classpath"
    record
    unlock
  elif [ -f "$caches/classpath" ]; then
    read -r classpath <"$caches/classpath"
  else
    say "$root is not built and cannot be written to."
    exit 1
  fi
  if [ -f "$archive" ]; then
    if [ "$major" -ge 25 ]; then
      flags="$flags -XX:AOTCache=$archive"
    else
      flags="$flags -XX:SharedArchiveFile=$archive"
    fi
    flags="$flags -Xlog:disable -Xlog:all=off"
  fi
}

find_java
prepare
