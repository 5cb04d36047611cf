"""A member of the council reads one file for a time; every look is recorded (GO NRW § 55)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from coordination.inspection.actions.granting import grant
from coordination.inspection.models import Inspection, InspectionLook
from coordination.measures.models import Measure
from tests.town import Town
from workflows.actions.acting.acts import Request, act
from workflows.actions.time.clock import take_effects
from workflows.models import Case, DeskHolder, User
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db

SECRETARY, MEMBER = "council_office-council_secretary", "council-observer"


def granted(town: Town, *, by: str = SECRETARY, until: date | None = None) -> Inspection:
    """The member may read a restricted matter in co-signature, which nobody of the council sees."""
    measure = town.in_cosigning(impact_school=True, access="restricted")
    outcome = grant(
        matter=measure, person=town.person(MEMBER), until=until or date(2026, 3, 6),
        reason="Beschluss des Rates vom 23.02.2026.", by=town.person(by), at=town.now,
        command=uuid4(),
    )  # fmt: skip
    return Inspection.objects.get(case=outcome.case)


def status(town: Town, person: User, name: str, *args: object) -> int:
    """What this person gets for a page now."""
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(person)
        return client.get(reverse(f"coordination:{name}", args=args)).status_code


def test_the_member_reads_the_whole_file_until_its_last_day(town: Town) -> None:
    inspection = granted(town)
    member = town.person(MEMBER)
    case = inspection.matter_id
    assert status(town, member, "measure", case) == 404
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(member)
        page = client.get(reverse("coordination:inspection_file", args=[inspection.pk]))
        assert page.status_code == 200
        text = page.content.decode()
    assert Measure.objects.get(case=case).goal in text
    assert "Mitzeichnungen" in text
    assert "<form" not in text.partition("<main")[2].partition("</main>")[0]
    town.now = town.now.replace(day=6, hour=22)
    assert status(town, member, "inspection_file", inspection.pk) == 200
    assert [look.what for look in InspectionLook.objects.all()] == ["", ""]
    town.now += timedelta(hours=2)
    # Over at once, also before the clock has noticed it; then it is ended by itself.
    assert status(town, member, "inspection_file", inspection.pk) == 404
    take_effects(at=town.now)
    assert Case.objects.get(pk=inspection.case_id).state == "ended"
    assert InspectionLook.objects.count() == 2
    assert not list(verify())


def test_nobody_else_reads_it_not_even_who_stands_in(town: Town) -> None:
    inspection = granted(town)
    for desk in (SECRETARY, "mayor-mayor", "youth-head", "social-head"):
        assert status(town, town.person(desk), "inspection_file", inspection.pk) == 404
    assert not InspectionLook.objects.exists()
    # Whoever has left the council has lost it too.
    DeskHolder.objects.filter(person=town.person(MEMBER)).update(valid_until=date(2026, 3, 1))
    assert status(town, town.person(MEMBER), "inspection_file", inspection.pk) == 404


def test_it_ends_by_hand_with_a_reason(town: Town) -> None:
    inspection = granted(town, by="mayor-mayor")

    def end(by: str, text: str) -> None:
        case = Case.objects.get(pk=inspection.case_id)
        act(Request(case.pk, "end_inspection", town.person(by).pk, town.now, command=uuid4(),
                    version=case.version, text=text))  # fmt: skip

    with pytest.raises(GuardsUnmet):
        end(SECRETARY, "")
    end(SECRETARY, "Der Ausschuss hat es sich anders überlegt.")
    assert status(town, town.person(MEMBER), "inspection_file", inspection.pk) == 404
    assert status(town, town.person(SECRETARY), "inspection", inspection.case_id) == 200
    assert status(town, town.person(MEMBER), "inspection", inspection.case_id) == 404


def test_who_may_grant_and_what_it_needs(town: Town) -> None:
    with pytest.raises(NotAllowed):
        granted(town, by="youth-head")
    with pytest.raises(GuardsUnmet) as refusal:
        grant(
            matter=None, person=town.person("youth-head"), until=date(2027, 1, 1), reason="x",
            by=town.person(SECRETARY), at=town.now,
        )  # fmt: skip
    assert {unmet.code for unmet in refusal.value.unmet} == {
        "until_far", "matter_missing", "person_missing", "reason_missing",
    }  # fmt: skip
    assert status(town, town.person("youth-head"), "inspection_new") == 403
    measure = Measure.objects.get()
    with time_machine.travel(town.now, tick=False):
        client = Client()
        client.force_login(town.person("mayor-mayor"))
        url = reverse("coordination:inspection_new")
        said = {"matter": "M-1999-0001", "person": town.person(MEMBER).pk, "until": "06.03.2026",
                "reason": "Auf Verlangen des Rates.", "command": str(uuid4())}  # fmt: skip
        assert client.post(url, said).status_code == 422
        # The mayor may name each matter, the council office those that it sees.
        office = Client()
        office.force_login(town.person(SECRETARY))
        said["matter"] = measure.reference
        assert office.post(url, said).status_code == 422
        assert client.post(url, said).status_code == 302
    assert Inspection.objects.get().until == date(2026, 3, 6)
