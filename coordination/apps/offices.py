"""How offices work together: the lead, orders, the group, drafts, and what each begins with."""

from django.db.models import OuterRef

from workflows.forms.inbox.start import purposes, start_lines
from workflows.queries.people.roles import auditing_offices
from workflows.queries.people.work import maybe_barred_too
from workflows.signals import ticked
from workflows.topics import register_messages

from ..concept.queries.concepts import ages_to_report
from ..drafting.flows.contribution_flow import ContributionFlow
from ..drafting.flows.flow import DraftFlow
from ..drafting.flows.practice import PracticeFlow
from ..drafting.jobs import follow_answers
from ..drafting.queries.bound import TABLES as DRAFTING_TABLES
from ..drafting.queries.contributions import contributions_of
from ..drafting.queries.drafts import drafts_of, waiting_on_drafters
from ..drafting.views.contributions import CONTRIBUTION_PAGES, contributions_section
from ..drafting.views.drafts import DRAFT_PAGES, drafts_section
from ..group.flows.order import OrderFlow
from ..group.flows.register import GroupFlow
from ..group.flows.session import GroupSessionFlow
from ..group.jobs import draft_what_comes_again
from ..group.queries.agenda import further_items
from ..group.queries.bound import TABLES as GROUP_TABLES
from ..group.views.group import GROUP_PAGES
from ..group.views.orders import ORDER_PAGES
from ..group.views.sessions import SESSION_PAGES
from ..mandates.flows import MandatesFlow
from ..mandates.jobs import ask_for_the_lead
from ..mandates.queries import TABLES as MANDATES_TABLES
from ..mandates.queries import waiting_without_lead
from ..mandates.views import MANDATE_PAGES, start_line
from ..measures.queries.measures import BESIDE
from ..measures.views.casefile import further_sections
from ..start.views.board import board, council_office
from ..start.views.purposes import for_observers, for_the_organisation
from .rooms import room


def let_lead() -> None:
    """The mandate to lead integration: its flow, its pages, who is asked where nobody leads."""
    room(MandatesFlow, tables=MANDATES_TABLES, pages=[MANDATE_PAGES])
    start_lines.append(start_line)
    maybe_barred_too.append(waiting_without_lead)
    register_messages(
        "organisation", "mandate_recorded", "mandate_ended", "mandate_ends", "mandate_over"
    )
    ticked.connect(ask_for_the_lead, dispatch_uid="mandates")


def let_instruct() -> None:
    """Orders, the coordination group and the load of the offices."""
    pages = [ORDER_PAGES, GROUP_PAGES, SESSION_PAGES]
    room(OrderFlow, GroupFlow, GroupSessionFlow, tables=GROUP_TABLES, pages=pages)
    ticked.connect(draft_what_comes_again, dispatch_uid="group")
    register_messages(
        "news",
        *("order_declined", "order_not_responsible", "order_confirmed", "order_sent_back"),
        *("order_accepted", "order_extended", "order_moved", "order_void"),
        *("group_invited", "group_moved", "group_cancelled", "group_minutes"),
        "group_objection_answered",
    )


def let_draft() -> None:
    """Inside the co-signing office: drafts of answers, contributions, how each office works."""
    pages = [DRAFT_PAGES, CONTRIBUTION_PAGES]
    room(DraftFlow, ContributionFlow, PracticeFlow, tables=DRAFTING_TABLES, pages=pages)
    BESIDE["drafts"], further_sections["drafts"] = drafts_of(OuterRef("case")), drafts_section
    BESIDE["contributions"] = contributions_of(OuterRef("case"))
    further_sections["contributions"] = contributions_section
    maybe_barred_too.append(waiting_on_drafters)
    register_messages("news", "contribution_declined", "contribution_void")
    ticked.connect(follow_answers, dispatch_uid="drafts")


def begin() -> None:
    """What the start page says beside the tasks, after who leads integration; what the group is
    told of the concept.
    """
    start_lines.extend((board, council_office))
    purposes.extend((for_observers, for_the_organisation))
    further_items.append(ages_to_report)
    auditing_offices.add("audit")
