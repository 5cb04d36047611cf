"""The city: measures, the council, the concept. Plugs its flows into the engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from workflows.forms.acting.panels import CasePages
    from workflows.machine import CaseFlow
    from workflows.queries.proof.bound import Bound


class CoordinationConfig(AppConfig):
    name = "coordination"

    def ready(self) -> None:
        # The registry may only be filled once all models are loaded.
        from workflows.queries.proof.verification import further_checks
        from workflows.queries.time.health import further_signs

        from .decisions.queries.stored_files import known_damage, wrong_files

        _carry_measures()
        _keep_the_calendar()
        _keep_the_board()
        _follow_up()
        _work_by_the_minute()
        _forget_in_time()
        _let_inspect()
        _set_targets()
        _let_a_concept_grow()
        _announce()
        _let_lead()
        _let_instruct()
        _let_demand()
        _let_draft()
        _begin()
        _let_guests_in()
        further_checks["files"] = wrong_files
        further_signs["damaged_files"] = known_damage


def _room(*flows: type[CaseFlow], tables: Iterable[Bound], pages: Iterable[CasePages] = ()) -> None:
    """What every room with cases of its own tells the engine: flows, bound rows, pages."""
    # As above: only once all models are loaded.
    from workflows.forms.acting.panels import register_pages
    from workflows.machine import register
    from workflows.queries.proof.bound import bind_tables

    for flow in flows:
        register(flow)
    bind_tables(*tables)
    for one in pages:
        register_pages(one)


def _carry_measures() -> None:
    """Measures from the proposal to the end of the work, and who oversees them."""
    # As above: only once all models are loaded.
    from workflows.queries.time.oversight import overseers
    from workflows.signals import case_moved
    from workflows.topics import register_messages

    from .decisions.jobs import wake_after_signature
    from .decisions.rules.posts import INTEGRATION_CENTRE
    from .measures.actions.signing_many import offer_signing_many
    from .measures.flows.measure import MeasureFlow
    from .measures.forms.saved import offer_list
    from .measures.queries.bound import TABLES
    from .measures.views.pages import MEASURE_PAGES

    _room(MeasureFlow, tables=TABLES, pages=[MEASURE_PAGES])
    offer_list()
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
        *("supplemented", "supplement_undone", "supplement_void", "correction_settled"),
    )


def _keep_the_calendar() -> None:
    """Bodies, sessions and rules of the council: their flow, pages and rows, and new rules asked
    for.
    """
    # As above: only once all models are loaded.
    from workflows.signals import ticked

    from .council.flows.calendar import CouncilCalendarFlow
    from .council.queries.bound import TABLES
    from .council.queries.rulebook import forget, remember_for_a_request
    from .council.views.offering import CALENDAR_PAGES
    from .decisions.jobs import ask_for_new_law

    _room(CouncilCalendarFlow, tables=TABLES, pages=[CALENDAR_PAGES])
    ticked.connect(ask_for_new_law, dispatch_uid="law")
    # The rules of the council are read once for all that one page asks of them.
    request_started.connect(remember_for_a_request, dispatch_uid="rules of the council")
    request_finished.connect(forget, dispatch_uid="rules of the council")


def _keep_the_board() -> None:
    """The agendas of the executive board, one case for ever."""
    # As above: only once all models are loaded.
    from .board.flows import BoardFlow
    from .board.queries import TABLES

    _room(BoardFlow, tables=TABLES)


def _follow_up() -> None:
    """What a body asked for: its flow, its pages, what its events bind."""
    # As above: only once all models are loaded.
    from .followup.flows.flow import FollowUpFlow
    from .followup.queries.bound import TABLES
    from .followup.views.pages import FOLLOWUP_PAGES

    _room(FollowUpFlow, tables=TABLES, pages=[FOLLOWUP_PAGES])


def _work_by_the_minute() -> None:
    """What each tick does, in this order."""
    # As above: only once all models are loaded.
    from workflows.signals import ticked

    from .board.jobs import open_the_board
    from .decisions import jobs as deciding
    from .followup.jobs import list_resolutions, resume_notes, show_to_members
    from .implementing.jobs import prepare_completions
    from .imports.jobs import resume_imports
    from .measures.jobs import follow_supplements
    from .portal.jobs import publish_changes, tell_the_public

    minutely = {
        "imports": resume_imports,
        "stored files": deciding.check_stored_files,
        # First the days, then what is sent on them.
        "calendar": deciding.follow_the_calendar,
        "dispatch": deciding.show_what_was_sent,
        "publication": publish_changes,
        "resolutions": list_resolutions,
        "notes": resume_notes,
        "seats": show_to_members,
        "public": tell_the_public,
        "completions": prepare_completions,
        "supplements": follow_supplements,
        "papers": deciding.file_the_papers,
        "council system": deciding.exchange_with_council_system,
        "board": open_the_board,
    }
    for name, job in minutely.items():
        ticked.connect(job, dispatch_uid=name)


def _forget_in_time() -> None:
    """What goes after a time, each for as long as the settings say."""
    # As above: only once all models are loaded.
    from workflows.queries.time.retention import Passing, passing

    visits = "r.began_at < %(before)s"
    passing.append(Passing("visits", _("Read marks on cases"), "coordination_visit", visits))
    unanswered = "r.confirmed_at IS NULL AND r.asked_at < %(before)s"
    passing += [
        Passing(
            "public_mails", _("Mails to the public"), "coordination_publicmail",
            "r.created_at < %(before)s",
        ),
        Passing(
            "subscriptions", _("Addresses that nobody confirmed"),
            "coordination_publicsubscription",
            f"{unanswered} AND NOT EXISTS (SELECT FROM coordination_publicmail m"
            " WHERE m.subscription_id = r.id)",
        ),
    ]  # fmt: skip


def _let_inspect() -> None:
    """The inspection of files: its flow, its pages, what its events bind."""
    # As above: only once all models are loaded.
    from .inspection.flows.flow import InspectionFlow
    from .inspection.queries.bound import TABLES
    from .inspection.views.inspections import INSPECTION_PAGES

    _room(InspectionFlow, tables=TABLES, pages=[INSPECTION_PAGES])


def _set_targets() -> None:
    """The council's targets: their flow, their pages, what their events bind."""
    # As above: only once all models are loaded.
    from workflows.topics import register_messages

    from .city.queries.catalogue import further_names
    from .decisions.queries.differences import further_rows
    from .targets.flows.flow import TargetFlow
    from .targets.queries.bound import TABLES
    from .targets.queries.targets import all_objectives
    from .targets.queries.texts import objective_words
    from .targets.views.pages import TARGET_PAGES

    _room(TargetFlow, tables=TABLES, pages=[TARGET_PAGES])
    register_messages("news", "objective_missed")
    further_names["serves"] = all_objectives
    further_rows["objectives"] = objective_words


