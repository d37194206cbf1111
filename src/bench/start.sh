#!/usr/bin/env bash
# What a start costs, with a new H2 database: wall time until the first healthy answer, CPU (user and system) of the process until then, and
# its memory after it idled. With the machine's load, without which the wall time says nothing.
#
#   PORT=8080 IDLE=20 src/bench/start.sh -jar target/halo-0.1.0-SNAPSHOT-exec.jar    # whatever comes after `java`, with absolute paths
set -euo pipefail
port=${PORT:-8080}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
read -r load _ </proc/loadavg
began=$(date +%s%N)
"$java" "$@" --server.port="$port" >log 2>&1 &
halo=$!
until curl -sf -o /dev/null -m 5 "http://127.0.0.1:$port/actuator/health"; do
  kill -0 "$halo" || { tail log; exit 1; }
  sleep 0.05
done
ended=$(date +%s%N)
cpu=$(awk -v ticks="$(getconf CLK_TCK)" '{ print ($14 + $15) / ticks }' "/proc/$halo/stat")
sleep "${IDLE:-20}"
echo "load $load: $(((ended - began) / 1000000)) ms, CPU $cpu s, $(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$halo/status") MiB"
kill "$halo"
wait "$halo" || true
