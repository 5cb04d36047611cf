"""Another kind goes through co-signature and council with both apps as they are."""

import pytest

from coordination.council.models import Consultation, Paper
from coordination.decisions.models import TextVersion
from tests.second_kind.models import Guideline
from tests.town import Town
from workflows.actions.acting.cases import open_case
from workflows.models import Case, Event, Obligation
from workflows.queries.proof.verification import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def guideline(town: Town) -> Guideline:
    """A guideline of the youth office about which two offices are asked."""

    def attach(case, work):
        row = Guideline.objects.create(
            case=case, title="Leitbild", text="Wir reden miteinander.", lead=town.unit("youth")
        )
        row.asked.set([town.units["school"], town.units["health"]])

    outcome = open_case(kind="guideline", title="Leitbild", by=None, at=town.now, attach=attach)
    return Guideline.objects.get(case=outcome.case)


def state(guideline: Guideline) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=guideline.case_id)


def test_guideline_goes_from_the_check_to_the_resolution(town: Town, guideline: Guideline):
    case = guideline.case_id
    town.do(case, "pass_check", "centre-head")
    town.do(case, "vote", "health-head", choice="approved")
    town.do(case, "vote", "school-head", choice="conditional", conditions=["Auch in der Schule."])
    town.do(
        case, "answer_condition", "youth-head", accept=True, material=False,
        fields={"text": "Wir reden miteinander, auch in der Schule."}, text="Gern.",
    )  # fmt: skip
    town.do(case, "resign", "youth-head")
    assert state(guideline) == "release"
    town.do(case, "release", "division_3-deputy_mayor")
    # A matter of principle: the executive board deals with it.
    town.do(
        case, "board_approves", "board_office-board_secretary",
        date=town.now.date().isoformat(), protocol="VV 9/2026",
    )  # fmt: skip
    town.do(case, "sign", "mayor-mayor")
    town.decide(guideline)

    assert state(guideline) == "resolved"
    assert Case.objects.get(pk=case).closed_at == town.now
    paper = Paper.objects.get()
    written = {name: value for name, value in paper.text.items() if name != "printed"}
    assert written == {"title": "Leitbild", "text": "Wir reden miteinander, auch in der Schule."}
    assert Obligation.objects.get().text == "Auch in der Schule."
    assert TextVersion.objects.filter(case=case).count() == 3
    assert Consultation.objects.filter(case=case, result="").count() == 0
    assert list(verify()) == []


def test_guideline_is_sent_back_and_comes_again(town: Town, guideline: Guideline):
    case = guideline.case_id
    town.do(case, "send_back", "centre-clerk", text="Bitte genauer fassen.")
    town.do(case, "hand_in", "youth-clerk", wording="Wir hören einander zu.")
    assert state(guideline) == "check"
    assert Event.objects.filter(case=case).count() == 3
