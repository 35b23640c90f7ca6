#!/bin/sh
# Prove `make run` and `make test` in an empty Debian bookworm: nothing but python3, python3-venv and make, an empty HOME,
# an empty environment. How packages are reached is this machine's affair: its settings of apt, pip and npm, its proxy
# variables and its CA bundle are copied in when this runs, and kept nowhere. Needs root. Set KEEP=1 to keep the tree.
set -eu
cd "$(dirname "$0")/.."
say() { printf '\n== %s\n' "$*"; }
if [ "$(id -u)" != 0 ]; then
    echo "make fresh makes a root file system: run it as root (sudo make fresh)." >&2
    exit 1
fi
if [ "${1:-}" != --inside ]; then # processes and mounts of our own: all of them end with this
    exec unshare --mount --pid --fork --kill-child --mount-proc "$0" --inside
fi

tree=$(mktemp -d "${TMPDIR:-/tmp}/terbit-fresh.XXXXXX")
root=$tree/root
finish() {
    [ -n "${KEEP:-}" ] && { say "Kept: $root"; return; }
    for mounted in $(awk -v root="$root/" 'index($2, root) == 1 { print $2 }' /proc/mounts | sort -r); do
        umount -l "$mounted"
    done
    rm -rf --one-file-system "$tree"
}
trap finish EXIT
trap 'exit 130' INT TERM

say "An empty Debian bookworm"
apt-config dump | grep -E '^Acquire::' | grep -v '^Acquire::IndexTargets' >"$tree/apt.conf" || true
set --
if grep -q '^VERSION_CODENAME=bookworm' /etc/os-release; then
    for sources in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [ -s "$sources" ] && set -- "$@" "$sources"
    done
fi
mmdebstrap --quiet --variant=apt --aptopt="$tree/apt.conf" --include=python3,python3-venv,make,ca-certificates \
    --setup-hook='mkdir -p "$1/etc/apt" && cp -a /etc/apt/auth.conf* /etc/apt/trusted.gpg* "$1/etc/apt/" 2>/dev/null || true' \
    bookworm "$root" "$@"

cp "$tree/apt.conf" "$root/etc/apt/apt.conf.d/90host"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/etc/ssl/certs" "$root/usr/etc" "$root/srv/terbit"
[ ! -f /etc/ssl/certs/ca-certificates.crt ] || cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
for npm in /etc/npmrc "$HOME/.npmrc"; do
    [ ! -f "$npm" ] || cat "$npm" >>"$root/usr/etc/npmrc"
done
# pip's files, whatever their place, become the one of the system; its variables are passed on below.
pip_settings=$(python3 -m pip config list 2>/dev/null || true)
printf '%s\n' "$pip_settings" | sed -n "s/^\([a-z]*\)\.\([a-z-]*\)='\(.*\)'\$/[\1]\n\2 = \3/p" |
    awk '/^\[/ { section = $0; next } { lines[section] = lines[section] $0 "\n" } END { for (of in lines) printf "%s\n%s", of, lines[of] }' |
    sed 's/\\n/\n  /g' >"$root/etc/pip.conf"

mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mount -t tmpfs tmpfs "$root/dev/shm"
# Folders of packages that pip's settings name. An index called `simple` links to files that lie beside it.
for word in $(printf '%s %s\n' "$pip_settings" "${PIP_FIND_LINKS:-}" | tr "',\"" '   ' | tr -s ' ' '\n' | sed -n 's#^\(file://\)\{0,1\}\(/.*\)#\2#p' | sort -u); do
    [ "$(basename "$word")" != simple ] || word=$(dirname "$word")
    if [ -d "$word" ] && ! grep -q " $root$word " /proc/mounts; then
        mkdir -p "$root$word"
        mount --bind -o ro "$word" "$root$word"
    fi
done

if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard -z | tar --null --ignore-failed-read -cf - -T - 2>/dev/null
else
    tar --exclude=./.venv --exclude=./var -cf - .
fi | tar -xf - -C "$root/srv/terbit"

set -- HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true "T=${T:-}"
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY \
    $(env | sed -n 's/^\(PIP_[A-Z_]*\)=.*/\1/p'); do
    eval "value=\${$name:-}"
    [ -z "$value" ] || set -- "$@" "$name=$value"
done
rm -rf "$root/root"
mkdir -m 700 "$root/root"
env -i "$@" chroot "$root" sh -c 'cd /srv/terbit && exec python3 tools/fresh_steps.py'
