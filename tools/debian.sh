#!/bin/sh
# See that Debian packages are there: install what is missing where root runs this, else name it.
set -eu
have() {
    case $1 in
    postgresql-*) [ -x "/usr/lib/postgresql/${1#postgresql-}/bin/postgres" ] ;;
    nginx) command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] ;; # where users do not look
    varnish) command -v varnishd >/dev/null || [ -x /usr/sbin/varnishd ] ;;
    lib*) # elsewhere than on Debian nobody can say under which name it would be installed
        ! command -v dpkg-query >/dev/null || dpkg-query --show --showformat='${Status}' "$1" 2>/dev/null | grep -q ' installed$'
        ;;
    *) command -v "$1" >/dev/null ;;
    esac
}
missing=
for package in "$@"; do
    have "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing here:$missing. On Debian: sudo apt-get install$missing" >&2
    exit 1
fi
echo "Installing$missing …" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086  # the names are words
if ! { apt-get update && apt-get install --yes --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
