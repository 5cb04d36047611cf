"""Measures, and what the council plans them for: targets and the concept."""

from workflows.queries.time.oversight import overseers
from workflows.signals import case_moved
from workflows.topics import register_messages

from ..city.queries.catalogue import further_names
from ..concept.flows.flow import ConceptFlow
from ..concept.queries.bound import TABLES as CONCEPT_TABLES
from ..concept.queries.concepts import documents_of_sessions
from ..concept.views.pages import CONCEPT_PAGES, starts_of_work
from ..decisions.jobs import wake_after_signature
from ..decisions.queries.attachments import kept_inside
from ..decisions.queries.differences import further_rows
from ..decisions.rules.posts import INTEGRATION_CENTRE
from ..decisions.views.planning import days_of_projects
from ..mandates.queries import led_steps
from ..measures.actions.signing_many import offer_signing_many
from ..measures.flows.measure import MeasureFlow
from ..measures.flows.templates import TemplatesFlow
from ..measures.forms.saved import offer_list
from ..measures.queries.bound import TABLES as MEASURES_TABLES
from ..measures.queries.search import search_the_inbox
from ..measures.views.pages import MEASURE_PAGES
from ..targets.flows.flow import TargetFlow
from ..targets.queries.bound import TABLES as TARGETS_TABLES
from ..targets.queries.targets import all_objectives
from ..targets.queries.texts import objective_words
from ..targets.views.pages import TARGET_PAGES
from .rooms import room


def carry_measures() -> None:
    """Measures from the proposal to the end of the work, and who oversees them."""
    room(MeasureFlow, TemplatesFlow, tables=MEASURES_TABLES, pages=[MEASURE_PAGES])
    offer_list()
    search_the_inbox()
    offer_signing_many()
    # It coordinates: so it sees the whole of what it sees anyway (domain 2.0).
    overseers.centres.add(INTEGRATION_CENTRE)
    case_moved.connect(wake_after_signature, dispatch_uid="papers")
    register_messages(
        "news",
        *("sent_back", "question_answered", "agreed", "decided", "rejected"),
        *("completed", "completion_declined", "time_given", "documents_ended", "sessions_changed"),
        *("paused", "pause_declined", "resumed", "moved", "refused", "objected"),
        *("office_not_responsible", "board_dissents", "path_found", "station_over"),
        *("often_postponed", "delay_answered", "withdrawn_in_session", "result_corrected"),
        *("lead_transferred", "agreement_declined", "funds_declined", "answer_void"),
        *("referred_to_supervision", "evaluated", "discontinued", "dissent_put"),
        *("office_asked", "office_spared", "urgency_decided", "period_shortened"),
        *("supplemented", "supplement_undone", "supplement_void", "correction_settled"),
    )


def set_targets() -> None:
    """The council's targets: their flow, their pages, what their events bind."""
    room(TargetFlow, tables=TARGETS_TABLES, pages=[TARGET_PAGES])
    register_messages("news", "objective_missed")
    further_names["serves"] = all_objectives
    further_rows["objectives"] = objective_words


def let_a_concept_grow() -> None:
    """The integration concept: its flow, its pages, what its events bind."""
    room(ConceptFlow, tables=CONCEPT_TABLES, pages=[CONCEPT_PAGES])
    days_of_projects.append(starts_of_work)
    led_steps.append("concept_rested")
    kept_inside["concept"] = documents_of_sessions
    register_messages("news", "concept_ends", "concept_ready", "concept_rests", "concept_goes_on")
    reports = ("agency_reported", "agency_is_late", "report_handed_in")
    register_messages("news", "comment_invited", *reports)
    register_messages("reminders", "report_due")
    register_messages("overdue", "report_overdue")
