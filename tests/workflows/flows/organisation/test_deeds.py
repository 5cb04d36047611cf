"""A deed of the organisation stands in one table; flow, action and page are found through it."""

from __future__ import annotations

from inspect import isclass

from workflows.actions import people as organisation
from workflows.flows.people.deeds import DEEDS, SEVERAL_ACTS
from workflows.flows.people.flow import ESTABLISHING, OrganisationFlow
from workflows.views.people import addresses
from workflows.views.people.pages import deed_pages

BY_HAND = {"add_hook", "end_hook"}
"""Their page shows a secret once; their actions lie beside it."""
OF_THE_SYSTEM = {"establish", "found_organisation", "return_left_work"}
BINDING = {"bind_upgrade"}
"""An act of the system that every flow may list; it changes nothing of the organisation."""


def test_the_table_has_every_act_under_the_name_of_its_action() -> None:
    assert [deed.act.name for deed in DEEDS] == [deed.name for deed in DEEDS]
    acts = {deed.act.name for deed in DEEDS} | {line.act.name for line in ESTABLISHING}
    stated = [at for stage in OrganisationFlow.stages for at in stage.states.values()]
    assert acts == {line.act.name for at in stated for line in at.acts} - BINDING


def test_every_deed_has_an_action_and_a_page_and_nothing_else_has() -> None:
    deeds = {deed.name for deed in (*DEEDS, *SEVERAL_ACTS)} - BY_HAND
    actions = {name for name in organisation.__all__ if not isclass(getattr(organisation, name))}
    assert actions - OF_THE_SYSTEM == deeds
    assert {page.deed for page in deed_pages()} == deeds
    named = {pattern.name for pattern in addresses.patterns}
    assert {page.url_name for page in deed_pages()} <= named
