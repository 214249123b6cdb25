#!/usr/bin/env bash
# shellcheck disable=SC2016 # quoted for the shell inside
# Executes deploy/Dockerfile where no engine for containers is: as root on Linux, with this machine's .NET SDK of the same version.
#
#   deploy/prove-dockerfile.sh [--build-arg NAME=VALUE]... [--target silo|simulator]
#
# Every stage is a layer over this machine's file system, in which its instructions run as they are written: COPY from what git has committed and .dockerignore lets through, RUN with the stage's
# variables. The target is then started as its user, without capabilities, on a file system that is read-only but for /tmp and its volumes, until its own HEALTHCHECK says yes (a stage without
# one: until its port answers); it must not be able to write beside its program, and must end with 0 on SIGTERM.
#
# Not proven: what the base images hold in place of this machine's files, and apk, which it says. Restored packages come from this machine's cache.
set -euo pipefail
cd "$(dirname "$0")/.."

target=silo arguments=()
while [ $# -gt 0 ]; do
    case $1 in
        --build-arg) arguments+=("$2") ;;
        --target) target=$2 ;;
        *) echo "unknown: $1" >&2; exit 2 ;;
    esac
    shift 2
done

# Mounts are this process' own, and go with it.
if [ -z "${PROVE_WORK:-}" ]; then
    PROVE_WORK=$(mktemp -d)
    export PROVE_WORK
    trap 'rm -rf "$PROVE_WORK"' EXIT
    again=(--target "$target")
    for argument in ${arguments[@]+"${arguments[@]}"}; do again+=(--build-arg "$argument"); done
    unshare --mount --pid --fork --kill-child "$0" "${again[@]}"
    exit
fi
work=$PROVE_WORK
unset PROVE_WORK

# The context, as .dockerignore has it: nothing but its exceptions.
mkdir -p "$work/context"
mapfile -t kept < <(sed -n 's/^!//p' .dockerignore | sed 's|/\*\*$||')
git archive HEAD -- "${kept[@]/#/:(glob)}" | tar -x -C "$work/context"

say() { printf '\n%s\n' "-- $*"; }

# inside COMMAND...: in the stage's file system and working folder, with its variables.
inside() { "${enter[@]}" "$@"; }

# begin NAME [BASE]: a layer of its own, over this machine or over what the base stage made of it.
begin() {
    stage=$work/stages/$1 root=$work/stages/$1/root
    mkdir -p "$stage"/{upper,work,root}
    if [ -d "$work/stages/${2:-}/upper" ] && [ -n "${2:-}" ]; then
        cp -a "$work/stages/$2/upper/." "$stage/upper/"
        cp "$work/stages/$2"/{env,folder} "$stage/"
    else
        # What the base images of .NET set.
        echo 'export APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true' > "$stage/env"
        echo / > "$stage/folder"
    fi
    mount -t overlay overlay -o "lowerdir=/,upperdir=$stage/upper,workdir=$stage/work" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mkdir -p "$root/.stage"
    mount --bind "$stage" "$root/.stage"
    enter=(chroot "$root" bash -c '. /.stage/env; cd "$(cat /.stage/folder)"; exec "$@"' inside)
    user=0 volumes=() check=() entry=() command=()
}

copy() {
    local from=$work/context to
    if [[ $1 == --from=* ]]; then
        from=$work/stages/${1#--from=}/root
        shift
    fi
    to=${!#}
    [[ $to == /* ]] || to=$(cat "$stage/folder")/$to
    mkdir -p "$root$to"
    for source in "${@:1:$#-1}"; do
        for found in "$from"/${source#/}; do
            if [ -d "$found" ]; then cp -a "$found/." "$root$to/"; else cp -a "$found" "$root$to/"; fi
        done
    done
}

json() { jq -r '.[]' <<< "$1"; }

# A line for each instruction: comments go, continued lines become one.
sed -e '/^[[:space:]]*#/d' -e '/^[[:space:]]*$/d' deploy/Dockerfile | sed -e ':join' -e '/\\$/{N;s/[[:space:]]*\\\n[[:space:]]*/ /;bjoin}' -e 's/^FROM --platform=\$BUILDPLATFORM /FROM /' > "$work/lines"

# The target's stages: itself, what it is made from, what it copies from; and the same of those.
needed=" $target "
while read -r name uses; do
    [[ $needed != *" $name "* ]] || needed+="$uses "
done < <(awk '/^FROM/ { if (name) print name, uses; name = $4; uses = $2 } /^COPY --from=/ { uses = uses " " substr($2, 8) } END { print name, uses }' "$work/lines" | tac)

is_needed=false
while read -r instruction rest; do
    if [ "$instruction" = FROM ]; then
        read -r base _ name <<< "$rest"
        if [[ $needed == *" $name "* ]]; then is_needed=true; else is_needed=false; fi
    fi
    $is_needed || continue
    say "$instruction $rest"
    case $instruction in
        FROM) begin "$name" "$base" ;;
        ARG)
            for argument in "$rest" ${arguments[@]+"${arguments[@]}"}; do
                [ "${argument%%=*}" != "${rest%%=*}" ] || echo "export $argument" >> "$stage/env"
            done
            ;;
        ENV) echo "export $rest" >> "$stage/env" ;;
        WORKDIR) echo "$rest" > "$stage/folder" && mkdir -p "$root$rest" ;;
        COPY) read -ra words <<< "$rest" && copy "${words[@]}" ;;
        RUN)
            if [[ $rest == apk\ * ]] && ! command -v apk >/dev/null; then
                echo "NOT PROVEN: apk is not here"
            else
                inside sh -c "$rest" </dev/null
            fi
            ;;
        USER) user=$(inside sh -c "echo $rest") ;;
        VOLUME) volumes+=("$rest") ;;
        EXPOSE) port=${rest%% *} ;;
        HEALTHCHECK) mapfile -t check < <(json "${rest#*CMD }") ;;
        ENTRYPOINT) mapfile -t entry < <(json "$rest") ;;
        CMD) mapfile -t command < <(json "$rest") ;;
        *) echo "This script does not know $instruction." >&2; exit 2 ;;
    esac
done < "$work/lines"
[ -d "$work/stages/$target" ] || { echo "There is no stage $target." >&2; exit 2; }

say "starting $target as $user"
program=$(cat "$stage/folder")
for volume in ${volumes[@]+"${volumes[@]}"}; do
    mkdir "$work/volume"
    chown --reference "$root$volume" "$work/volume"
    mount --bind "$work/volume" "$root$volume"
done
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -o remount,ro "$root"
bare=(setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --bounding-set=-all)
if inside "${bare[@]}" touch "$program/written" 2>/dev/null; then
    echo "FAILED: $program can be written" >&2
    exit 1
fi
"${enter[@]}" "${bare[@]}" "${entry[@]}" ${command[@]+"${command[@]}"} &
process=$!
[ ${#check[@]} -gt 0 ] || check=(bash -c "exec 3<>/dev/tcp/127.0.0.1/$port")
for second in {1..60}; do
    kill -0 "$process" 2>/dev/null || { echo "FAILED: it has ended" >&2; exit 1; }
    if inside "${bare[@]}" "${check[@]}" 2>/dev/null; then break; fi
    [ "$second" -lt 60 ] || { echo "FAILED: it is not healthy after a minute" >&2; exit 1; }
    sleep 1
done
say "healthy: ${check[*]}"
kill -TERM "$process"
ended=0
wait "$process" || ended=$?
[ "$ended" -eq 0 ] || { echo "FAILED: it ended with $ended" >&2; exit 1; }
say "$target was built, started, healthy, and ended with 0"
