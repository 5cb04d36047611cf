"""Writes a town with measures in every state, as statements for any PostgreSQL from 15 on."""

from __future__ import annotations

import gzip
import os
import sys
from datetime import timedelta
from pathlib import Path

import django


def write(target: Path) -> None:
    """Found the town on the server of the tests, in a database of its own, and dump it."""
    from tests import database

    with database.embedded_server(cluster_folder()), database.clone("dump") as clone:
        fill()
        text = database.dump(clone.name)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def cluster_folder() -> Path:
    from django.conf import settings

    return Path(settings.EMBEDDED_POSTGRES)


def fill() -> None:
    """A measure in each situation, whatever it is that this release can bring about."""
    from django.utils import translation

    from tests.situations import SITUATIONS, Stage
    from tests.town import NOW, found
    from workflows.actions.telling.delivery import deliver_notices, drop_mails

    with translation.override("de"):
        town = found()
        # The one without sessions to plan takes the sessions away.
        for name in sorted(SITUATIONS, key=lambda name: "unplanned" in name):
            town.now = NOW
            Stage(town, fields={"title": f"Maßnahme {name.replace(':', ' ')}"}).bring(name)
        told = town.now + timedelta(minutes=5)
        while deliver_notices(at=told).total:
            pass
        drop_mails(at=told)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    write(Path(sys.argv[1]))
