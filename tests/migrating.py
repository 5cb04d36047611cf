"""Migrations without what takes them long: to make the classes of all related models anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.migrations.state import ProjectState


@contextmanager
def models_made_once() -> Iterator[None]:
    """After each operation Django makes the class of the model anew, and of all that are near it.

    Here it makes that of the model alone, which is all that a change of its table looks at. The
    state is marked as delayed, for which Django makes all of them anew before Python code runs.
    """

    def only_itself(
        self: ProjectState,
        app_label: str,
        model_name: str,
        delay: bool = False,  # noqa: FBT001, FBT002 - Django's
    ) -> set[tuple[str, str]]:
        self.is_delayed = True
        return {(app_label, model_name)}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProjectState, "_find_reload_model", only_itself)
        yield
