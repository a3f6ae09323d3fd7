#!/bin/sh
# Fetches the browser's files (htmx, fonts, icons) from npm by the lock file, and prepares them in static/vendor/.
set -eu
cd "$(dirname "$0")/../.."

say() { echo "grove: $*" >&2; }

contents="$(cat package.json package-lock.json | cksum)"
if [ "$(cat node_modules/.holds 2>/dev/null || true)" != "$contents" ]; then
    for program in node npm; do
        if ! command -v "$program" >/dev/null 2>&1; then
            say "$program is missing: install Node.js with npm (Debian: apt-get install nodejs npm)"
            exit 1
        fi
    done
    say "fetching the browser's files"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    echo "$contents" >node_modules/.holds
fi
.venv/bin/python -m portal.web.assets
