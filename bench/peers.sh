#!/usr/bin/env bash
# The same claim in PostgreSQL and in Redis, for comparison: JSON lines like those of the benchmarks.
# Starts servers of its own on loopback, on empty stores in a temporary folder, and stops them.
# PEER_SECONDS is how long each database is measured, PEER_CLAIMS how many claims Redis gets.
set -euo pipefail
cd "$(dirname "$0")/peers"

SECONDS_EACH=${PEER_SECONDS:-5}
CLAIMS=${PEER_CLAIMS:-300000}
CLIENTS=256
SALE_CAPACITY=2017

folder=$(mktemp -d "${TMPDIR:-/tmp}/forecourt-peers.XXXXXX")
stop=:
cleanup() {
  $stop
  wait
  rm -rf "$folder"
}
trap cleanup EXIT

figure() { printf '{"bench":"%s","value":%s,"unit":"%s"}\n' "$1" "$2" "$3"; }
say() { printf '%s\n' "$*" >&2; }

have() {
  local program
  for program in "$@"; do command -v "$program" >/dev/null || return 1; done
}

# Nothing listens on the port yet: a connection to it is refused.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# Tries a command for ten seconds.
until_ready() {
  for _ in $(seq 100); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.1
  done
  say "Not ready after 10 s: $*"
  return 1
}

# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
  postgres_user=$(id -un postgres 2>/dev/null || echo nobody)
  as_postgres() { runuser -u "$postgres_user" -- "$@"; }
else
  as_postgres() { "$@"; }
fi

# Debian keeps the server's programs out of PATH.
postgres_program() {
  command -v "$1" && return
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] && echo "$found"
}

# One run on an empty database: $1 is how positions are taken, $2 synchronous_commit, $3 the
# number of connections.
run_postgres() {
  local data="$folder/postgres-$1-$2" port output tps checked
  port=$(free_port)
  mkdir "$data"
  [ "$(id -u)" -ne 0 ] || chown "$postgres_user" "$folder" "$data"
  as_postgres "$initdb" -D "$data" -U bench --auth=trust --no-sync >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; exit 1; }
  as_postgres "$pg_ctl" start -w -s -D "$data" -l "$data/log" -o "-h 127.0.0.1 -p $port -k $data \
    -c max_connections=$((CLIENTS + 10)) -c shared_buffers=512MB -c synchronous_commit=$2"
  stop="as_postgres $pg_ctl stop -s -m immediate -D $data"
  local to=(-h 127.0.0.1 -p "$port" -U bench)
  psql "${to[@]}" -d postgres -q -v ON_ERROR_STOP=1 -f claim.sql
  output=$(pgbench "${to[@]}" -n -M prepared -f "take_$1.sql" -c "$3" -j 2 -T "$SECONDS_EACH" postgres)
  tps=$(sed -n 's/^tps = \([0-9.]*\).*/\1/p' <<<"$output")
  checked=$(psql "${to[@]}" -d postgres -q -A -t -f check.sql)
  figure "claim in PostgreSQL, $1, synchronous_commit=$2, $3 connections" "$tps" "1/s"
  [ "$checked" = ok ] || { say "PostgreSQL: $checked"; exit 1; }
  $stop
  stop=:
}

run_redis() {
  local port sha row rps p99 allocated
  port=$(free_port)
  mkdir "$folder/redis"
  redis-server --port "$port" --bind 127.0.0.1 --dir "$folder/redis" --save "" \
    --appendonly yes --appendfsync always >"$folder/redis.log" 2>&1 &
  stop="kill $!"
  local cli=(redis-cli -p "$port")
  until_ready "${cli[@]}" ping
  sha=$("${cli[@]}" script load "$(cat claim.lua)")
  row=$(redis-benchmark -p "$port" -c "$CLIENTS" -n "$CLAIMS" -r 1000000000 --csv \
    evalsha "$sha" 2 claims log "$SALE_CAPACITY" t-__rand_int__ | tail -n 1)
  rps=$(awk -F'","' '{print $2}' <<<"$row")
  p99=$(awk -F'","' '{print $7}' <<<"$row")
  figure "claim in Redis, appendfsync=always, $CLIENTS connections" "$rps" "1/s"
  figure "claim in Redis, appendfsync=always, p99" "$p99" "ms"
  allocated=$("${cli[@]}" hvals claims | grep '^number ' | sort -u | wc -l)
  [ "$allocated" -eq "$SALE_CAPACITY" ] || { say "Redis: $allocated numbers given"; exit 1; }
}

measured=0
if initdb=$(postgres_program initdb) && pg_ctl=$(postgres_program pg_ctl) &&
  have pgbench psql; then
  # The numbers of connections at which each was quickest on two cores.
  run_postgres locked on 4
  run_postgres locked off 4
  run_postgres sequence on 32
  run_postgres sequence off 16
  measured=1
else
  say "PostgreSQL is not measured: initdb, pg_ctl, psql and pgbench are needed" \
    "(Debian: apt-get install postgresql)"
fi
if have redis-server redis-cli redis-benchmark; then
  run_redis
  measured=1
else
  say "Redis is not measured: redis-server, redis-cli and redis-benchmark are needed" \
    "(Debian: apt-get install redis-server)"
fi
[ "$measured" -eq 1 ]
