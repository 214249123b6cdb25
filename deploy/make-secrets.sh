#!/usr/bin/env bash
# Makes the secrets of an installation, each in a file of its own, and leaves alone what is there already.
#
#   deploy/make-secrets.sh [--certificates] [FOLDER]
#
#   postgres-password   of PostgreSQL's user
#   first-key           the first API key, with all scopes
# and with --certificates, for TLS between silos: an authority, and one certificate that every silo shows. Run again within their ten years, with the silo-*.pem moved away, it makes new ones.
#
# FOLDER is deploy/secrets unless given. It is closed to everybody else; the files in it are not, because a container mounts them one by one and reads them as a user of its own.
set -euo pipefail

certificates=false
if [ "${1:-}" = --certificates ]; then
    certificates=true
    shift
fi
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d =; }

# Written aside and renamed: what is there is whole.
keep() {
    cat > "$1.new"
    chmod 644 "$1.new"
    mv "$1.new" "$1"
    echo "made $folder/$1"
}

if [ ! -e postgres-password ]; then
    openssl rand 24 | base64url | keep postgres-password
fi

# A checksum ends it, by which scanners for leaked secrets know it.
if [ ! -e first-key ]; then
    text="icak_$(openssl rand 32 | base64url)"
    printf '%s%s\n' "$text" "$(printf %s "$text" | openssl dgst -sha256 -binary | head -c 4 | base64url)" | keep first-key
fi

if $certificates && [ ! -e silo-certificate.pem ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=icomm-actors silos" \
        -addext basicConstraints=critical,CA:true,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign \
        -keyout "$work/authority.key" -out "$work/authority.pem" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=icomm-silo" \
        -keyout "$work/silo.key" -out "$work/silo.csr" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    # A silo is asked for as icomm-silo, whatever its address is: addresses come and go with silos. Each is the server to some and the client to others.
    printf '%s\n' basicConstraints=critical,CA:false keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth,clientAuth subjectAltName=DNS:icomm-silo > "$work/extensions"
    openssl x509 -req -days 3650 -in "$work/silo.csr" -CA "$work/authority.pem" -CAkey "$work/authority.key" -CAcreateserial \
        -extfile "$work/extensions" -out "$work/silo.pem" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    keep silo-authority.pem < "$work/authority.pem"
    keep silo-key.pem < "$work/silo.key"
    keep silo-certificate.pem < "$work/silo.pem"
fi
