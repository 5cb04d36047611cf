"""Tells systemd how it goes: the part of sd_notify(3) that is needed, without a library."""

import contextlib
import os
import socket


def notify(state: str) -> None:
    """Send `READY=1`, `WATCHDOG=1` or `STOPPING=1` to systemd.

    Does nothing where it does not listen, and a message that is lost is no reason to end.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # a name without a file
        address = "\0" + address[1:]
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel,
        contextlib.suppress(OSError),
    ):
        channel.settimeout(1)
        channel.sendto(state.encode(), address)
