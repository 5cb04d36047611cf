"""Summer 2016: the letter, the talk with the mayor, the mandate, the start after the holidays."""

from __future__ import annotations

from datetime import date, timedelta

from coordination.concept.models import Concept
from coordination.demands.models import Demand
from coordination.demands.queries.demands import open_numbers
from coordination.guests.models import GuestAccess
from tests.journeys.letter.declaration import GUEST, SENDER, drafted, recorded
from tests.journeys.letter.story import (
    BGI,
    CENTRE,
    CLERK,
    FORBIDDEN,
    MAYOR,
    REASON,
    UNMET,
    Register,
    Story,
    fields,
    german,
)
from workflows.models import Case, Deadline

LETTER = date(2016, 7, 12)
NAMED = {
    "agency": "Eine externe Agentur stellt das Integrationskonzept auf",
    "face": "Eine Beigeordnete oder ein Beigeordneter leitet die Integration",
    "target": "Der Rat beschließt eine Zielvorgabe einschließlich eines Zeitrahmens",
    "talk": "Vertiefende Erörterung mit dem Oberbürgermeister",
    "again": "Strategie und Konzept zur Integration",
}
LETTER_OF = {"evidence": "Schreiben vom 12.07.2016"}


def invited(story: Story, key: str, email: str) -> GuestAccess:
    """The centre lets somebody of a partner log in."""
    known = set(GuestAccess.objects.values_list("pk", flat=True))
    guests = story.person(CLERK).get("/gaeste/")
    guests.follow("/gaeste/neu/").fill_in(
        unit=str(story.unit(key)), email=email, family_name="Geschäftsführung",
        until=german(story.today + timedelta(days=365)), purpose="Beteiligung am Konzept.",
    )  # fmt: skip
    return GuestAccess.objects.exclude(pk__in=known).get()


def written(story: Story) -> None:
    """12.07.2016: „nach wie vor uneingelöst“ – 224 days, and a repetition keeps the old day."""
    story.on(2016, 7, 12)
    for name, title in NAMED.items():
        kind = "talk" if name == "talk" else "demand"
        said = (title, f"{title}, wie in unserem Schreiben begründet.")
        story.demands[name] = recorded(story, said, kind=kind, **LETTER_OF)
    for name in NAMED:
        repeats = {"repeats": str(story.demands["planning"].pk)} if name == "again" else {}
        story.act(CLERK, story.demands[name], "register_demand", confirmed_way="letter",
                  fields_of_action=fields(), **repeats)  # fmt: skip
    again = Demand.objects.get(pk=story.demands["again"].pk)
    assert (again.dated_on, again.open_since) == (LETTER, date(2015, 12, 1))
    assert again.days_open(LETTER) == 224
    # The repetition is the same demand: six, not seven, are owed.
    assert open_numbers(LETTER) == (6, 224)
    register = story.person(CLERK).get("/forderungen/")
    assert register.shows("6 Forderungen sind", "224 Tagen"), register.text
    assert register.text.count("224 Tage") >= 3


def arranged(story: Story) -> None:
    """The mayor has time on 30.08.2016; who stands outside finds the appointment by login."""
    story.on(2016, 7, 14)
    talk = story.demands["talk"]
    assert story.tries(BGI, talk, "assign_demand", office=story.unit("mayor_office")).status == (
        FORBIDDEN
    )
    story.act(MAYOR, talk, "assign_demand", office=story.unit("mayor_office"))
    clerk = "mayor_office-clerk"
    story.act(clerk, talk, "begin_examination")
    early = story.act(clerk, talk, "draft_answer", status=UNMET, outcome="answered",
                      answer="Gern im August.")  # fmt: skip
    assert early.shows("Termin"), early.text
    story.act(clerk, talk, "set_appointment", meets_on="30.08.2016", meets_from="14:30",
              meets_where="Rathaus, Zimmer 100")  # fmt: skip
    story.act(clerk, talk, "draft_answer", outcome="answered",
              answer="Der Oberbürgermeister hat am 30.08.2016 um 14:30 Uhr Zeit.")  # fmt: skip
    story.act(MAYOR, talk, "sign_answer")
    invited(story, SENDER, "geschaeftsfuehrung@caritas.example")
    page = story.person(GUEST).get("/gast/").follow(NAMED["talk"])
    assert page.shows("30.08.2016", "Rathaus, Zimmer 100")


