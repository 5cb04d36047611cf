"""What may be chosen for the demo."""

import socket

import pytest

from config.demo import options
from config.demo.errors import DemoError


def test_defaults_are_the_embedded_server_and_port_8000():
    found = options.read({})
    assert found == options.Options(
        port=8000,
        reset=False,
        postgres=options.CHECKOUT / "var" / "pg" / "demo",
        folder=options.CHECKOUT / "var" / "demo",
    )
    assert found.address == "http://127.0.0.1:8000/"


def test_empty_values_from_make_count_as_none():
    assert options.read({"PORT": "", "RESET": "", "DATABASE_URL": ""}) == options.read({})


def test_a_given_database_replaces_the_embedded_server():
    assert options.read({"DATABASE_URL": "postgres://x/y"}).postgres is None


@pytest.mark.parametrize("port", ["80", "65536", "8000a", "-1"])
def test_port_that_cannot_be_is_refused(port):
    with pytest.raises(DemoError, match=f"PORT={port} is no port from 1024 to 65535"):
        options.read({"PORT": port})


def test_reset_is_yes_or_no():
    assert options.read({"RESET": "1"}).reset is True
    with pytest.raises(DemoError, match="RESET=maybe is neither 1 nor 0"):
        options.read({"RESET": "maybe"})


def test_busy_port_is_named_with_a_way_out():
    with socket.socket() as other:
        other.bind((options.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        message = f"Port {port} is taken by another program. .*: make demo PORT={port + 1}"
        with pytest.raises(DemoError, match=message):
            options.require_free(port)
    options.require_free(port)
