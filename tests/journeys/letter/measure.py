"""The demand for an agency is taken up in a measure and fulfilled when that is completed."""

from __future__ import annotations

from coordination.city.models import TargetGroup
from coordination.measures.models import Measure
from tests.journeys.letter import stages
from tests.journeys.letter.declaration import GUEST
from tests.journeys.letter.story import BGI, CLERK, REASON, UNMET, Story, fields
from workflows.models import Task

WRITER, HEAD, ABOVE = "social_planning-clerk", "social_planning-head", "division_4-deputy_mayor"


def written(story: Story) -> Measure:
    """August 2016: the planning office writes it; it is current administration, 38,000 euros."""
    new = story.person(WRITER).get("/massnahmen/neu/")
    page = new.fill_in(title="Beauftragung einer externen Agentur für das Integrationskonzept",
                       lead=story.unit("social_planning"))  # fmt: skip
    measure = Measure.objects.get()
    page = page.follow("/bearbeiten/gegenstand/").fill_in(
        facts="Das Konzept soll analog zu den Sozialberichten entstehen.",
        goal="Die Agentur arbeitet ab Dezember 2016.",
        proposal="Eine Agentur wird mit dem Konzept beauftragt.",
    )
    groups = TargetGroup.objects.filter(is_mandatory=True).values_list("pk", flat=True)
    page = page.follow("/bearbeiten/fuer-wen-und-wo/").fill_in(
        fields_of_action=fields(), is_citywide="on", target_groups=list(groups)
    )
    page = page.follow("/bearbeiten/entscheidung/").fill_in(
        priority="high", decision_path="current_administration", access="normal"
    )
    page = page.follow("/bearbeiten/kosten/").fill_in(cost="38.000", cover="Haushalt 2016")
    page = page.follow("/bearbeiten/termine/").fill_in(
        **{"milestones-0-title": "Agentur beauftragt", "milestones-0-due_on": "12.12.2016"}
    )
    page.follow("/bearbeiten/betroffene/").fill_in(impact_none="on")
    return measure


def linked(story: Story, measure: Measure) -> None:
    """Without the link there is no such answer; with it the demand waits for the measure."""
    demand = story.demands["agency"]
    story.act(WRITER, demand, "begin_examination")
    said = {"outcome": "in_measure", "answer": "Eine Agentur wird noch 2016 beauftragt."}
    story.act(WRITER, demand, "draft_answer", status=UNMET, **said)
    story.act(WRITER, demand, "link_measure", measure=measure.reference)
    story.act(WRITER, demand, "draft_answer", **said)
    story.act(BGI, demand, "sign_answer")
    assert story.state(demand) == "in_measure"
    assert story.page(HEAD, demand).shows("wenn ihre Maßnahmen abgeschlossen sind: 1 ist es noch")


def decided(story: Story, measure: Measure) -> None:
    """September 2016: checked, signed, found to be current administration, released."""
    story.act(HEAD, measure, "submit")
    story.act(ABOVE, measure, "find_current_administration", is_current="True", reason=REASON)
    story.act(CLERK, measure, "pass_check")
    stages.cosigned(story, measure)
    stages.released(story, measure)
    assert story.state(measure) == "resolved"


def carried_out(story: Story, measure: Measure) -> None:
    """Funds, start, the milestone on 12.12.2016, the final report, the deputy mayor's word."""
    story.act("finance-head", measure, "confirm_funds")
    story.act(HEAD, measure, "start_implementation",
              responsible=str(story.town.person(WRITER).pk))  # fmt: skip
    assert story.state(measure) == "implementation"


def completed(story: Story, measure: Measure) -> None:
    """The agency is commissioned: the measure is done, and the demand with it."""
    assert Task.objects.filter(case=measure.case_id, status="open", step__key="milestone").exists()
    page = story.page(WRITER, measure).follow("/meilenstein-erreicht/")
    page.fill_in("/meilenstein-erreicht/", text="Der Auftrag ist am 12.12.2016 unterschrieben.")
    story.act(
        WRITER, measure, "draft_report", done="Beauftragt.", next_steps="Keine.", risks="Keine.",
        spent="0", forecast="38.000", light="green", is_final="on",
    )  # fmt: skip
    story.act(HEAD, measure, "release_report")
    story.act(HEAD, measure, "propose_completion")
    story.act(BGI, measure, "confirm_completion")
    demand = story.demands["agency"]
    assert story.state(demand) == "in_measure"
    story.on(2016, 12, 15)
    assert story.state(demand) == "reported"
    story.act(GUEST, demand, "confirm_fulfilled")
    assert story.state(demand) == "confirmed"
