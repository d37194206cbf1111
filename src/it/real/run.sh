#!/usr/bin/env bash
# Real programs around HALO: see README.md. Everything listens on the loopback address and ends with this script.
set -euo pipefail
cd "$(dirname "$0")/../../.."

port=${BASE_PORT:-19600}
halo=$port alertmanager=$((port + 1)) cluster=$((port + 2)) prometheus=$((port + 3)) service=$((port + 4))
work=$(mktemp -d)
pids=()
failed=0

finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    echo "logs: $work"
    exit "$failed"
}
trap finish EXIT

start() { # name, command…
    local name=$1
    shift
    (cd "$work" && exec "$@") >"$work/$name.log" 2>&1 &
    pids+=("$!")
}

check() { # what, how long at most, command…
    local what=$1 seconds=$2
    shift 2
    for ((i = 0; i < seconds * 2; i++)); do
        if "$@" >/dev/null 2>&1; then
            echo "ok      $what"
            return
        fi
        sleep 0.5
    done
    echo "FAILED  $what"
    failed=1
}

api() { curl -sf -H 'Content-Type: application/json' "$@"; }
alerts() { api "http://127.0.0.1:$alertmanager/api/v2/alerts"; }
firing() { alerts | grep -q "\"alertname\":\"$1\""; }
quiet() { ! firing "$1"; }
heard() { api "http://127.0.0.1:$halo/api/halo/events?$1" | grep -q "$2"; }
metric() { api "http://127.0.0.1:$prometheus/api/v1/query?query=$1" | grep -q "\"value\":\[[0-9.]*,\"$2\"\]"; }
point() { api "http://127.0.0.1:$halo/api/halo/weakpoints?state=$1&subject=endpoint:shop" | grep -q '"code":"alert.disk-full"'; }
run() { api -X POST "http://127.0.0.1:$halo/api/halo/run" >"$work/cycle.json"; }

for program in prometheus prometheus-alertmanager java curl python3; do
    command -v "$program" >/dev/null || { echo "missing: $program (see README.md)"; failed=2; exit 2; }
done
jar=$(ls target/halo-*-exec.jar 2>/dev/null | head -1)
[ -n "$jar" ] || { echo "missing: target/halo-*-exec.jar; build it with ./mvnw -DskipTests package"; failed=2; exit 2; }
jar=$PWD/$jar

cat >"$work/alertmanager.yml" <<EOF
route:
  receiver: halo
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 1h
  routes:
    # what HALO told is not told back to it
    - matchers: [sender="halo"]
      receiver: nobody
receivers:
  - name: halo
    webhook_configs:
      - url: http://127.0.0.1:$halo/api/halo/events/alertmanager
        send_resolved: true
  - name: nobody
EOF
cat >"$work/prometheus.yml" <<EOF
global:
  scrape_interval: 2s
  scrape_timeout: 2s
scrape_configs:
  - job_name: halo
    metrics_path: /actuator/prometheus
    static_configs:
      - targets: [127.0.0.1:$halo]
EOF
cat >"$work/application.yml" <<EOF
server.port: $halo
halo:
  triggers.time.enabled: false
  endpoints:
    - {id: shop, url: "http://127.0.0.1:$service/", attempts: 1}
  wormhole:
    sinks:
      - name: on-call
        type: alertmanager
        url: http://127.0.0.1:$alertmanager
        alertmanager.refresh: 2s
EOF

start alertmanager prometheus-alertmanager --config.file=alertmanager.yml --storage.path=alertmanager \
    --web.listen-address=127.0.0.1:$alertmanager --cluster.listen-address=
start prometheus prometheus --config.file=prometheus.yml --storage.tsdb.path=prometheus \
    --web.listen-address=127.0.0.1:$prometheus
start halo java -jar "$jar"
check "HALO is ready" 120 api "http://127.0.0.1:$halo/actuator/health/readiness"
check "Alertmanager is ready" 30 api "http://127.0.0.1:$alertmanager/-/ready"
check "Prometheus is ready" 30 api "http://127.0.0.1:$prometheus/-/ready"

echo "-- HALO tells Alertmanager"
run
check "the broken endpoint is an alert" 20 firing endpoint.down
check "it is still there after several times its refresh" 1 sh -c 'sleep 12'
check "and has been refreshed" 5 firing endpoint.down
start service python3 -m http.server "$service" --bind 127.0.0.1
check "the endpoint answers again" 10 api "http://127.0.0.1:$service/"
run
check "the alert is resolved" 20 quiet endpoint.down

echo "-- Alertmanager tells HALO"
fire() { # endsAt
    api -X POST "http://127.0.0.1:$alertmanager/api/v2/alerts" -d "[{\"labels\":{\"alertname\":\"DiskFull\",
        \"severity\":\"critical\",\"endpoint\":\"shop\"},\"annotations\":{\"summary\":\"the disk is full\"}${1:-}}]"
}
fire
check "the firing alert is an event" 20 heard 'limit=50&direction=in' DiskFull
run
check "it is a weak point of the endpoint" 5 point open
fire ",\"endsAt\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\""
check "the resolved alert is an event" 20 heard 'limit=50&direction=in' resolved
run
check "its weak point is resolved" 5 point resolved

echo "-- Prometheus reads HALO"
check "HALO is up" 20 metric up 1
check "both cycles are counted" 20 metric 'sum(halo_cycles_seconds_count)' '[2-9]'
[ "$failed" = 0 ] || api "http://127.0.0.1:$prometheus/api/v1/targets" | grep -o '"lastError":"[^"]*"' || true
