# What the benchmarks share. Source it; it leaves its working directory in $work and cleans up at the end.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
started=()

finish() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

# need PACKAGE COMMAND ...: says which Debian packages are lacking.
need() {
  local lacking=()
  while [ $# -gt 0 ]; do
    PATH="$PATH:/usr/sbin" command -v "$2" >/dev/null || lacking+=("$1")
    shift 2
  done
  if [ ${#lacking[@]} -gt 0 ]; then
    echo "This benchmark needs Debian packages: apt-get install ${lacking[*]}" >&2
    exit 2
  fi
}

# A JDK 25 or newer: $JAVA_HOME, the one on the PATH, or one in the usual folder.
find_java() {
  local home
  for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /none/bin/java)")")")" /usr/lib/jvm/*; do
    if [ -x "$home/bin/javac" ] && [ "$("$home/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p')" -ge 25 ]; then
      java=$home/bin/java
      return
    fi
  done
  echo "A JDK 25 is needed; set JAVA_HOME to it." >&2
  exit 2
}

# Builds the application, and leaves its class path in $classes and $test_classes.
build() {
  find_java
  echo "Building …" >&2
  (cd "$root" && mvn -B -ntp -q --color never -DskipTests -Dspotless.check.skip=true test-compile \
    dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test) >&2
  (cd "$root" && mvn -B -ntp -q --color never dependency:build-classpath -Dmdep.outputFile="$work/runtime" -Dmdep.includeScope=runtime) >&2
  classes="$root/target/classes:$(cat "$work/runtime")"
  test_classes="$root/target/test-classes:$root/target/classes:$(cat "$work/classpath")"
}

# Starts a PostgreSQL with fsync on; its JDBC address is in $database.
start_database() {
  mkfifo "$work/database.in"
  exec 9<>"$work/database.in"
  "$java" -cp "$test_classes" "$root/src/bench/common/Database.java" <"$work/database.in" >"$work/database.out" 2>"$work/database.log" 9>&- &
  started+=($!)
  until_there "$work/database.out" "jdbc:" "$work/database.log"
  database=$(grep -m1 jdbc: "$work/database.out")
}

# until_there FILE TEXT LOG: waits until a file holds a text, a minute at most.
until_there() {
  local tries=0
  until grep -q "$2" "$1" 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 600 ]; then
      tail -20 "$3" >&2
      echo "\"$2\" did not appear in $1" >&2
      exit 1
    fi
    read -rt 0.1 <> <(:) || true
  done
}
