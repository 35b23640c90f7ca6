#!/bin/sh
# Make .venv, or bring it up to date, from a lock: tools/venv.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."
lock=$1

# The distribution's own first: it is compiled with a profile and without a shared library, which is an eighth quicker in
# the kiosk than one that was built on the machine without either.
chosen() {
    for python in "${PYTHON:-}" /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        if [ -n "$python" ] && "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
}

say() { printf '%s\n' "$*" >&2; }

if ! .venv/bin/python -c 'import sys' 2>/dev/null; then
    python=$(chosen)
    if [ -z "$python" ]; then
        say "Terbit needs Python 3.11 or newer that can make environments. On Debian 12: apt-get install python3 python3-venv. Or name one: make PYTHON=/path/to/python3"
        exit 1
    fi
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv
fi

say "Installing $lock …"
build=$(mktemp)
trap 'rm -f "$build"' EXIT
# django-allauth comes as source; what builds it comes first, out of the same lock.
awk '/^[a-z]/ { builds = /^setuptools==/ } builds' "$lock" >"$build"
install() { .venv/bin/python -m pip install -qq --no-deps --no-build-isolation "$@"; }
install --require-hashes -r "$build"
install --require-hashes -r "$lock"
install -e .
.venv/bin/python -m compileall -q src || true
