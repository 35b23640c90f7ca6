#!/bin/sh
# Write requirements.txt and requirements-dev.txt: exact versions with hashes, for Python 3.11 to 3.13, naming no registry.
# Needs `uv` on the PATH. Arguments are passed on to it, such as --upgrade.
set -eu
cd "$(dirname "$0")/.."
for name in requirements requirements-dev; do
    [ ! -f "$name.txt" ] || cp "$name.txt" "$name.txt.new" # what is locked stays, unless --upgrade is given
    uv pip compile "$name.in" --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-header --no-annotate --output-file "$name.txt.new" "$@"
    { echo "# Made by tools/lock.sh from $name.in. Do not edit."; cat "$name.txt.new"; } >"$name.txt"
    rm "$name.txt.new"
done
