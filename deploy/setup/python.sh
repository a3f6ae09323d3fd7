#!/bin/sh
# Makes .venv hold exactly what the lock says: `python.sh run` what running needs, `python.sh dev` the tests' things too.
#
# A line in .venv/.holds says what is in it. It is taken away first and written last, so a run that was interrupted is
# done again from the start; while it matches, there is nothing to do. uv installs in 3 s what takes pip 15 s, and takes
# out what has left the lock; pip, which every Python brings, fetches uv by its hash, and stands in where uv cannot.
set -eu
cd "$(dirname "$0")/../.."

wanted=${1:-run}
say() { echo "grove: $*" >&2; }

python_at_hand() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
}

contents() { # level: what .venv should hold, in one line
    echo "$1 $(cat requirements/uv.txt "requirements/$1.txt" pyproject.toml deploy/setup/python.sh | cksum) $(pwd -P)"
}

held=$(cat .venv/.holds 2>/dev/null || true)
if .venv/bin/python -c '' 2>/dev/null; then
    # The tests' packages include those for running, so having them is enough.
    if [ "$held" = "$(contents dev)" ] || [ "$held" = "$(contents "$wanted")" ]; then exit 0; fi
    case $held in "dev "*) wanted=dev ;; esac
fi

python=$(python_at_hand)
if [ -z "$python" ]; then
    say "Python 3.11 or newer is missing: install it (Debian: apt-get install python3 python3-venv), or set PYTHON to where it is"
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    say "Python's venv module is missing: install it (Debian: apt-get install python3-venv)"
    exit 1
fi

case $held in
*" $(pwd -P)") rm -f .venv/.holds ;;
*)
    say "making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
    ;;
esac
say "installing the locked packages ($wanted)"
# Compiled once here, or each start would read every package anew where Python may not write. The machine's own
# certificates count, as they do for everything else that a company's proxy lets through.
export UV_COMPILE_BYTECODE=1 UV_LINK_MODE="${UV_LINK_MODE:-copy}" UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}" VIRTUAL_ENV="$PWD/.venv"
lock=requirements/$wanted.txt
pip() { .venv/bin/python -m pip --disable-pip-version-check install --quiet "$@"; }
with_uv() {
    pip --require-hashes --only-binary :all: -r requirements/uv.txt &&
        .venv/bin/uv pip sync --quiet --require-hashes "$lock" &&
        .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
}
with_pip() {
    say "uv could not; trying pip, which also knows pip.conf's mirrors and certificates"
    pip --require-hashes -r "$lock" && pip --no-deps --no-build-isolation --editable .
}
with_uv || with_pip || {
    say "the packages could not be installed: see above"
    exit 1
}
contents "$wanted" >.venv/.holds
