"""The settings of each mode, loaded in a process of their own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "k" * 60,
    "BASE_URL": "https://federfuehrung.stadt.example",
    "DATABASE_URL": "postgres://app@db.example/federfuehrung",
    "DEFAULT_FROM_EMAIL": "federfuehrung@stadt.example",
    "EMAIL_URL": "smtp://mail.stadt.example:25",
    "SEAL_KEY_FILE": "/etc/federfuehrung/seal/key.pem",
}


def load(environment, expression="''"):
    """Load the settings in a fresh process and evaluate an expression over them."""
    return subprocess.run(
        [sys.executable, "-c", f"import config.settings as s; print([{expression}])"],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_all_it_needs_loads():
    result = load(PRODUCTION, "s.DEBUG, s.DEMO, s.SECURE_SSL_REDIRECT, s.ALLOWED_HOSTS")
    assert result.stdout == "[False, False, True, ['federfuehrung.stadt.example']]\n"


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "BASE_URL", "DEFAULT_FROM_EMAIL", "EMAIL_URL", "SEAL_KEY_FILE"]
)
def test_production_without_a_needed_value_does_not_start(name):
    result = load({key: value for key, value in PRODUCTION.items() if key != name})
    assert result.returncode == 1
    assert f"{name} is missing" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("BASE_URL", "http://federfuehrung.stadt.example", "must be like https://"),
        ("ALLOWED_HOSTS", "*", "would answer to any name"),
        ("DATABASE_URL", "sqlite:///data.db", "PostgreSQL only"),
        ("DATABASE_URL", "postgres://app@db.example", "names no database"),
        ("LAND", "XX", "LAND=XX is none of"),
        ("WORKERS", "many", "WORKERS=many is not a whole number from 1 to 32"),
        ("WORKERS", "33", "WORKERS=33 is not a whole number from 1 to 32"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL=LOUD is none of"),
        ("PUBLIC_LICENSE", "frei", "PUBLIC_LICENSE=frei does not look like http"),
        ("PUBLIC_MUNICIPALITY_KEY", "5112", "PUBLIC_MUNICIPALITY_KEY=5112 does not look like"),
        ("TESTING", "1", None),
    ],
)
def test_nonsense_does_not_start(name, value, message):
    result = load({**PRODUCTION, name: value, **({"DEMO": "1"} if message is None else {})})
    assert result.returncode == 1
    assert (message or "DEMO and TESTING exclude each other") in result.stderr


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("postgres://app@db.example:5433/city", ["db.example", None]),
        ("postgres://app@%2Frun%2Fpostgresql/city", ["/run/postgresql", None]),
        ("postgres://app@/city?host=/run/postgresql", ["", "/run/postgresql"]),
    ],
)
def test_database_url_names_a_host_or_a_socket(url, host):
    found = "(lambda d: [d['HOST'], d['OPTIONS'].get('host')])(s.DATABASES['default'])"
    result = load({**PRODUCTION, "DATABASE_URL": url}, found)
    assert result.stdout == f"[{host}]\n"


def test_demo_needs_nothing_and_answers_on_loopback_only():
    result = load({"DEMO": "1"}, "s.DEMO, s.DEBUG, sorted(s.ALLOWED_HOSTS)")
    assert result.stdout == "[True, False, ['127.0.0.1', '[::1]', 'localhost']]\n"