def _announce() -> None:
    """Entries for the public: their flow, their pages, what events bind, where they come from."""
    # As above: only once all models are loaded.
    from .coming.queries.source import Plans
    from .concept.queries.public import Concepts
    from .demands.queries.public import Demands
    from .measures.queries.public import Measures
    from .publishing.enums import Topic
    from .publishing.flows.flow import EntryFlow
    from .publishing.queries.bound import TABLES
    from .publishing.queries.sources import register_source
    from .publishing.views.entries import ENTRY_PAGES
    from .targets.queries.public import Targets

    _room(EntryFlow, tables=TABLES, pages=[ENTRY_PAGES])
    register_source(Topic.PLAN, Plans())
    register_source(Topic.TARGET, Targets())
    register_source(Topic.CONCEPT, Concepts())
    register_source(Topic.MEASURE, Measures())
    register_source(Topic.DEMAND, Demands())


def _let_lead() -> None:
    """The mandate to lead integration: its flow, its pages, who is asked where nobody leads."""
    # As above: only once all models are loaded.
    from workflows.forms.inbox.start import start_lines
    from workflows.queries.people.work import maybe_barred_too
    from workflows.signals import ticked
    from workflows.topics import register_messages

    from .mandates.flows import MandatesFlow
    from .mandates.jobs import ask_for_the_lead
    from .mandates.queries import TABLES, waiting_without_lead
    from .mandates.views import MANDATE_PAGES, start_line

    _room(MandatesFlow, tables=TABLES, pages=[MANDATE_PAGES])
    start_lines.append(start_line)
    maybe_barred_too.append(waiting_without_lead)
    register_messages(
        "organisation", "mandate_recorded", "mandate_ended", "mandate_ends", "mandate_over"
    )
    ticked.connect(ask_for_the_lead, dispatch_uid="mandates")


def _let_instruct() -> None:
    """Orders, the coordination group and the load of the offices."""
    # As above: only once all models are loaded.
    from workflows.signals import ticked
    from workflows.topics import register_messages

    from .group.flows.order import OrderFlow
    from .group.flows.register import GroupFlow
    from .group.flows.session import GroupSessionFlow
    from .group.jobs import draft_what_comes_again
    from .group.queries.bound import TABLES
    from .group.views.group import GROUP_PAGES
    from .group.views.orders import ORDER_PAGES
    from .group.views.sessions import SESSION_PAGES

    pages = [ORDER_PAGES, GROUP_PAGES, SESSION_PAGES]
    _room(OrderFlow, GroupFlow, GroupSessionFlow, tables=TABLES, pages=pages)
    ticked.connect(draft_what_comes_again, dispatch_uid="group")
    register_messages(
        "news",
        *("order_declined", "order_not_responsible", "order_confirmed", "order_sent_back"),
        *("group_invited", "group_moved", "group_cancelled", "group_minutes"),
    )


