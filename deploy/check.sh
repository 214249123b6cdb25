#!/usr/bin/env bash
# Checks what is deployed with every linter and schema that this machine has or, with --install and as root, gets from Debian; npm's are installed under artifacts/deploy.
# A finding ends it with 1. What could not be checked is said, and fails nothing.
# Functions are called by their names, and Grafana's variables are no variables of the shell:
# shellcheck disable=SC2016,SC2317
set -uo pipefail
cd "$(dirname "$0")/.." || exit
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0 skipped=0

if [ "${1:-}" = --install ] && [ "$(id -u)" -eq 0 ]; then
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends docker-compose haproxy jq nodejs npm prometheus shellcheck yamllint; } >"$work/apt" 2>&1 \
        || echo "== Debian's tools can't be installed here: what is missing is skipped."
fi

# check NAME TOOL COMMAND...: one line, and what the command said if it failed.
check() {
    local name=$1 tool=$2
    shift 2
    if ! command -v "$tool" >/dev/null; then
        echo "skipped  $name: $tool is not here"
        skipped=$((skipped + 1))
    elif "$@" >"$work/said" 2>&1; then
        echo "ok       $name"
    else
        echo "FAILED   $name"
        sed 's/^/         /' "$work/said"
        status=1
    fi
}

check "scripts" shellcheck shellcheck deploy/*.sh
check "YAML" yamllint yamllint --strict --config-file deploy/checks/yamllint.yaml docker-compose.yml deploy

# Addresses of containers are unknown here, which is a warning.
for file in deploy/compose/*.cfg; do
    check "HAProxy: ${file##*/}" haproxy haproxy -c -q -f "$file"
done

compose() {
    deploy/make-secrets.sh --certificates "$work/secrets" >/dev/null || return
    # The version that Debian has knows no name of a project.
    mkdir -p "$work/compose/deploy/compose"
    cp -r "$work/secrets" "$work/compose/deploy/secrets"
    for file in docker-compose.yml deploy/compose/tls.yml; do sed '/^name:/d' "$file" > "$work/compose/$file"; done
    local project=(docker-compose --project-name icomm-actors --project-directory "$work/compose" -f "$work/compose/docker-compose.yml")
    "${project[@]}" config --quiet && "${project[@]}" --profile simulator config --quiet && "${project[@]}" -f "$work/compose/deploy/compose/tls.yml" config --quiet
}
check "compose: anchors, files over each other" docker-compose compose

# The overlays want secrets, which the repository does not have.
kustomize() {
    cp -r deploy/kubernetes "$work/kubernetes" && deploy/make-secrets.sh "$work/kubernetes/example/secrets" >/dev/null || return
    for overlay in example example-api example-import; do kubectl kustomize "$work/kubernetes/$overlay" > "$work/$overlay.yaml" || return; done
}
if kubectl kustomize --help >/dev/null 2>&1; then
    check "Kubernetes: overlays" kubectl kustomize
else
    echo "skipped  Kubernetes: kubectl with kustomize is not here"
    skipped=$((skipped + 1))
fi

packages() {
    node --eval 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' || return
    mkdir -p artifacts/deploy && cp deploy/checks/* artifacts/deploy/ || return
    [ -e artifacts/deploy/node_modules/.installed ] && cmp -s artifacts/deploy/node_modules/.installed deploy/checks/package-lock.json && return
    (cd artifacts/deploy && npm ci --prefer-offline --no-audit --no-fund && cp package-lock.json node_modules/.installed)
}
if command -v npm >/dev/null && packages >"$work/npm" 2>&1; then
    bin=artifacts/deploy/node_modules/.bin
    check "compose: schema and rules" node "$bin/dclint" --config deploy/checks/dclintrc.json --max-warnings 0 docker-compose.yml deploy/compose/tls.yml
    check "Dockerfile" node "$bin/dockerfile-utils" lint deploy/Dockerfile
    if [ -s "$work/example-import.yaml" ]; then
        check "Kubernetes: schemas, no field that no kind has, no pod without a network" node node artifacts/deploy/kubernetes.mjs "$work"/example{,-api,-import}.yaml
    fi
else
    echo "skipped  compose, Dockerfile and Kubernetes by schema: Node 20.19 or later with npm is not here, or npm has no source of packages"
    skipped=$((skipped + 1))
fi

if [ -e deploy/prometheus ]; then
    check "Prometheus: configuration and alerts" promtool promtool check config deploy/prometheus/prometheus.yml
    check "Prometheus: tests of the alerts" promtool promtool test rules deploy/prometheus/alerts.test.yml
fi

# Grafana's variables stand for values that PromQL can read.
queries() {
    jq -r '[.. | .expr? // empty] | unique | {groups: [{name: "dashboard", rules: [to_entries[] | {record: "panel:query:\(.key)", expr: .value}]}]} | tojson' deploy/grafana/icomm-actors.json \
        | sed 's/\$__rate_interval/5m/g; s/\$__range/1h/g; s/\$[a-z_]*/x/g' > "$work/dashboard.json" && promtool check rules "$work/dashboard.json"
}
[ -e deploy/grafana ] && command -v jq >/dev/null && check "Grafana: queries" promtool queries

echo "$([ $status -eq 0 ] && echo "Nothing found" || echo "There are findings"), $skipped skipped."
exit $status
