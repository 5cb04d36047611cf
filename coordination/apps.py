"""The city: measures, the council, the concept. Plugs its flows into the engine."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoordinationConfig(AppConfig):
    name = "coordination"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from workflows.forms.acting.panels import register_pages
        from workflows.machine import register
        from workflows.queries.proof.bound import bind_tables
        from workflows.queries.proof.verification import further_checks
        from workflows.queries.time.health import further_signs
        from workflows.queries.time.oversight import overseers
        from workflows.queries.time.retention import Passing, passing
        from workflows.signals import ticked
        from workflows.topics import register_messages

        from .decisions.jobs import check_stored_files
        from .decisions.queries.stored_files import known_damage, wrong_files
        from .decisions.rules.posts import INTEGRATION_CENTRE
        from .imports.jobs import resume_imports
        from .measures.flows.measure import MeasureFlow
        from .measures.queries.bound import TABLES
        from .measures.views.pages import MEASURE_PAGES

        register(MeasureFlow)
        bind_tables(*TABLES)
        register_pages(MEASURE_PAGES)
        register_messages(
            "news",
            *("sent_back", "question_answered", "agreed", "decided", "rejected"),
            *("completed", "completion_declined", "time_given"),
            *("paused", "pause_declined", "resumed", "moved", "refused", "objected"),
            *("office_not_responsible", "board_dissents", "path_found", "station_over"),
            *("lead_transferred", "agreement_declined", "funds_declined", "answer_void"),
        )
        # It coordinates: so it sees the whole of what it sees anyway (domain 2.0).
        overseers.centres.add(INTEGRATION_CENTRE)
        ticked.connect(resume_imports, dispatch_uid="imports")
        ticked.connect(check_stored_files, dispatch_uid="stored files")
        visits = "r.began_at < %(before)s"
        passing.append(Passing("visits", _("Read marks on cases"), "coordination_visit", visits))
        further_checks["files"] = wrong_files
        further_signs["damaged_files"] = known_damage