def _let_demand() -> None:
    """The demands of the associations: their flow, their pages, what follows from measures."""
    # As above: only once all models are loaded.
    from django.db.models import OuterRef

    from workflows.signals import ticked
    from workflows.topics import register_messages

    from .demands.flows.flow import DemandFlow
    from .demands.jobs import follow
    from .demands.queries.bound import TABLES
    from .demands.queries.demands import standing_for
    from .demands.views.pages import DEMAND_PAGES, served_section
    from .mandates.queries import led_steps
    from .measures.queries.measures import BESIDE
    from .measures.views.casefile import further_sections

    _room(DemandFlow, tables=TABLES, pages=[DEMAND_PAGES])
    BESIDE["demands"], further_sections["demands"] = standing_for(OuterRef("pk")), served_section
    led_steps.extend(("demand_assign", "demand_sign", "demand_load"))
    ticked.connect(follow, dispatch_uid="demands")
    register_messages(
        "news",
        *("demand_answered", "demand_notice", "demand_reported", "demand_reopened"),
        *("demand_appointment", "demand_result", "demand_settled", "demand_recorded"),
        *("demand_confirmed", "demand_disputed", "demand_withdrawn"),
    )


def _let_draft() -> None:
    """Inside the co-signing office: drafts of answers, and how each office works."""
    # As above: only once all models are loaded.
    from django.db.models import OuterRef

    from workflows.queries.people.work import maybe_barred_too
    from workflows.signals import ticked

    from .drafting.flows.flow import DraftFlow
    from .drafting.flows.practice import PracticeFlow
    from .drafting.jobs import follow_answers
    from .drafting.queries.bound import TABLES
    from .drafting.queries.drafts import drafts_of, waiting_on_drafters
    from .drafting.views.drafts import DRAFT_PAGES, drafts_section
    from .measures.queries.measures import BESIDE
    from .measures.views.casefile import further_sections

    _room(DraftFlow, PracticeFlow, tables=TABLES, pages=[DRAFT_PAGES])
    BESIDE["drafts"], further_sections["drafts"] = drafts_of(OuterRef("case")), drafts_section
    maybe_barred_too.append(waiting_on_drafters)
    ticked.connect(follow_answers, dispatch_uid="drafts")


def _begin() -> None:
    """What the start page says beside the tasks, after who leads integration; what the group is
    told of the concept.
    """
    # As above: only once all models are loaded.
    from workflows.forms.inbox.start import purposes, start_lines

    from .concept.queries.concepts import ages_to_report
    from .group.queries.agenda import further_items
    from .start.views.board import board
    from .start.views.purposes import for_observers, for_the_organisation

    start_lines.append(board)
    purposes += [for_observers, for_the_organisation]
    further_items.append(ages_to_report)


def _let_guests_in() -> None:
    """Associations and the agency: their accesses, what they read and for how long that is kept."""
    from workflows.actions.telling.messages import leads_to_start
    from workflows.queries.time.retention import Passing, passing
    from workflows.signals import ticked

    from .demands.queries.demands import accesses
    from .guests.flows.flow import GuestFlow
    from .guests.jobs import close_guests
    from .guests.queries.accesses import has_access
    from .guests.queries.bound import TABLES
    from .guests.views.accesses import GUEST_PAGES

    _room(GuestFlow, tables=TABLES, pages=[GUEST_PAGES])
    ticked.connect(close_guests, dispatch_uid="guests")
    leads_to_start.update(("comment_invited", "report_due", "report_overdue"))
    accesses.append(has_access)
    looks = "r.at < %(before)s"
    read = _("What guests have read")
    passing.append(Passing("guest_looks", read, "coordination_guestlook", looks))


def _let_a_concept_grow() -> None:
    """The integration concept: its flow, its pages, what its events bind."""
    from workflows.topics import register_messages

    from .concept.flows.flow import ConceptFlow
    from .concept.queries.bound import TABLES
    from .concept.queries.concepts import documents_of_sessions
    from .concept.views.pages import CONCEPT_PAGES, starts_of_work
    from .decisions.queries.attachments import kept_inside
    from .decisions.views.planning import days_of_projects
    from .mandates.queries import led_steps

    _room(ConceptFlow, tables=TABLES, pages=[CONCEPT_PAGES])
    days_of_projects.append(starts_of_work)
    led_steps.append("concept_rested")
    kept_inside["concept"] = documents_of_sessions
    register_messages("news", "concept_ends", "concept_ready", "concept_rests", "concept_goes_on")
    reports = ("agency_reported", "agency_is_late", "report_handed_in")
    register_messages("news", "comment_invited", *reports)
    register_messages("reminders", "report_due")
    register_messages("overdue", "report_overdue")