def mandated(story: Story) -> None:
    """15.08.2016: the mayor's order; it holds from 24.08.2016, and not a day before."""
    story.on(2016, 8, 15)
    assert story.person(MAYOR).inbox().shows("Heute hat niemand ein gültiges Mandat")
    register = Case.objects.get(kind="mandates")
    story.act(
        MAYOR, Register(register.pk), "record_mandate", person=str(story.town.person(BGI).pk),
        basis="order", reference="OB 12/2016", basis_on="15.08.2016", valid_from="24.08.2016",
        valid_until="23.08.2022",
        matters="Integration und Asyl, im direkten Auftrag des Oberbürgermeisters.",
    )  # fmt: skip
    planning = story.demands["planning"]
    office = story.unit("social_planning")
    story.on(2016, 8, 23)
    assert story.tries(BGI, planning, "assign_demand", office=office).status == FORBIDDEN
    story.on(2016, 8, 24)
    start = story.person("school-head").inbox()
    assert start.shows("Beigeordnete/r für Integration", "seit 24.08.2016", "OB 12/2016")
    for name in ("planning", "master_plan", "agency", "face", "target"):
        story.act(BGI, story.demands[name], "assign_demand", office=office)
    story.act(BGI, story.demands["again"], "settle_demand", reason=REASON,
              settled_by=str(planning.pk))  # fmt: skip


def instructed(story: Story) -> None:
    """The same order as in January, drafted by the centre: under the mandate it is a directive."""
    order = drafted(story, CENTRE, "Belegung der Unterkünfte", due=date(2016, 9, 15))
    page = story.page(BGI, order).follow("/erteilen/")
    assert page.shows("Daraus wird: Weisung"), page.text
    story.act(BGI, order, "issue_order")
    order.refresh_from_db()
    assert (order.kind, order.right) == ("directive", "mandate")
    head = "social_housing-head"
    assert story.page(head, order).shows("Ablehnen ist nicht möglich")
    story.act(head, order, "accept_order")
    story.act(head, order, "report_done", done="Gemeldet: 812 Plätze belegt.")
    story.act(BGI, order, "confirm_order")
    assert story.state(order) == "confirmed"


def begun(story: Story) -> Concept:
    """The concept is begun in July; its start after the summer holidays is a deadline."""
    new = story.person(CENTRE).get("/konzepte/neu/")
    plan = new.fill_in(title="Kommunales Integrationskonzept",
                       lead=story.unit("integration_centre"))  # fmt: skip
    concept = Concept.objects.get()
    assert plan.shows("11.07.2016", "23.08.2016", "24.08.2016"), plan.text
    assert plan.form("/bearbeiten/").shown()["starts_on"] == ["24.08.2016"]
    plan.fill_in(
        "/bearbeiten/", facts="Die Verbände fordern es seit dem 01.12.2015.",
        proposal="Der Rat beschließt das Kommunale Integrationskonzept.",
    )  # fmt: skip
    deadline = Deadline.objects.get(case=concept.case_id, kind="concept_start", status="running")
    assert deadline.due_on == date(2016, 8, 24)
    assert story.person(CENTRE).inbox().shows("24.08.2016")
    return concept


def talked(story: Story) -> None:
    """30.08.2016: what was agreed is recorded afterwards, and the sender confirms."""
    talk, clerk = story.demands["talk"], "mayor_office-clerk"
    early = story.tries(clerk, talk, "record_result", result="Ein Termin je Quartal.")
    assert (early.status, early.shows("steht noch bevor")) == (UNMET, True), early.text
    story.on(2016, 8, 31)
    story.act(clerk, talk, "record_result", result="Ein Termin je Quartal.")
    story.act(clerk, talk, "report_fulfilled")
    page = story.page(GUEST, talk)
    assert page.shows("Ein Termin je Quartal.")
    story.act(GUEST, talk, "confirm_fulfilled")
    assert story.state(talk) == "confirmed"


def answered(story: Story) -> None:
    """The face is there: answered, reported, confirmed; the others are promised their days."""
    days = {"face": None, "target": "25.11.2016", "planning": "08.05.2017",
            "master_plan": "08.05.2017"}  # fmt: skip
    clerk = "social_planning-clerk"
    for name, day in days.items():
        demand = story.demands[name]
        story.act(clerk, demand, "begin_examination")
        said = {"promised_on": day} if day else {}
        story.act(clerk, demand, "draft_answer", outcome="answered",
                  answer="So ist es vorgesehen; die Verwaltung hält Sie auf dem Laufenden.",
                  **said)  # fmt: skip
        story.act(BGI, demand, "sign_answer")
    face = story.demands["face"]
    story.act("social_planning-head", face, "report_fulfilled")
    story.act(GUEST, face, "confirm_fulfilled")
    assert story.state(face) == "confirmed"
