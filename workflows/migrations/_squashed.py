"""Many tables at once, for the migrations that replace many."""

from collections.abc import Sequence

from django.db.migrations import CreateModel, RunSQL, SeparateDatabaseAndState
from django.db.migrations.state import ProjectState


class Tables(SeparateDatabaseAndState):
    """The statements make what these models are; Django need not follow them one by one."""

    def __init__(self, statements: str, models: Sequence[CreateModel]) -> None:
        super().__init__([RunSQL(statements, RunSQL.noop)], models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # With its classes made already, the state would make those of all models that are related
        # anew for each model that comes: ten seconds instead of one. It makes them when asked.
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
