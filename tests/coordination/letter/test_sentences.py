"""What the letter asks for, sentence by sentence (domain.md 3), as far as it is built here."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coordination.city.models import FieldOfAction
from coordination.demands.models import Demand
from coordination.demands.queries.demands import open_numbers
from coordination.group.actions.register import change
from coordination.group.queries.agenda import agenda_of
from coordination.group.queries.register import fields_on
from coordination.imports.enums import RowFate
from coordination.mandates.queries import lead_on
from tests.coordination.demands.demands import (
    EVIDENT,
    answer,
    assign,
    association,
    bring_on,
    read_in,
    recorded,
    register,
)
from tests.coordination.demands.demands import do as do_demand
from tests.coordination.demands.demands import draft as draft_answer
from tests.coordination.letter.orders import BGI, HEAD, KI, brought_to, do, draft
from tests.coordination.letter.test_sessions import planned
from tests.mandates import end_mandate
from tests.situations import Stage
from tests.town import Town
from workflows.refusals import GuardsUnmet, NotAllowed

pytestmark = pytest.mark.django_db


def test_coordination_group_for_all_relevant_fields_of_action(town: Town) -> None:
    """Koordinierungsgruppe „Integration und Asyl“: members per field, meetings, orders, minutes."""
    session = planned(town)
    order = brought_to(town, "issued")
    (first, *_others) = agenda_of(session, today=town.now.date())
    assert list(first.orders) == [order]
    gaps = {field.name for field in fields_on(town.now.date()) if not field.members}
    covered = FieldOfAction.objects.earliest("pk").name
    assert gaps == set(FieldOfAction.objects.values_list("name", flat=True)) - {covered}


def test_institutions_are_overloaded_and_the_centre_has_schooling_at_the_same_time(
    town: Town,
) -> None:
    """Institutionen stark überlastet; KI gleichzeitig Beschulung: too much is confirmed."""
    by, day = town.person("organisation-organisation").pk, town.now.date()
    centre = town.units["centre"]
    change("set_capacity", by=by, at=town.now, unit=centre, items=5, valid_from=day)
    order = draft(town, by="division_3-deputy_mayor", unit=centre)
    change("add_statutory", by=by, at=town.now, unit=centre, items=5, valid_from=date(2026, 1, 1),
           title="Beschulung minderjähriger Flüchtlinge", norm="SchulG NRW § 34")  # fmt: skip
    with pytest.raises(GuardsUnmet) as refusal:
        do(town, order, "issue_order", BGI)
    assert [unmet.code for unmet in refusal.value.unmet] == ["over_load"]
    do(town, order, "issue_order", BGI, despite_load=True)


def test_the_centre_is_a_staff_unit_that_may_instruct_nobody(town: Town) -> None:
    """„niemandem gegenüber weisungsberechtigt“: KI drafts; BGI with a mandate directs."""
    order = draft(town, by=KI)
    with pytest.raises(NotAllowed):
        do(town, order, "issue_order", KI)
    do(town, order, "issue_order", BGI)
    assert (order.kind, order.right) == ("directive", "mandate")
    do(town, order, "accept_order", HEAD)


def test_integration_has_a_face_in_the_direct_order_of_the_mayor(town: Town) -> None:
    """Vorschlag 2: mandate record; without a valid one the approval of the deputy mayor is 403."""
    mandate = lead_on(town.now.date()).mandate
    assert mandate is not None
    assert (mandate.person, mandate.basis) == (town.person(BGI), "order")
    measure = Stage(town).release_second()
    end_mandate(town)
    with pytest.raises(NotAllowed):
        town.do(measure, "release", BGI)


def test_public_declaration_of_1_december_2015_is_still_owed(town: Town) -> None:
    """Öffentliche Erklärung 01.12.2015, „nach wie vor uneingelöst“: 224 days on 12.07.2016."""
    aid = association(town)
    rows = [
        ("1", "Mittelfristige strategische Planung", "Eine Planung für alle Lebensbereiche."),
        ("2", "Kommunaler Masterplan", "Ein Masterplan, der die Gemengelage nicht ausblendet."),
    ]
    head = "nr;art;titel;forderung;absender;vom;weg;fundstelle\n"
    lines = [f"{number};Forderung;{title};{words};aid;01.12.2015;Erklärung;Öffentliche Erklärung\n"
             for number, title, words in rows]  # fmt: skip
    for fate in (RowFate.CREATED, RowFate.UNCHANGED):
        assert read_in(town, head + "".join(lines)) == [fate, fate]
    letter = date(2016, 7, 12)
    owed = Demand.objects.of_sender(aid)
    assert [demand.days_open(letter) for demand in owed] == [224, 224]
    assert open_numbers(letter) == (2, 224)
    (first, _second) = owed.order_by("pk")
    bring_on(town, first, "declined")
    # A refusal ends nothing; only the sender can.
    assert open_numbers(letter) == (2, 224)
    do_demand(town, first, "report_fulfilled", HEAD)
    do_demand(town, first, "record_confirmation", KI, **EVIDENT)
    assert open_numbers(letter) == (1, 224)
    assert first.days_open(date(2030, 1, 1)) == (town.now.date() - date(2015, 12, 1)).days


def test_the_associations_are_ready_to_speak_with_the_mayor(town: Town) -> None:
    """Erörterung mit dem OB: a kind of its own with appointment and result; the answer is due."""
    wish = recorded(town, kind="talk", title="Vertiefende Erörterung")
    register(town, wish)
    assign(town, wish)
    assert wish.answer_due_on == date(2026, 4, 15)
    do_demand(town, wish, "begin_examination", "social-clerk")
    with pytest.raises(GuardsUnmet) as refusal:
        draft_answer(town, wish)
    assert [unmet.code for unmet in refusal.value.unmet] == ["appointment_missing"]
    do_demand(town, wish, "set_appointment", "social-clerk", meets_on="2026-03-10",
              meets_from="14:30", meets_where="Rathaus")  # fmt: skip
    answer(town, wish)
    town.now += timedelta(days=9)
    do_demand(town, wish, "record_result", KI, result="Ein Termin je Quartal.")
    do_demand(town, wish, "report_fulfilled", HEAD)
    do_demand(town, wish, "record_confirmation", KI, **EVIDENT)
    assert (wish.state, wish.result) == ("confirmed", "Ein Termin je Quartal.")
