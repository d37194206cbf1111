#!/usr/bin/env bash
# Three replicas of HALO under load and faults: see README.md. Everything listens on the loopback address and ends with this script.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."

faults=${1:-20}
seed=${2:-$RANDOM}
classes=${CLASSES:-target/test-classes}
work=${WORK:-target/chaos/$seed}

jdk() { # the first JDK 25 of those that are usual
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
        if grep -qs '^JAVA_VERSION="25' "$home/release" && [ -x "$home/bin/javac" ]; then
            echo "$home"
            return
        fi
    done
    echo "missing: a JDK 25; set JAVA_HOME" >&2
    return 2
}

home=$(jdk)
jar=$(ls target/halo-*-exec.jar 2>/dev/null | head -1)
[ -n "$jar" ] && [ -e "$classes/ink/dreamnet/halo/support/TcpProxy.class" ] || {
    echo "missing: target/halo-*-exec.jar or the compiled tests; build them with ./mvnw -DskipTests package"
    exit 2
}
if [ -z "${CLASS_PATH:-}" ]; then
    CLASS_PATH=$(mktemp)
    ./mvnw -q -B dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$CLASS_PATH" >&2
    CLASS_PATH=$(cat "$CLASS_PATH")
fi
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
clock=$work/clock.so
if ! command -v cc >/dev/null || ! cc -O2 -shared -fPIC -o "$clock" "$here/clock.c" -ldl; then
    echo "there is no C compiler (cc): no clocks are set"
    clock=
fi
# what the JVM learns from one start makes the others cheaper; made once for a jar, with the flags that Replica uses
app=$PWD/target/chaos/app
if [ ! -e "$app/halo.aot" ] || [ "$jar" -nt "$app/halo.aot" ]; then
    rm -rf "$app"
    "$home/bin/java" -Djarmode=tools -jar "$jar" extract --destination "$app" >/dev/null
    (cd "$work" && "$home/bin/java" -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
        -XX:AOTCacheOutput="$app/halo.aot" -Dspring.context.exit=onRefresh -jar "$app"/halo-*.jar --server.port=0 \
        --spring.datasource.url=jdbc:h2:mem:training >"$work/training.log" 2>&1) || true
fi
halo=$(ls "$app"/halo-*.jar)
[ -e "$app/halo.aot" ] && aot=$app/halo.aot || aot=

echo "seed $seed, $faults faults; logs and report in $work"
exec "$home/bin/java" -Xmx512m -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    -Dchaos.jar="$halo" -Dchaos.aot="$aot" -Dchaos.clock="$clock" \
    -cp "$(cd "$classes" && pwd):$(cd "$classes/../classes" && pwd):$CLASS_PATH" "$here/Chaos.java" "$seed" "$faults" "$work"
