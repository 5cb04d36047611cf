"""Reads the environment: the mode first, and values that must make sense."""

import enum
import re
from collections.abc import Collection
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()


class Mode(enum.Enum):
    """How the program runs. Only production trusts nothing that is not configured."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


def _mode() -> Mode:
    demo, test = env.bool("DEMO", default=False), env.bool("TESTING", default=False)
    if demo and test:
        raise ImproperlyConfigured("DEMO and TESTING exclude each other: unset one of them.")
    if demo:
        return Mode.DEMO
    return Mode.TEST if test else Mode.PRODUCTION


MODE = _mode()


def required(name: str, *, outside_production: str) -> str:
    """The value of `name`; production must give one, demo and tests have their own."""
    value: str = env.str(name, default="")
    if value:
        return value
    if MODE is Mode.PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is missing. Set it, or set DEMO=1 to run the demo on this machine."
        )
    return outside_production


def one_of(name: str, *, allowed: Collection[str], default: str) -> str:
    """The value of `name`, which must be among `allowed`."""
    value: str = env.str(name, default=default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value} is none of: {', '.join(sorted(allowed))}.")
    return value


def whole_number(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """The value of `name` as a whole number within its bounds, both included."""
    text: str = env.str(name, default=str(default))
    if not text.isdecimal() or not minimum <= int(text) <= maximum:
        raise ImproperlyConfigured(
            f"{name}={text} is not a whole number from {minimum} to {maximum}."
        )
    return int(text)


def shaped(name: str, *, shape: str, default: str = "") -> str:
    """The value of `name`, which must be empty or wholly of a shape."""
    value: str = env.str(name, default=default)
    if value and not re.fullmatch(shape, value):
        raise ImproperlyConfigured(f"{name}={value} does not look like {shape}.")
    return value


def folder(name: str, *, default: str) -> Path:
    """The folder `name`; a relative one lies in the checkout."""
    return BASE_DIR / Path(env.str(name, default=default)).expanduser()
