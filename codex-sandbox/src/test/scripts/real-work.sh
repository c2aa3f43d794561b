#!/bin/bash
# Does ordinary work inside of the sandbox and prints what works: real-work.sh [CODEX].
# CODEX is any program with the command line of 'codex sandbox'; bin/codex of this tree if missing.
set -u
here=$(cd "$(dirname "$0")" && pwd)
codex=${1:-$here/../../../../codex-examples/bin/codex}
base=$(mktemp -d "${REAL_WORK:-/var/tmp}/real-work.XXXXXX")
trap 'rm -rf "$base"' EXIT
failed=0

work() { # name, needed programs, options, script
  local name=$1 needs=$2 options=$3 script=$4 dir verdict
  for program in $needs; do
    command -v "$program" > /dev/null || { printf '%-44s no %s here\n' "$name" "$program"; return; }
  done
  dir=$(mktemp -d "$base/w.XXXXXX")
  # shellcheck disable=SC2086
  if (cd "$dir" && "$codex" sandbox -s workspace-write $options -C "$dir" -- \
      /bin/bash -ec "export HOME=$dir; $script" > "$base/output" 2>&1 < /dev/null); then
    verdict=works
  else
    verdict='DOES NOT WORK'
    failed=1
  fi
  printf '%-44s %s\n' "$name" "$verdict"
  [ "$verdict" = works ] || sed 's/^/    /' "$base/output" | tail -n 5
}

work 'git: clone, commit, branch, gc (in a copy)' git '' '
  git() { command git -c user.name=a -c user.email=a@b -c commit.gpgsign=false "$@"; }
  mkdir inner && cd inner && export GIT_DIR=$PWD/repository GIT_WORK_TREE=$PWD
  git init -q && echo 1 > file && git add file && git commit -qm one && git branch two && git gc -q
  test "$(git log --oneline | wc -l)" = 1'
work 'gcc and make' 'gcc make' '' '
  printf "#include <stdio.h>\nint main(){puts(\"hello\");}\n" > a.c
  printf "a: a.c\n\tgcc -o a a.c\n" > Makefile
  make -s && test "$(./a)" = hello'
work 'python: subprocess' python3 '' '
  python3 -c "import subprocess; assert subprocess.check_output([\"echo\",\"x\"]) == b\"x\\n\""'
work 'python: multiprocessing' python3 '' '
  python3 -c "import multiprocessing as m; assert m.Pool(2).map(abs, [-1, 2]) == [1, 2]"'
work 'node: child processes and workers' node '' '
  node -e "const c=require(\"child_process\"); if (c.execSync(\"echo x\").toString()!==\"x\\n\") process.exit(1);
    new (require(\"worker_threads\").Worker)(\"require(\\\"worker_threads\\\").parentPort.postMessage(1)\",{eval:true}).on(\"message\",()=>process.exit(0))"'
work 'npm: init and run' npm '' '
  export npm_config_cache=$HOME/cache npm_config_update_notifier=false
  echo "{\"name\":\"a\",\"version\":\"1.0.0\",\"scripts\":{\"t\":\"echo ran > out\"}}" > package.json
  npm run -s t && test "$(cat out)" = ran'
work 'javac and java' 'javac java' '' '
  echo "public class A { public static void main(String[] a) { System.out.println(1); } }" > A.java
  javac A.java && test "$(java A)" = 1'
work 'mvn -o validate' mvn '' '
  echo "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version><packaging>pom</packaging></project>" > pom.xml
  mvn -o -q -Dmaven.repo.local=$HOME/repository validate'
work 'tar, install, mkfifo, ps, rename' 'tar install mkfifo ps' '' '
  mkdir a && echo x > a/b && tar cf a.tar a && install -m 755 a/b c && mkfifo f && ps aux > /dev/null
  (echo y > f &) && test "$(cat f)" = y && mv a d && rm -r d'
work 'a terminal (script)' script '' 'test "$(script -qec "tty" /dev/null | tr -d "\r")" = /dev/pts/0'
work 'local TCP server and client (network on)' python3 '--network on' '
  python3 -m http.server --bind 127.0.0.1 48123 > log 2>&1 & sleep 1
  python3 -c "import urllib.request as u; u.urlopen(\"http://127.0.0.1:48123/\").read()"'
work 'local TCP server and client (network proxy)' python3 '--network proxy' '
  python3 -m http.server --bind 127.0.0.1 48123 > log 2>&1 & sleep 1
  python3 -c "import urllib.request as u; u.urlopen(\"http://127.0.0.1:48123/\").read()"'
work 'curl through the proxy, refused by name' curl '--network proxy' '
  test "$(curl -s -o /dev/null -w "%{http_code}" http://example.invalid/)" = 403'
exit $failed
