"""Units: keys, functions, the tree, the end."""

import pytest

from tests.workflows.house import SINCE, TODAY, last_event, tree
from workflows.models import Unit
from workflows.queries.people.seen import fingerprint
from workflows.refusals import GuardsUnmet, Stale

NEW = {
    "key": "archive", "name": "Ärztliches Archiv", "short_name": "Archiv", "kind": "office",
    "function": "archive", "valid_from": SINCE,
}  # fmt: skip


def values(unit, **changes):
    return {
        "unit": unit.pk, "name": unit.name, "short_name": unit.short_name, "kind": unit.kind,
        "function": unit.function, "parent": unit.parent_id, **changes,
    }  # fmt: skip


def unmet(error):
    return sorted((item.code, item.field) for item in error.value.unmet)


def test_create_unit_places_it_in_the_tree(house):
    made = house.do("create_unit", **NEW, parent=house.unit("errands")).facts["unit"]
    unit = Unit.objects.get(pk=made)
    assert (unit.key, unit.function, unit.valid_until) == ("archive", "archive", None)
    assert unit.sort_key == "arztliches archiv"
    assert tree()["archive"] == ["top", "errands"]


def test_create_unit_writes_an_event(house):
    made = house.do("create_unit", **NEW, text="New duty.").facts["unit"]
    event = last_event()
    assert (event.action, event.actor_id) == ("create_unit", house.person("organiser"))
    assert event.desk_id == house.desk("office")
    assert event.data == {"unit": made, "key": "archive", "name": NEW["name"], "parent": None}
    assert event.text.text == "New duty."


def test_create_unit_tells_all_faults_at_once(house):
    with pytest.raises(GuardsUnmet) as error:
        house.do(
            "create_unit", key="errands", name="", short_name="x" * 61, kind="club",
            function="errands", valid_from="soon", parent=10**9,
        )  # fmt: skip
    assert unmet(error) == [
        ("function_taken", "function"),
        ("invalid", "kind"),
        ("invalid", "valid_from"),
        ("key_taken", "key"),
        ("missing", "name"),
        ("too_long", "short_name"),
        ("unknown", "parent"),
    ]
    assert not Unit.objects.filter(name="").exists()


@pytest.mark.parametrize("key", ["a b", "ämter", "a/b", "x\x1by", "a\ny'"])
def test_create_unit_refuses_strange_keys(house, key):
    with pytest.raises(GuardsUnmet) as error:
        house.do("create_unit", **{**NEW, "key": key})
    assert unmet(error) == [("invalid", "key")]


def test_change_unit_renames(house):
    unit = Unit.objects.get(key="teams")
    house.do("change_unit", **values(unit, name="Übungsamt", short_name="ÜA"))
    unit.refresh_from_db()
    assert (unit.name, unit.short_name, unit.sort_key) == ("Übungsamt", "ÜA", "ubungsamt")
    assert last_event().data == {
        "unit": unit.pk,
        "changes": {"name": ["Unit teams", "Übungsamt"], "short_name": ["teams", "ÜA"]},
    }


def test_change_unit_moves_the_whole_subtree(house):
    deep = house.do("create_unit", **NEW, parent=house.unit("teams")).facts["unit"]
    assert tree()["archive"] == ["top", "errands", "teams"]
    errands = Unit.objects.get(key="errands")
    house.do("change_unit", **values(errands, parent=house.unit("keepers")))
    assert tree() == {
        "top": [],
        "keepers": ["top"],
        "errands": ["top", "keepers"],
        "teams": ["top", "keepers", "errands"],
        "archive": ["top", "keepers", "errands", "teams"],
    }
    house.do("change_unit", **values(Unit.objects.get(key="teams"), parent=None))
    assert (tree()["teams"], tree()["archive"]) == ([], ["teams"])
    assert Unit.objects.get(pk=deep).parent_id == house.unit("teams")


@pytest.mark.parametrize("below", ["errands", "teams"])
def test_change_unit_refuses_a_cycle(house, below):
    unit = Unit.objects.get(key="errands")
    with pytest.raises(GuardsUnmet) as error:
        house.do("change_unit", **values(unit, parent=house.unit(below)))
    assert unmet(error) == [("cycle", "parent")]


def test_change_unit_refuses_what_was_seen_otherwise(house):
    unit = Unit.objects.get(key="teams")
    seen = fingerprint(unit)
    house.do("change_unit", **values(unit, name="First"), seen=seen)
    with pytest.raises(Stale):
        house.do("change_unit", **values(unit, name="Second"), seen=seen)
    assert Unit.objects.get(key="teams").name == "First"


def test_end_unit_needs_an_empty_unit(house):
    with pytest.raises(GuardsUnmet) as error:
        house.do("end_unit", unit=house.unit("errands"), last_day=SINCE.replace(year=2019))
    assert unmet(error) == [
        ("ends_before_start", "last_day"), ("has_desks", "unit"), ("has_units", "unit"),
    ]  # fmt: skip


def test_end_unit_frees_its_function(house):
    made = house.do("create_unit", **NEW).facts["unit"]
    house.do("end_unit", unit=made, last_day=TODAY)
    assert Unit.objects.get(pk=made).valid_until == TODAY
    again = house.do("create_unit", **{**NEW, "key": "archive2"}).facts["unit"]
    assert Unit.objects.get(pk=again).function == "archive"
    with pytest.raises(GuardsUnmet) as error:
        house.do("end_unit", unit=made, last_day=TODAY)
    assert unmet(error) == [("unknown", "unit")]
