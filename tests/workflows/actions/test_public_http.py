"""Calls outside never reach a machine inside, however its address is written."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from workflows.actions.telling import public_http
from workflows.actions.telling.public_http import CallError, checked, is_public, post, resolved


@pytest.mark.parametrize(
    "url",
    [
        "http://stadt.example/", "ftp://stadt.example/", "file:///etc/passwd", "gopher://a/",
        "https://", "https:///x", "//stadt.example/", "stadt.example", "",
        "https://user:secret@stadt.example/", "https://user@stadt.example/",
        "https://stadt.example:0/", "https://stadt.example:99999/", "https://stadt.example:x/",
        "https://stadt.example/a b", "https://stadt.example/\r\nHost: x", "https://[::1/",
        "https://stadt.example\\@intern/", "https://stadt.example/ä", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_only_plain_https_addresses_are_called(url):
    with pytest.raises(CallError):
        checked(url)


@pytest.mark.parametrize("port", [22, 25, 80, 5432, 8443])
def test_only_the_ports_of_web_services_are_called(port):
    with pytest.raises(CallError):
        checked(f"https://stadt.example:{port}/")


def test_whole_address_is_taken(settings):
    settings.WEBHOOK_PORTS = frozenset({443, 8443})
    assert checked("https://stadt.example:443/").port == 443
    parts = checked("https://stadt.example:8443/hook?x=1")
    assert (parts.hostname, parts.port, parts.path, parts.query) == (
        "stadt.example", 8443, "/hook", "x=1"
    )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe", "fec0::1", "no address", "",
        "192.0.0.8", "192.88.99.1", "192.88.99.2", "3fff::1", "3fff:fff::1", "5f00::1",
        "2002:c058:6301::1", "::ffff:192.88.99.1", "100::1", "100:0:0:1::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8", "2002:808:808::1"],
)
def test_addresses_of_the_internet_are_allowed(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
        "017700000001", "127.1", "0", "0.0.0.0", "::1", "::ffff:127.0.0.1",
        "::ffff:7f00:1", "169.254.169.254", "2852039166", "0xa9fea9fe", "[::1]",
    ],
)  # fmt: skip
def test_loopback_is_refused_in_every_notation(host):
    with pytest.raises(CallError):
        resolved(host, 443)


def answers(*addresses):
    return lambda *_args, **_kwargs: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses
    ]


def test_one_address_inside_among_others_is_enough_to_refuse(monkeypatch):
    monkeypatch.setattr(public_http.socket, "getaddrinfo", answers("8.8.8.8", "10.0.0.1"))
    with pytest.raises(CallError):
        resolved("both.example", 443)


def test_connection_goes_to_the_address_that_was_checked_and_to_no_other(monkeypatch):
    asked, connected = [], []

    def getaddrinfo(host, *_args, **_kwargs):
        asked.append(host)
        # A name that shows its other face when asked again.
        return answers("8.8.8.8" if len(asked) == 1 else "127.0.0.1")()

    def create_connection(address, *_args):
        connected.append(address)
        raise OSError("far enough")

    monkeypatch.setattr(public_http.socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(public_http.socket, "create_connection", create_connection)
    with pytest.raises(CallError):
        post("https://two-faced.example/hook", b"{}", {})
    assert (asked, connected) == (["two-faced.example"], [("8.8.8.8", 443)])


class Receiver(BaseHTTPRequestHandler):
    status, location, delay = 200, "", 0.0
    heard: list = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).heard.append((self.path, dict(self.headers), body))
        time.sleep(self.delay)
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Says nothing."""


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_STAY_INSIDE = True
    kind = type("Mine", (Receiver,), {"heard": []})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    kind.url = f"http://127.0.0.1:{server.server_port}/hook?a=b"
    kind.port = server.server_port
    yield kind
    server.shutdown()
    thread.join()
    server.server_close()


def test_body_and_headers_arrive(receiver):
    post(receiver.url, b'{"a":1}', {"webhook-id": "x"})
    ((path, headers, body),) = receiver.heard
    assert (path, body, headers["webhook-id"]) == ("/hook?a=b", b'{"a":1}', "x")
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 400, 404, 410, 500, 503])
def test_redirects_are_not_followed_and_errors_are_errors(receiver, status):
    receiver.status, receiver.location = status, receiver.url
    with pytest.raises(CallError, match=f"HTTP {status}"):
        post(receiver.url, b"{}", {})
    assert len(receiver.heard) == 1


def test_who_answers_too_late_is_not_waited_for(receiver, monkeypatch):
    monkeypatch.setattr(public_http, "TIMEOUT", 0.1)
    receiver.delay = 0.6
    with pytest.raises(CallError, match="TimeoutError"):
        post(receiver.url, b"{}", {})


def test_who_answers_drop_by_drop_is_cut_off(settings, monkeypatch):
    settings.WEBHOOKS_STAY_INSIDE = True
    monkeypatch.setattr(public_http, "TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_drip, args=[server])
        thread.start()
        with pytest.raises(CallError):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {})
        thread.join()


def _drip(server):
    connection, _address = server.accept()
    with connection:
        try:
            for sign in "HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 100:
                connection.sendall(sign.encode())
                time.sleep(0.1)
        except OSError:
            return
