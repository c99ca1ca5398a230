#!/usr/bin/env bash
# A whole cluster on this machine: PostgreSQL, Redis, two servers behind nginx, a media node that records, two edges, a job worker.
# Ctrl-C ends all of it and leaves nothing. Called by make cluster, which builds first.
set -euo pipefail
cd "$(dirname "$0")/.."
built="bin/${CONFIGURATION:-Release}/net10.0"
work=$(mktemp -d "${TMPDIR:-/tmp}/broadcast-cluster.XXXXXX")
pids=()

port_nginx=${PORT:-8080} port_postgres=5480 port_redis=6480
secret=$(head -c 24 /dev/urandom | base64)

# Newest first: whoever is asked for something outlives whoever asks. The demo's recording is finished before its server ends.
finish() {
    trap - EXIT INT TERM
    local i
    for (( i = ${#pids[@]} - 1; i >= 0; i-- )); do
        kill -TERM "${pids[i]}" 2>/dev/null || continue
        # A media node that is told twice does not wait to be empty.
        sleep 0.2; kill -TERM "${pids[i]}" 2>/dev/null || continue
        timeout 100 tail --pid="${pids[i]}" -f /dev/null || kill -KILL "${pids[i]}" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 0' INT TERM

# In a session of its own, so that Ctrl-C reaches this script alone and everything ends in order.
launch() { # name command…
    local name=$1; shift
    setsid "$@" >"$work/$name.log" 2>&1 &
    pids+=($!)
    # So that the shell says nothing when one is killed, by whoever.
    disown
}

await() { # name command…
    local name=$1 tried; shift
    for (( tried = 0; tried < 600; tried++ )); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.2
    done
    echo "The cluster does not start: $name does not answer. Its last words:" >&2
    tail -5 "$work/$name.log" >&2
    exit 1
}

# PostgreSQL refuses to run as root.
as_nobody=(); (( EUID != 0 )) || as_nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
postgres=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)

start_stores() {
    mkdir "$work/postgres"
    chmod 711 "$work"
    (( EUID != 0 )) || chown nobody:nogroup "$work/postgres"
    "${as_nobody[@]}" "$postgres/initdb" --no-sync -D "$work/postgres/data" -U broadcast -A trust -E UTF8 >"$work/postgres.log"
    launch postgres "${as_nobody[@]}" "$postgres/postgres" -D "$work/postgres/data" -p $port_postgres \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300
    launch redis redis-server --bind 127.0.0.1 --port $port_redis --save '' --appendonly no --dir "$work"
    await postgres "$postgres/createdb" -h 127.0.0.1 -p $port_postgres -U broadcast broadcast
    await redis redis-cli -p $port_redis ping
}

start_node() { # name project number settings…
    local name=$1 project=$2 number=$3; shift 3
    launch "$name" dotnet "$project/$built/$project.dll" --Control:Port $((4480 + number)) --Control:Secret "$secret" \
        --Media:Port $((40000 + number * 100)) --Media:PipePort $((41000 + number * 100)) --Media:AnnouncedAddresses:0 127.0.0.1 --Media:PipeAddress 127.0.0.1 "$@"
    await "$name" curl -sf "http://127.0.0.1:$((4480 + number))/healthz"
}

shared=(--Database:Kind PostgreSql
    --Database:ConnectionString "Host=127.0.0.1;Port=$port_postgres;Username=broadcast;Database=broadcast;Maximum Pool Size=40"
    --Recorder:Directory "$work/journals" --Storage:Directory "$work/objects")

start_server() { # name port settings…
    local name=$1 port=$2; shift 2
    launch "$name" dotnet "Broadcast.Api/$built/Broadcast.Api.dll" --Urls "http://127.0.0.1:$port" --Public:Url "http://localhost:$port_nginx" \
        --Proxy:Known:0 127.0.0.1 --Data:Directory "$work/$name" --Cluster:Redis "127.0.0.1:$port_redis" "${shared[@]}" \
        --Nodes:0:Address ws://127.0.0.1:4480/control --Nodes:0:Secret "$secret" \
        --Nodes:1:Address ws://127.0.0.1:4481/control --Nodes:1:Secret "$secret" \
        --Nodes:2:Address ws://127.0.0.1:4482/control --Nodes:2:Secret "$secret" "$@"
    await "$name" curl -sf "http://127.0.0.1:$port/healthz"
}

start_nginx() {
    cat >"$work/nginx.conf" <<CONF
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path $work/nginx-body; proxy_temp_path $work/nginx-proxy;
    fastcgi_temp_path $work/nginx-fastcgi; uwsgi_temp_path $work/nginx-uwsgi; scgi_temp_path $work/nginx-scgi;
    upstream broadcast { server 127.0.0.1:8081; server 127.0.0.1:8082; }
    map \$http_upgrade \$broadcast_connection { default upgrade; '' ''; }
    server {
        listen $port_nginx;
        listen [::]:$port_nginx;
        location / {
            proxy_pass http://broadcast;
            proxy_http_version 1.1;
            proxy_set_header Host \$http_host;
            proxy_set_header X-Forwarded-For \$remote_addr;
            proxy_set_header X-Forwarded-Proto \$scheme;
            proxy_set_header Upgrade \$http_upgrade;
            proxy_set_header Connection \$broadcast_connection;
            proxy_connect_timeout 2s;
            proxy_buffering off;
        }
    }
}
CONF
    launch nginx nginx -e "$work/nginx.log" -c "$work/nginx.conf"
    await nginx curl -sf "http://localhost:$port_nginx/healthz"
}

echo "Starting PostgreSQL, Redis, three media nodes, two servers, a job worker and nginx (about half a minute)."
start_stores
start_node recorder Broadcast.Recorder 0 --Recorder:Directory "$work/journals"
start_node edge-1 Broadcast.Sfu 1
start_node edge-2 Broadcast.Sfu 2
start_server server-1 8081 --Demo:Enabled true
start_server server-2 8082
launch jobs dotnet "Broadcast.Jobs/$built/Broadcast.Jobs.dll" --Urls http://127.0.0.1:8083 --Jobs:DataDirectory "$work/jobs" "${shared[@]}"
start_nginx

echo
echo "  The cluster runs: two servers (8081, 8082), a media node that records (4480) and two edges (4481, 4482)."
grep -E '^ +[A-Z][a-z]+: +http' "$work/server-1.log" || true
echo
echo "  To lose one: kill -9 a process of these. To take a media node out: kill it without -9, or drain it on /nodes"
for (( i = 0; i < ${#pids[@]}; i++ )); do printf '    %-8s %s\n' "${pids[i]}" "$(tr '\0' ' ' <"/proc/${pids[i]}/cmdline" 2>/dev/null | cut -c1-70)"; done
echo "  Logs: $work/*.log. Ctrl-C ends everything."
while sleep 1; do :; done
