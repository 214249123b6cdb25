#!/usr/bin/env bash
# Quoted for the shells inside; functions are called by their names:
# shellcheck disable=SC2016,SC2317
#
# Runs docker-compose.yml's cluster where no engine for containers is: as root on Linux, with this machine's .NET, PostgreSQL, HAProxy and dnsmasq.
#
#   deploy/prove-compose.sh [--tls] FOLDER        FOLDER holds the published silo, built with ActorEngine=orleans
#
# Every silo and the proxy has a network and a name of its own, as a container has, with the ports of the files. Silos get the variables that the Dockerfile and docker-compose.yml (with --tls also compose/tls.yml)
# give them, paths changed to where the files are here; HAProxy reads its file unchanged, and a name server at Docker's address tells it where silos are: stopped ones are unknown, and one that is
# started again has another address. The limit to requests of a key is lifted. Under readers and a writer a silo is stopped and started, all of them one after the other, and one is killed.
#
# Not proven: the images, and what only Docker does (volumes, secrets' mounts, health checks, restarts).
set -euo pipefail
cd "$(dirname "$0")/.."

# Networks, mounts and processes are this one's own, and go with it.
if [ -z "${PROVE_WORK:-}" ]; then
    PROVE_WORK=$(mktemp -d)
    export PROVE_WORK
    trap 'rm -rf "$PROVE_WORK"' EXIT
    unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"
    exit
fi
work=$PROVE_WORK
chmod 755 "$work"

files=(-f "$work/compose/docker-compose.yml") certificates=()
if [ "$1" = --tls ]; then
    files+=(-f "$work/compose/deploy/compose/tls.yml")
    certificates=(--certificates)
    shift
fi
program=$(realpath "$1")

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

# until SECONDS WHAT COMMAND...
until_true() {
    local seconds=$1 what=$2
    shift 2
    for ((turn = 0; turn < seconds * 4; turn++)); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.25
    done
    say "FAILED: $what, not within $seconds s"
    tail -n 40 "$work"/*.log
    exit 1
}

say "secrets, PostgreSQL"
deploy/make-secrets.sh ${certificates[@]+"${certificates[@]}"} "$work/secrets" >/dev/null
ip link set lo up
ip link add cluster type bridge
ip addr add 172.30.0.1/24 dev cluster
ip link set cluster up
mkdir /run/netns 2>/dev/null || true
mount -t tmpfs tmpfs /run/netns
echo "127.0.0.1 localhost" > "$work/known"
echo "172.30.0.1 postgres" >> "$work/known"
mount --bind "$work/known" /etc/hosts
installed=(/usr/lib/postgresql/*/bin)
bin=${installed[-1]}
install -d -o postgres "$work/postgres"
install -o postgres -m 600 "$work/secrets/postgres-password" "$work/password"
as_postgres() { setpriv --reuid postgres --regid postgres --init-groups env -C "$work/postgres" "$@"; }
as_postgres "$bin/initdb" --pgdata=data --username=icomm --auth=scram-sha-256 --pwfile="$work/password" >/dev/null
as_postgres "$bin/pg_ctl" --pgdata=data --wait --log=log --options="-c listen_addresses=172.30.0.1 -c unix_socket_directories='' -c max_connections=200" start >/dev/null 2>&1 \
    || { cat "$work/postgres/log"; exit 1; }
echo "host all all 172.30.0.0/24 scram-sha-256" >> "$work/postgres/data/pg_hba.conf"
as_postgres "$bin/pg_ctl" --pgdata=data reload >/dev/null
PGPASSWORD=$(cat "$work/secrets/postgres-password") "$bin/createdb" --host=postgres --username=icomm --maintenance-db=postgres icomm

# What a silo's container is given.
mkdir -p "$work/compose/deploy/compose" "$work/data"
for file in docker-compose.yml deploy/compose/tls.yml; do sed '/^name:/d' "$file" > "$work/compose/$file"; done
cp -r "$work/secrets" "$work/compose/deploy/secrets"
{
    sed -n '/^ENV ASPNETCORE/,/[^\\]$/p' deploy/Dockerfile | sed 's/^ENV //; s/\\$//; s/^ */export /'
    docker-compose "${files[@]}" config | /usr/bin/python3 -c '
import shlex, sys, yaml
for name, value in yaml.safe_load(sys.stdin)["services"]["silo1"]["environment"].items():
    print(f"export {name}={shlex.quote(str(value))}")'
    echo "export RateLimits__RequestsPerMinute=1000000 RateLimits__Burst=1000000"
} | sed "s|/run/secrets|$work/secrets|; s|=/data|=$work/data|" > "$work/variables"

