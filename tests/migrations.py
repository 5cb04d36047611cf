"""`python -m tests.migrations`: fails when a model has changed without a migration.

Looks at the files alone, so it needs no database.
"""

import os
import sys

import django
from django.utils import translation


def missing() -> list[str]:
    """The migrations that somebody forgot, in words."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
        graph=loader.graph
    )
    ours = [f"{app}: {names}" for app, names in sorted(loader.detect_conflicts().items())]
    for app, migrations in sorted(found.items()):
        for migration in migrations:
            ours += [f"{app}: {operation.describe()}" for operation in migration.operations]
    return ours


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    translation.deactivate_all()  # names of fields are compared as they stand in the source
    lines = missing()
    for line in lines:
        print(line)
    print("Migrations are missing." if lines else "No migration is missing.")
    sys.exit(bool(lines))
