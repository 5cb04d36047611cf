from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from coordination.council.models import CouncilImport
from coordination.council.oparl.oddities import Oddities
from coordination.council.oparl.running import run
from coordination.council.oparl.servers import Limits, Server
from coordination.council.oparl.sites import Site
from tests.coordination.oparl.servers import City, CouncilSystem, serving

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def system() -> Iterator[CouncilSystem]:
    """A council system with the small city in it."""
    with serving(CouncilSystem()) as running:
        running.pages.update(City(running.url).pages())
        yield running


def site(system: CouncilSystem, path: str = "/system", **limits: Any) -> Site:
    """What reads it: three tries without a pause."""
    known = Limits(**{"pause_seconds": 0.0, "call_seconds": 5.0, **limits})
    return Site(Server(f"{system.url}{path}", Oddities(), inside=True, limits=known))


def imported(system: CouncilSystem, path: str = "/system", **limits: Any) -> CouncilImport:
    """An import of everything that it shows, or of what has changed."""
    return run(site(system, path, **limits), clock=lambda: AT, tell=lambda *_: None)


def odd(record: CouncilImport) -> set[str]:
    """The kinds of what was odd."""
    return set(record.oddities.values_list("kind", flat=True))
