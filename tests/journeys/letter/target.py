"""Autumn 2016: the target of the council with its time frame, by the planner's way."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

from django.core.management import call_command

from coordination.council.models import Meeting
from coordination.targets.models import Target
from tests.journeys.letter import stages
from tests.journeys.letter.story import CLERK, SECRETARY, UNMET, Story, case_of

WISH, REACHED = date(2016, 9, 26), date(2016, 11, 24)
WRITER, HEAD = "social_planning-clerk", "social_planning-head"
OBJECTIVES = (
    ("Das Integrationskonzept ist beschlossen", "Beschlossene Konzepte", "0", "1", "08.05.2017",
     "social_planning"),
    ("Kein Kind wartet länger als vier Wochen auf einen Schulplatz", "Wartende Kinder", "310",
     "0", "31.12.2017", "school"),
)  # fmt: skip


def council_moved(story: Story) -> None:
    """The council's session of the last Monday of November is on Thursday, 24.11.2016."""
    november = Meeting.objects.get(
        organization__key="council", starts_at__year=2016, starts_at__month=11
    )
    page = story.person(SECRETARY).get(f"/sitzungen/{november.pk}/").follow("/verlegen/")
    page.fill_in("/verlegen/", day="24.11.2016", time="15:00",
                 reason="Der Ratssaal wird am Montag gebraucht.")  # fmt: skip


def planned(story: Story, target: Target) -> None:
    """24.08.2016: the wished 26.09.2016 is out of reach; earliest is 24.11.2016."""
    assert story.today == date(2016, 8, 24)
    out = StringIO()
    call_command("plan_deliberation", "--from", "2016-08-24", "--wish", f"{WISH}", "--json",
                 stdout=out)  # fmt: skip
    said = json.loads(out.getvalue())
    assert (said["reachable"], said["earliest"]["session"]) == (False, f"{REACHED}")
    assert said["earliest"]["stations"] == [
        {"body": "integration_council", "role": "preliminary", "session": "2016-10-26"},
        {"body": "council", "role": "decision", "session": "2016-11-24"},
    ]
    wished = story.person(WRITER).get(f"/ziele/{target.case_id}/").follow("/termine/")
    wished = wished.fill_in(wish=f"{WISH}")
    assert wished.shows("26.09.2016 ist auf dem regulären Weg nicht erreichbar"), wished.text
    assert wished.shows("24.11.2016"), wished.text
    # No session of any body lies in the holidays, the summer pause.
    pause = Meeting.objects.filter(starts_at__date__range=("2016-07-11", "2016-08-23"))
    assert not pause.exists()


def written(story: Story) -> Target:
    """The planning office begins the target; incomplete it is not taken."""
    new = story.person(WRITER).get("/ziele/neu/")
    edit = new.fill_in(title="Zielvorgabe Integration mit Zeitrahmen",
                       lead=story.unit("social_planning"))  # fmt: skip
    target = Target.objects.get()
    assert case_of(edit) == target.case_id
    refused = story.tries(HEAD, target, "submit")
    assert refused.status == UNMET
    assert refused.shows("Nennen Sie mindestens ein messbares Teilziel"), refused.text
    edit = story.person(WRITER).get(f"/ziele/{target.case_id}/bearbeiten/")
    edit = edit.press("rows", "add:objectives")
    names = ("text", "indicator", "baseline", "goal", "due_on", "office")
    rows = {}
    for number, row in enumerate(OBJECTIVES):
        *texts, office = row
        values = dict(zip(names, [*texts, story.unit(office)], strict=True))
        rows |= {f"objectives-{number}-{name}": value for name, value in values.items()}
        rows |= {f"objectives-{number}-baseline_on": "24.08.2016",
                 f"objectives-{number}-rhythm": "quarter"}  # fmt: skip
    edit.fill_in(
        facts="Die Verbände fordern sie seit dem 12.07.2016.", starts_on="24.11.2016",
        proposal="Der Rat beschließt die Zielvorgabe mit ihrem Zeitrahmen.",
        ends_on="31.12.2017", **rows,
    )  # fmt: skip
    return target


def carried(story: Story, target: Target) -> None:
    """Check, co-signature, both deputy mayors, board, signature in time for 26.10.2016."""
    story.act(HEAD, target, "submit")
    story.on(2016, 9, 5)
    story.act(CLERK, target, "pass_check")
    story.on(2016, 9, 12)
    assert {"school-head", "equality-head"} <= stages.cosigned(story, target)
    story.on(2016, 9, 26)
    assert stages.released(story, target) == [
        "division_4-deputy_mayor", "division_3-integration_deputy",
    ]  # fmt: skip
    story.on(2016, 10, 4)
    stages.approved(story, target, "VV 33/2016")
    story.on(2016, 10, 7)
    stages.signed(story, target)
    assert stages.stations(target)[0] == ("integration_council", date(2016, 10, 26))
    assert stages.stations(target)[-1] == ("council", REACHED)


def resolved(story: Story, target: Target) -> None:
    """24.11.2016: the council resolves it, and nobody changes it without the council."""
    paper = story.page(HEAD, target).follow(" als PDF")
    assert paper.content.startswith(b"%PDF-")
    stages.deliberated(story, target)
    target.refresh_from_db()
    assert (story.state(target), target.resolved_on) == ("implementation", REACHED)
    # Who sits in a body that was heard first has seen the paper as well (GO NRW § 27).
    chair = story.person("integration_council-observer")
    assert chair.get(f"/ziele/{target.case_id}/").status == 200
    edit = story.person(WRITER).get(f"/ziele/{target.case_id}/bearbeiten/")
    assert edit.status == UNMET
    assert edit.shows("Beschluss"), edit.text
    demand = story.demands["target"]
    story.on(2016, 11, 25)
    story.act(HEAD, demand, "report_fulfilled")
    story.act("caritas-observer", demand, "confirm_fulfilled")
    assert story.state(demand) == "confirmed"
