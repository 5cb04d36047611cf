#!/bin/sh
# ensure.sh PROGRAM PACKAGE: makes sure that a program of the operating system is there.
# Root gets Debian's package; anybody else is told what to do and gets the exit code 1.
set -u
if command -v "$1" >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $2 with apt."
    apt-get update -q >/dev/null && apt-get install -q -y --no-install-recommends "$2" >/dev/null
    if command -v "$1" >/dev/null; then
        exit 0
    fi
fi
echo "$1 is missing. On Debian or Ubuntu run: sudo apt-get install $2" >&2
exit 1
