"""The engine: people, desks, cases, steps, votes, deadlines and the trail."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from .flows.people import OrganisationFlow
        from .forms.inbox.lists import savable_lists
        from .forms.inbox.saved import INBOX_LIST
        from .jobs import bind_rows_of_upgrade, remember_rows, wake_after_act
        from .machine import register
        from .signals import case_moved

        register(OrganisationFlow)
        savable_lists[INBOX_LIST.key] = INBOX_LIST
        case_moved.connect(wake_after_act, dispatch_uid="wake")
        # All migrations of all apps lie between the two.
        pre_migrate.connect(remember_rows, sender=self, dispatch_uid="rows before")
        post_migrate.connect(bind_rows_of_upgrade, sender=self, dispatch_uid="rows after")
