"""December 2015: the declaration, the coordination group, and who may instruct whom."""

from __future__ import annotations

from datetime import date

from coordination.demands.models import Demand
from coordination.group.models import Order
from tests.journeys.letter.story import (
    BGI,
    CENTRE,
    CLERK,
    FORBIDDEN,
    MAYOR,
    REASON,
    Register,
    Story,
    fields,
    german,
)
from workflows.models import Case

SENDER = "caritas"
GUEST = "caritas-observer"
EVIDENCE = "Öffentliche Erklärung der Verbände"
PLANNING = (
    "Mittelfristige strategische Planung",
    "Eine Planung, die alle Lebensbereiche der Alt- und Neubürger des Gemeinwesens einschließt.",
)
MASTER_PLAN = (
    "Kommunaler Masterplan",
    "Ein Masterplan, der die schwierige soziale Gemengelage nicht ausblendet.",
)


def recorded(story: Story, said: tuple[str, str], **more: str) -> Demand:
    """The centre writes down what an association asks for."""
    known = set(Demand.objects.values_list("pk", flat=True))
    register = story.person(CLERK).inbox().follow("/forderungen/")
    day = german(story.today)
    register.follow("/forderungen/neu/").fill_in(
        title=said[0], words=said[1],
        **{
            "kind": "demand", "sender": str(story.unit(SENDER)), "dated_on": day,
            "way": "letter", "evidence": EVIDENCE, **more,
        },
    )  # fmt: skip
    return Demand.objects.exclude(pk__in=known).get()


def declared(story: Story) -> None:
    """01.12.2015: two demands; nobody leads integration, so they come to the mayor and lie."""
    story.on(2015, 12, 1)
    found = story.demands
    found["planning"] = recorded(story, PLANNING, way="declaration")
    found["master_plan"] = recorded(story, MASTER_PLAN, way="declaration")
    story.on(2015, 12, 3)
    for demand in (found["planning"], found["master_plan"]):
        story.act(CLERK, demand, "register_demand", confirmed_way="letter",
                  fields_of_action=fields())  # fmt: skip
        assert story.state(demand) == "registered"
    assert story.person(MAYOR).inbox().shows(PLANNING[0])
    refused = story.tries(
        BGI, found["planning"], "assign_demand", office=story.unit("social_housing")
    )
    assert refused.status == FORBIDDEN
    # Five working days to assign it, and ten more until it is the board's (2.7, 2.9).
    story.on(2015, 12, 31)
    assert story.was_told(MAYOR, found["planning"], "deadline_escalated")


def grouped(story: Story) -> None:
    """17.12.2015: the group is called; health has nobody; the centre has schooling beside it."""
    story.on(2016, 1, 4)
    group = Case.objects.get(kind="coordination_group")
    matter = Register(group.pk)
    for unit, keys in (
        ("school", ("education",)), ("social_housing", ("housing",)), ("personnel", ("work",)),
    ):  # fmt: skip
        story.act(
            CENTRE, matter, "add_member", unit=story.unit(unit), fields_of_action=fields(*keys),
            valid_from=german(story.today),
        )  # fmt: skip
    page = story.person(CENTRE).get("/koordinierungsgruppe/")
    assert page.shows("Handlungsfelder ohne Mitglied Gesundheit"), page.text
    office = "organisation-organisation"
    story.act(office, matter, "set_capacity", unit=story.unit("integration_centre"), items="6",
              valid_from=german(story.today))  # fmt: skip
    story.act(
        office, matter, "add_statutory", unit=story.unit("integration_centre"), items="6",
        title="Beschulung minderjähriger Flüchtlinge", norm="SchulG NRW § 34",
        valid_from=german(story.today),
    )  # fmt: skip
    assert story.person(CENTRE).get("/koordinierungsgruppe/auslastung/").shows("Beschulung")


def drafted(story: Story, by: str, title: str, *, unit: str = "social_housing",
            due: date) -> Order:  # fmt: skip
    """An order that nobody has given yet."""
    known = set(Order.objects.values_list("pk", flat=True))
    orders = story.person(by).inbox().follow("/auftraege/")
    orders.follow("/auftraege/neu/").fill_in(
        title=title, words="Bitte melden Sie die Belegung je Bezirk.", unit=story.unit(unit),
        due_on=german(due),
    )  # fmt: skip
    return Order.objects.exclude(pk__in=known).get()


def asked_in_vain(story: Story) -> None:
    """January 2016: the centre instructs nobody; a deputy mayor of another division asks."""
    order = drafted(story, CENTRE, "Belegung der Unterkünfte", due=date(2016, 2, 15))
    assert story.page(CENTRE, order).leads_to("/erteilen/") is None
    assert story.tries(CENTRE, order, "issue_order").status == FORBIDDEN
    page = story.page(BGI, order).follow("/erteilen/")
    assert page.shows("Daraus wird: Bitte"), page.text
    story.act(BGI, order, "issue_order")
    order.refresh_from_db()
    assert (order.kind, order.right) == ("request", "none")
    story.act("social_housing-head", order, "decline_order", reason=REASON)
    assert story.state(order) == "returned"
    story.act(BGI, order, "void_order", reason=REASON)
