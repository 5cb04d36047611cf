"""Whom the city answers: the public, associations, guests, inspectors."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from workflows.actions.telling.messages import leads_to_start
from workflows.queries.time.retention import Passing, passing
from workflows.signals import ticked
from workflows.topics import register_messages

from ..coming.queries.source import Plans
from ..concept.queries.public import Concepts
from ..demands.flows.flow import DemandFlow
from ..demands.jobs import follow
from ..demands.queries.bound import TABLES as DEMANDS_TABLES
from ..demands.queries.demands import accesses, standing_for
from ..demands.queries.public import Demands
from ..demands.views.pages import DEMAND_PAGES, served_section
from ..guests.flows.flow import GuestFlow
from ..guests.jobs import close_guests
from ..guests.queries.accesses import has_access
from ..guests.queries.bound import TABLES as GUESTS_TABLES
from ..guests.views.accesses import GUEST_PAGES
from ..inspection.flows.flow import InspectionFlow
from ..inspection.queries.bound import TABLES as INSPECTION_TABLES
from ..inspection.views.inspections import INSPECTION_PAGES
from ..mandates.queries import led_steps
from ..measures.queries.measures import BESIDE
from ..measures.queries.public import Measures
from ..measures.views.casefile import further_sections
from ..publishing.enums import Topic
from ..publishing.flows.flow import EntryFlow
from ..publishing.queries.bound import TABLES as PUBLISHING_TABLES
from ..publishing.queries.sources import register_source
from ..publishing.views.entries import ENTRY_PAGES
from ..targets.queries.public import Targets
from .rooms import room


def announce() -> None:
    """Entries for the public: their flow, their pages, what events bind, where they come from."""
    room(EntryFlow, tables=PUBLISHING_TABLES, pages=[ENTRY_PAGES])
    register_source(Topic.PLAN, Plans())
    register_source(Topic.TARGET, Targets())
    register_source(Topic.CONCEPT, Concepts())
    register_source(Topic.MEASURE, Measures())
    register_source(Topic.DEMAND, Demands())


def let_demand() -> None:
    """The demands of the associations: their flow, their pages, what follows from measures."""
    room(DemandFlow, tables=DEMANDS_TABLES, pages=[DEMAND_PAGES])
    BESIDE["demands"], further_sections["demands"] = standing_for(OuterRef("pk")), served_section
    led_steps.extend(("demand_assign", "demand_sign", "demand_load"))
    ticked.connect(follow, dispatch_uid="demands")
    register_messages(
        "news",
        *("demand_answered", "demand_notice", "demand_reported", "demand_reopened"),
        *("demand_appointment", "demand_result", "demand_settled", "demand_recorded"),
        *("demand_confirmed", "demand_disputed", "demand_withdrawn"),
    )


def let_guests_in() -> None:
    """Associations and the agency: their accesses, what they read and for how long that is kept."""
    room(GuestFlow, tables=GUESTS_TABLES, pages=[GUEST_PAGES])
    ticked.connect(close_guests, dispatch_uid="guests")
    leads_to_start.update(("comment_invited", "report_due", "report_overdue"))
    accesses.append(has_access)
    looks = "r.at < %(before)s"
    read = _("What guests have read")
    passing.append(Passing("guest_looks", read, "coordination_guestlook", looks))


def let_inspect() -> None:
    """The inspection of files: its flow, its pages, what its events bind."""
    room(InspectionFlow, tables=INSPECTION_TABLES, pages=[INSPECTION_PAGES])
