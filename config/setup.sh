#!/bin/sh
# Makes .venv with the locked packages: `setup.sh run` for the demo, `setup.sh dev` for the tests.
# Done once; a later run compares the locks' digest, changes nothing and needs no network.
set -eu
cd "$(dirname "$0")/.."
want=${1:-dev}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

choose_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed (tried: ${PYTHON:-python3, python3.11 to python3.14})." \
        "Name one with PYTHON=/path/to/python3."
}

# Debian ships Python without ensurepip. Then a pip from elsewhere installs into the environment,
# else root may have Debian's package, else we say what is missing.
make_venv() {
    rm -rf .venv
    if "$python" -c 'import ensurepip' 2>/dev/null && "$python" -m venv .venv; then
        return
    fi
    rm -rf .venv
    if find_pip && "$python" -m venv --without-pip .venv; then
        return
    fi
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv with apt."
        apt-get update -q && apt-get install -q -y --no-install-recommends python3-venv
        if "$python" -m venv .venv; then
            return
        fi
    fi
    rm -rf .venv
    fail "$python cannot make a virtual environment: neither ensurepip nor pip is there." \
        "On Debian or Ubuntu run: sudo apt-get install python3-venv" \
        "Then run make again."
}

find_pip() {
    for candidate in "$(cat .venv/made-with 2>/dev/null || echo "$python") -m pip" pip3 pip; do
        if $candidate --version >/dev/null 2>&1; then
            outer_pip=$candidate
            return
        fi
    done
    return 1
}

install() {
    options="--no-input --quiet --disable-pip-version-check --require-hashes -r $1"
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        # shellcheck disable=SC2086
        .venv/bin/python -m pip install $options
    else
        find_pip || fail "No pip found: remove .venv and run make setup again."
        # shellcheck disable=SC2086
        $outer_pip --python .venv/bin/python install $options
    fi
}

digest() {
    "$python" -c '
import hashlib, sys
digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        digest.update(file.read())
print(digest.hexdigest())' requirements.lock requirements-dev.lock
}

usable() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        [ "${PYTHON:-$(cat .venv/made-with)}" = "$(cat .venv/made-with)" ]
}

if [ ! -f .venv/made-with ] || ! usable; then
    python=$(choose_python)
    echo "Making .venv with $python."
    make_venv
    printf '%s\n' "$python" >.venv/made-with
fi
python=.venv/bin/python
stamp=$(digest)
case $want in
    run) lock=requirements.lock stamps=".venv/digest-run .venv/digest-dev" ;;
    dev) lock=requirements-dev.lock stamps=.venv/digest-dev ;;
    *) fail "usage: setup.sh run|dev" ;;
esac
for file in $stamps; do
    if [ "$(cat "$file" 2>/dev/null)" = "$stamp" ]; then
        exit 0
    fi
done
echo "Installing the packages of $lock."
install "$lock"
printf '%s\n' "$stamp" >".venv/digest-$want"
