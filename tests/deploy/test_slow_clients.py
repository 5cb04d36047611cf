"""Connections that send by halves hold no thread for long; and the sample proxy keeps them away."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

TINY = "tests.deploy.test_slow_clients:tiny"


def tiny(_environ, start_response):
    """An application that answers at once."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"here"]


@pytest.fixture
def address(tmp_path) -> Iterator[tuple[str, int]]:
    """One web process with two threads, as it is deployed, that is patient for a second."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", "python:config.web", "--workers", "1"),
        *("--threads", "2", "--bind", f"127.0.0.1:{address[1]}", "--no-control-socket"),
        *("--worker-tmp-dir", str(tmp_path), "--log-level", "critical", TINY),
    ]
    environment = {**os.environ, "SLOW_CLIENT_SECONDS": "1", "DJANGO_SETTINGS_MODULE": "x"}
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: tuple[str, int]) -> None:
    for _n in range(600):
        try:
            assert b"here" in _ask(address)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web server did not start")


def _ask(address: tuple[str, int]) -> bytes:
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b""
        while part := connection.recv(4096):
            answer += part
        return answer


def test_half_requests_hold_no_thread(address: tuple[str, int]) -> None:
    halves = [
        b"GET / HTTP/1.1\r\nHost: x",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nabc",
    ]
    slow = [socket.create_connection(address, timeout=60) for _n in range(8)]
    for number, connection in enumerate(slow):
        connection.sendall(halves[number % 2])
    assert _ask(address).endswith(b"here")
    # Every one of them is over: answered or closed, and none holds on.
    for connection in slow:
        while connection.recv(4096):
            pass
        connection.close()
    assert _ask(address).endswith(b"here")


def test_sample_proxy_takes_whole_requests_and_says_who_asked() -> None:
    text = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    said = dict(re.findall(r"^\s+(\w+) ([^;{]+);$", text, flags=re.MULTILINE))
    assert (said["proxy_request_buffering"], said["proxy_buffering"]) == ("on", "on")
    assert (said["client_header_timeout"], said["client_body_timeout"]) == ("10s", "20s")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "proxy_set_header X-Forwarded-Proto https;" in text
    assert int(said["client_max_body_size"].rstrip("m")) * 2**20 > settings.ATTACHMENT_MAX_BYTES
    assert text.count("{") == text.count("}")