# A secret's file has its name.
for file in "$work"/secrets/*.pem; do [ ! -e "$file" ] || cp "$file" "${file%.pem}"; done

# network NAME ADDRESS
network() {
    ip link del "to-$1" 2>/dev/null || true
    ip netns del "$1" 2>/dev/null || true
    ip netns add "$1"
    ip link add "to-$1" type veth peer name eth0 netns "$1"
    ip link set "to-$1" master cluster up
    ip -n "$1" link set lo up
    ip -n "$1" addr add "$2/24" dev eth0
    ip -n "$1" link set eth0 up
}

declare -A process=()
address=10

# start SILO: at an address that none had before.
start() {
    address=$((address + 1))
    network "$1" "172.30.0.$address"
    sed -i "/ $1\$/d" "$work/names" 2>/dev/null || true
    echo "172.30.0.$address $1" >> "$work/names"
    ip netns exec "$1" unshare --uts env -i PATH="$PATH" HOME=/nonexistent bash -c 'hostname "$1"; . "$2"; cd "$3"; exec dotnet Icomm.Actors.Silo.dll' silo "$1" "$work/variables" "$program" >> "$work/$1.log" 2>&1 &
    process[$1]=$!
    [ -z "${process[names]:-}" ] || kill -HUP "${process[names]}"
}

ready() { ip netns exec "$1" wget -q -O /dev/null http://127.0.0.1:9464/health/ready; }

# gone SILO: waits for its process, and forgets its name. How it ended is in $ended.
gone() {
    ended=0
    wait "${process[$1]}" 2>/dev/null || ended=$?
    sed -i "/ $1\$/d" "$work/names"
    kill -HUP "${process[names]}"
}

touch "$work/names"
for silo in silo1 silo2 silo3; do start "$silo"; done
network proxy 172.30.0.10
ip netns exec proxy dnsmasq --keep-in-foreground --no-resolv --no-hosts --addn-hosts="$work/names" --listen-address=127.0.0.11 --bind-interfaces --user=root --pid-file > "$work/names.log" 2>&1 &
process[names]=$!
ip netns exec proxy haproxy -db -f deploy/compose/haproxy.cfg > "$work/proxy.log" 2>&1 &
for silo in silo1 silo2 silo3; do until_true 120 "$silo ready" ready "$silo"; done
until_true 20 "the proxy ready" ip netns exec proxy wget -q -O /dev/null http://127.0.0.1:8404/
api=http://172.30.0.10:8080
silos() { curl -sf "$api/api/v1/operations" -H "X-Api-Key: $(cat "$work/secrets/first-key")" | jq -e ".silos | length == $1"; }
until_true 60 "three silos in one cluster" silos 3
say "three silos in one cluster, the proxy before them"
for closed in /metrics /health/live; do
    [ "$(curl -s -o /dev/null -w '%{http_code}' "$api$closed")" = 404 ] || { say "FAILED: $closed is open"; exit 1; }
done
status=0

# under "WHAT" MAY-FAIL COMMAND: what it does to requests.
under() {
    local what=$1 failures=$2
    shift 2
    node deploy/checks/load.mjs "$api" "$work/secrets/first-key" "$failures" > "$work/load" &
    local load=$!
    sleep 5
    "$@"
    sleep 5
    kill -TERM "$load"
    if wait "$load"; then say "$what: $(cat "$work/load")"; else status=1 && say "FAILED $what: $(cat "$work/load")"; fi
}

restart() {
    for silo in "$@"; do
        kill -TERM "${process[$silo]}"
        gone "$silo"
        [ "$ended" -eq 0 ] || { status=1 && say "FAILED: $silo ended with $ended"; }
        start "$silo"
        until_true 120 "$silo ready again" ready "$silo"
        # Two answers, a second apart, and its new address.
        sleep 8
    done
}

slay() {
    kill -KILL "${process[silo3]}"
    gone silo3
    sleep 20
    start silo3
    until_true 120 "silo3 ready again" ready silo3
    sleep 5
}

under "nothing happens" 0 true
under "one silo is stopped and started at another address" 0 restart silo2
under "all are, one after the other" 0 restart silo1 silo2 silo3
# What was under way at it breaks off: at most one request of each of the nine.
under "one is killed, and started after 20 s" 9 slay
until_true 90 "three silos in one cluster" silos 3
cp "$work"/*.log "${PROVE_LOGS:-$work}" 2>/dev/null || true
if [ $status -eq 0 ]; then say "as it should be"; fi
exit $status
