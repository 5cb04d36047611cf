"""From the first line of a proposal to the confirmed completion."""

from tests.journeys.driver import Person
from tests.journeys.stages import asked, deliberated, in_cosigning, signed, state
from tests.town import Town
from workflows.models import Event


def test_measure_goes_from_proposal_to_completion(town: Town) -> None:
    measure = in_cosigning(
        town, cost="1.200,50 €", impacts=("school",), milestones=("1.9.26", "2026-10-01")
    )
    assert asked(measure) == {"finance": "cosign", "school": "cosign", "centre": "contribute"}

    for desk in ("finance-head", "school-cosigner"):
        Person(town, desk).does("vote", measure, choice="approved")
    assert state(measure) == "release"
    signed(town, measure)
    deliberated(town, measure)
    assert state(measure) == "resolved"

    Person(town, "finance-head").does("confirm_funds", measure)
    clerk, head = Person(town, "youth-clerk"), Person(town, "youth-head")
    head.does("start_implementation", measure, responsible=clerk.user.pk)
    assert state(measure) == "implementation"

    for _stone in range(2):
        form = clerk.opens(measure, task="/meilenstein-erreicht/")
        late = "late_reason" in form.form("/meilenstein-erreicht/").fields
        why = {"late_reason": "Es dauerte länger."} if late else {}
        form.fill_in("/meilenstein-erreicht/", text="Der Vertrag liegt vor.", **why)
    report = clerk.does(
        "draft_report", measure, done="Alles.", next_steps="Nichts.", risks="Keine.",
        spent="1.100", forecast="1.100,00", light="green", is_final="on",
    )  # fmt: skip
    assert report.status == 200
    assert head.act(measure, "release_report").shows("Abschlussbericht", "1.100,00")
    head.does("release_report", measure)
    head.does("propose_completion", measure)
    deputy_mayor = Person(town, "division_3-deputy_mayor")
    assert deputy_mayor.act(measure, "confirm_completion").shows("Abschlussbericht", "1.100,00")
    deputy_mayor.does("confirm_completion", measure)
    assert state(measure) == "completed"

    page = clerk.opens(measure)
    assert "Abgeschlossen" in page.text
    assert Event.objects.filter(case=measure.case_id, actor=clerk.user).exists()
    assert not clerk.sees_task(measure)
