"""How a paper is signed: the mark follows the desk, for whom somebody signs stands beside it."""

import pytest
from django.test import Client
from django.urls import reverse

from coordination.council.models import Paper
from tests.roles import stand_in
from tests.town import Town
from workflows.models import Desk

MARKS = [
    # How the desk signs, and how it looks: in one's own right, for an absent holder.
    ("none", "{me}", "i. V. {me}, in Vertretung für {absent}"),
    ("iv", "i. V. {me}", "i. V. {me}, in Vertretung für {absent}"),
    ("ia", "i. A. {me}", "i. A. {me}, in Vertretung für {absent}"),
]


@pytest.mark.parametrize(("signs", "own", "for_absent"), MARKS)
def test_paper_is_signed_as_the_desk_signs(
    town: Town, client: Client, signs: str, own: str, for_absent: str
) -> None:
    Desk.objects.filter(pk=town.desks["mayor-mayor"]).update(signs=signs)
    mayor, deputy = town.person("mayor-mayor"), town.person("division_4-deputy_mayor")
    town.in_deliberation()
    stand_in(mayor, deputy, town)
    measure = town.in_final_signature(title="Etwas anderes")
    town.do(measure, "sign", "division_4-deputy_mayor")
    first, second = Paper.objects.order_by("pk")
    assert first.signature == own.format(me=mayor)
    expected = for_absent.format(me=deputy, absent=mayor)
    assert second.signature == expected
    client.force_login(deputy)
    page = client.get(reverse("coordination:measure", args=[measure.case_id])).content.decode()
    assert f"gezeichnet: {expected}" in page
