#!/bin/sh
# Sees to the programs that only the tests need, Chromium and PostgreSQL: installs what Debian can give where we may,
# else says in one line what is missing. Nothing is skipped for want of them.
set -eu

say() { echo "grove: $*" >&2; }

has_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

has_postgresql() {
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

missing=""
has_chromium || missing="chromium"
has_postgresql || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing for the tests:" $missing
    log=$(mktemp)
    # shellcheck disable=SC2086 - several packages
    if apt-get update -qq >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >>"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
fi
say "the tests need:" $missing "(Debian: apt-get install $missing)"
exit 1
