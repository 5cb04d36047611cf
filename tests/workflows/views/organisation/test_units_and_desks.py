"""Units and desks on their pages: forms, check pages, refusals that keep what was typed."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests.workflows.house import SINCE, desk_of, last_event, tree
from workflows.models import Desk, DeskHolder, Unit

UNIT = {
    "name": "Stadtarchiv", "short_name": "Archiv", "kind": "office",
    "function": "", "parent": "", "valid_from": "1.1.2026", "reason": "Neu.",
}  # fmt: skip


def url(name, *args):
    return reverse(f"workflows:{name}", args=args)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def post(client, address, **values):
    """Send a form as a browser does: with the hidden fields of the page that shows it."""
    page = client.get(address)
    hidden = {field.name: field.value() or "" for field in page.context["form"].hidden_fields()}
    return client.post(address, {**hidden, **values})


def errors(response):
    return {
        name: [e.code for e in found]
        for name, found in response.context["form"].errors.as_data().items()
    }


def test_new_unit_appears_in_the_tree(house, login):
    client = login("organiser")
    response = post(client, url("new_unit"), **UNIT)
    unit = Unit.objects.get(key="stadtarchiv")
    assert response.headers["Location"] == url("unit", unit.pk)
    assert said(response) == ["Die Einheit ist angelegt."]
    assert unit.valid_from == date(2026, 1, 1)
    assert last_event().text.text == "Neu."
    page = client.get(url("organisation")).content.decode()
    assert "Stadtarchiv" in page


def test_new_unit_below_another_is_proposed(house, login):
    page = login("organiser").get(url("new_unit") + f"?below={house.unit('errands')}")
    assert page.context["form"]["parent"].value() == "Unit errands (errands)"


def test_faults_are_shown_at_their_fields_and_nothing_is_lost(house, login):
    client = login("organiser")
    response = post(client, url("new_unit"), **{**UNIT, "parent": "keep", "function": "errands"})
    assert response.status_code == 422
    assert errors(response) == {"function": ["function_taken"]}
    page = response.content.decode()
    assert "<title>Fehler: " in page
    assert 'value="Stadtarchiv"' in page
    response = post(client, url("new_unit"), **{**UNIT, "valid_from": "31.2.2026", "name": ""})
    assert errors(response) == {"valid_from": ["impossible"], "name": ["required"]}


def test_change_unit_moves_it(house, login):
    response = post(
        login("organiser"), url("change_unit", house.unit("teams")), name="Teams", short_name="T",
        kind="office", function="teams", parent=house.unit("top"), reason="",
    )  # fmt: skip
    assert response.status_code == 302
    assert tree()["teams"] == ["top"]


def test_change_over_another_change_is_409_and_keeps_what_was_typed(house, login):
    client, address = login("organiser"), url("change_unit", house.unit("teams"))
    page = client.get(address)
    hidden = {field.name: field.value() or "" for field in page.context["form"].hidden_fields()}
    values = {"short_name": "T", "kind": "office", "function": "teams", "parent": ""}
    post(login("second"), address, name="Erste Fassung", **values)
    response = client.post(address, {**hidden, **values, "name": "Zweite Fassung"})
    assert response.status_code == 409
    assert "Zweite Fassung" in response.content.decode()
    assert Unit.objects.get(key="teams").name == "Erste Fassung"


def test_end_unit_asks_before_it_is_done(house, login):
    client = login("organiser")
    post(client, url("new_unit"), **UNIT)
    unit = Unit.objects.get(key="stadtarchiv")
    address = url("end_unit", unit.pk)
    today = timezone.localdate()
    shown = post(client, address, last_day=f"{today:%d.%m.%Y}", stage="check")
    assert shown.status_code == 200
    assert Unit.objects.get(key="stadtarchiv").valid_until is None
    sent = client.post(address, {**dict(shown.context["kept"]), "stage": "send"})
    assert sent.status_code == 302
    assert Unit.objects.get(key="stadtarchiv").valid_until == today


def test_end_unit_says_what_is_in_the_way(house, login):
    response = post(
        login("organiser"),
        url("end_unit", house.unit("errands")),
        last_day="1.1.2030",
        stage="send",
    )
    assert response.status_code == 422
    assert errors(response) == {"last_day": ["has_units", "has_desks"]}


def test_tree_finds_units_desks_and_people(house, login):
    client = login("organiser")

    def found(words):
        page = client.get(url("organisation"), {"q": words})
        return flat(page.context["roots"])

    assert found("teams") == ["Unit top", "Unit errands", "Unit teams"]
    assert found("colleague") == ["Unit top", "Unit errands"]
    assert found("desk office") == ["Unit top", "Unit keepers"]
    assert found("nobody at all") == []
    assert found("") == ["Unit top", "Unit errands", "Unit teams", "Unit keepers"]


def flat(nodes):
    return [name for node in nodes for name in (node.unit.name, *flat(node.children))]


def test_tree_sorts_the_german_way(house, login):
    for key, name in (("a", "Übungsamt"), ("b", "Uhrenamt"), ("c", "Zollamt"), ("d", "Ämterrat")):
        house.do("create_unit", key=key, name=name, short_name=key, kind="office", valid_from=SINCE,
                 parent=house.unit("keepers"))  # fmt: skip
    page = login("organiser").get(url("organisation"))
    assert flat(page.context["roots"])[-4:] == ["Ämterrat", "Übungsamt", "Uhrenamt", "Zollamt"]


def test_tree_needs_as_many_queries_for_many_units(house, login, django_assert_num_queries):
    client = login("organiser")
    client.get(url("organisation"))
    with django_assert_num_queries(8):
        client.get(url("organisation"))
    for number in range(5):
        unit = house.do(
            "create_unit", key=f"u{number}", name=f"U {number}", short_name="U", kind="office",
            valid_from=SINCE, parent=house.unit("top"),
        ).facts["unit"]  # fmt: skip
        house.do("create_desk", unit=unit, key=f"d{number}", name="D", function="clerk",
                 superior=house.desk("mayor"), signs="ia")  # fmt: skip
    client.get(url("organisation"))  # what is kept of the organisation is read anew once
    with django_assert_num_queries(8):
        client.get(url("organisation"))


def test_texts_are_escaped(house, login):
    canary = "<script>alert(1)</script>"
    unit = house.do(
        "create_unit", key="x", name=canary, short_name=canary, kind="office", valid_from=SINCE,
        text=canary,
    ).facts["unit"]  # fmt: skip
    client = login("organiser")
    for page in (url("organisation"), url("unit", unit), url("organisation_trail")):
        content = client.get(page).content.decode()
        assert canary not in content
        assert "&lt;script&gt;" in content


def test_new_desk_is_held_by_nobody_and_can_be_held(house, login):
    client = login("organiser")
    response = post(
        client, url("new_desk", house.unit("teams")), name="Zweites Team", function="clerk",
        superior="errands: Desk head", signs="ia",
    )  # fmt: skip
    desk = Desk.objects.get(name="Zweites Team")
    assert desk.superior_id == house.desk("head")
    assert response.headers["Location"] == url("desk", desk.pk)
    page = client.get(url("desk", desk.pk)).content.decode()
    assert "Diese Stelle ist unbesetzt" in page
    address = url("appoint", desk.pk)
    shown = post(client, address, person="guest", valid_from=f"{timezone.localdate():%d.%m.%Y}",
                 stage="check")  # fmt: skip
    assert ("Person", "Guest Probe") in shown.context["answers"]
    client.post(address, {**dict(shown.context["kept"]), "stage": "send"})
    assert DeskHolder.objects.get(desk=desk).person_id == house.person("guest")


@pytest.mark.parametrize(
    ("words", "code"), [("nobody", "unknown"), ("probe", "several"), ("\x00", "null_characters")]
)
def test_a_person_is_found_by_name_or_address(house, login, words, code):
    address = url("appoint", house.desk("head"))
    response = post(login("organiser"), address, person=words, valid_from="1.1.2026", stage="send")
    assert response.status_code == 422
    assert errors(response)["person"] in ([code], ["required"])


def test_nobody_appoints_themselves_through_the_page(house, login):
    address = url("appoint", house.desk("mayor"))
    response = post(
        login("organiser"), address, person="organiser@stadt.example", valid_from="1.1.2026",
        stage="send",
    )  # fmt: skip
    assert response.status_code == 403
    assert not DeskHolder.objects.filter(desk=house.desk("mayor"), person=house.person("organiser"))


def test_change_desk(house, login):
    response = post(
        login("organiser"), url("change_desk", house.desk("clerk")), name="Sachbearbeitung",
        function="clerk", superior=house.desk("mayor"), signs="none",
    )  # fmt: skip
    assert response.status_code == 302
    assert (desk_of("clerk").name, desk_of("clerk").superior.key) == ("Sachbearbeitung", "mayor")


def test_close_desk_says_what_is_in_the_way(house, login):
    response = post(login("organiser"), url("close_desk", house.desk("head")), stage="send")
    assert response.status_code == 422
    codes = [code for found in errors(response).values() for code in found]
    assert sorted(codes) == ["has_subordinates", "held"]


def test_end_appointment_takes_effect_in_the_next_request(house, login):
    head = login("head")
    case = house.errand()
    assert head.get(reverse("workflows:claim", args=[house.task(case).pk])).status_code == 405
    address = url("end_appointment", house.appointment("head"))
    yesterday = timezone.localdate() - timedelta(days=1)
    client = login("organiser")
    shown = post(client, address, last_day=f"{yesterday:%d.%m.%Y}", stage="check")
    sent = client.post(address, {**dict(shown.context["kept"]), "stage": "send"})
    assert sent.headers["Location"] == url("desk", house.desk("head"))
    lost = head.post(reverse("workflows:claim", args=[house.task(case).pk]),
                     {"command": "6ff1ec03-44ea-4bd1-8bf7-6ba6f2f0a2a0"})  # fmt: skip
    assert lost.status_code == 404
    page = client.get(url("desk", house.desk("head"))).content.decode()
    assert "Frühere Besetzungen" in page


def test_the_same_form_sent_twice_is_done_once(house, login):
    client = login("organiser")
    page = client.get(url("new_unit"))
    hidden = {field.name: field.value() or "" for field in page.context["form"].hidden_fields()}
    first = client.post(url("new_unit"), {**hidden, **UNIT})
    again = client.post(url("new_unit"), {**hidden, **UNIT})
    assert first.headers["Location"] == again.headers["Location"]
    assert Unit.objects.filter(key="stadtarchiv").count() == 1


def test_keys_are_made_by_the_machine_and_free(house, login):
    """Nobody has to think of a technical name; the second of the same name gets another one."""
    client = login("organiser")
    for _time in range(2):
        post(client, url("new_unit"), **{**UNIT, "name": "Amt für Grün & Straßen"})
    keys = (
        Unit.objects.filter(name__startswith="Amt für").order_by("pk").values_list("key", flat=True)
    )
    assert list(keys) == ["amt_fuer_gruen_strassen", "amt_fuer_gruen_strassen-2"]
    assert 'name="key"' not in client.get(url("new_unit")).content.decode()


def test_functions_are_chosen_from_a_german_list(house, login):
    page = login("organiser").get(url("new_unit")).content.decode()
    options = re.findall(r'<option value="([a-z_]*)"[^>]*>([^<]+)</option>', page)
    assert ("youth", "Jugend") in options
    labels = [label for key, label in options if key in ("finance", "legal", "youth", "school")]
    assert labels == ["Jugend", "Kämmerei", "Recht", "Schule"]
    # What the units at hand have stays possible, although no rule knows it.
    assert ("errands", "errands") in options


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("Unit teams (teams)", []), ("unit TEAMS", []), ("keepers", []), ("Unit", ["several"]),
     ("Unit nowhere", ["unknown"]), ("987654321987654321987654321", ["unknown"])],
)  # fmt: skip
def test_a_unit_is_named_by_typing(house, login, typed, codes):
    response = post(login("organiser"), url("new_unit"), **{**UNIT, "parent": typed})
    if codes:
        assert errors(response) == {"parent": codes}
        assert f'value="{typed}"' in response.content.decode()
    else:
        assert response.status_code == 302
        assert typed.split()[-1].strip("()").casefold() in tree()["stadtarchiv"][-1]


def test_where_several_fit_they_are_offered_without_a_script(house, login):
    response = post(login("organiser"), url("new_unit"), **{**UNIT, "parent": "Unit"})
    html = response.content.decode()
    assert '<datalist id="id_parent-names"><option value="Unit errands (errands)"' in html
    assert "Mehrere passen: Unit errands (errands), Unit keepers (keepers)" in html


def test_moving_somebody_is_one_act_without_a_gap(house, login):
    held = DeskHolder.objects.filter(desk=house.desk("clerk")).earliest("pk")
    client, address = login("organiser"), url("move_person", held.pk)
    first = timezone.localdate() + timedelta(days=3)
    values = {"desk": "teams", "valid_from": f"{first:%d.%m.%Y}"}
    shown = post(client, address, stage="check", **values)
    sent = {**dict(shown.context["kept"]), "stage": "send"}
    assert client.post(address, sent).status_code == 302
    held.refresh_from_db()
    assert held.valid_until == first - timedelta(days=1)
    new = DeskHolder.objects.get(person=held.person_id, valid_from=first)
    assert new.desk.unit.key == "teams"
    # Sent once more it is not done twice.
    client.post(address, sent)
    assert DeskHolder.objects.filter(person=held.person_id).count() == 2


def test_a_move_that_is_refused_changes_nothing(house, login):
    held = DeskHolder.objects.filter(desk=house.desk("clerk")).earliest("pk")
    own = f"{held.desk.unit.short_name}: {held.desk.name}"
    response = post(
        login("organiser"), url("move_person", held.pk), desk=own, stage="send",
        valid_from=f"{timezone.localdate():%d.%m.%Y}",
    )  # fmt: skip
    assert errors(response) == {"desk": ["overlap"]}
    held.refresh_from_db()
    assert held.valid_until is None


def test_a_large_tree_opens_level_by_level_and_stays_small(house, login):
    """A city of a thousand units was one page of 280 KiB."""
    top = Unit.objects.get(key="top")
    divisions = Unit.objects.bulk_create(
        Unit(key=f"div{n}", name=f"Dezernat {n:02}", short_name=f"D{n}", kind="division",
             valid_from=SINCE, sort_key=f"dezernat {n:02}", parent=top, ancestors=[top.pk])
        for n in range(60)
    )  # fmt: skip
    Unit.objects.bulk_create(
        Unit(
            key=f"{d.key}-{n}", name=f"Amt {n:02} von {d.name}", short_name=f"A{n}", kind="office",
            valid_from=SINCE, sort_key=f"amt {n:02}", parent=d, ancestors=[top.pk, d.pk],
        )
        for d in divisions for n in range(16)
    )  # fmt: skip
    client = login("organiser")
    page = client.get(url("organisation"))
    assert len(page.content) <= 60 * 1024
    html = page.content.decode()
    assert "Dezernat 59" in html
    assert "Amt 03 von Dezernat 17" not in html
    assert "16 weitere Einheiten unter D17" in html
    below = client.get(url("unit", divisions[17].pk)).content.decode()
    assert "Amt 03 von Dezernat 17" in below
    found = client.get(url("organisation"), {"q": "Amt 03 Dezernat 17"}).content.decode()
    assert "Amt 03 von Dezernat 17" in found
    # What fits too many is not shown whole either.
    assert len(client.get(url("organisation"), {"q": "Amt"}).content) <= 60 * 1024
    # And no other page carries the whole city along.
    for page in ("new_unit",):
        assert len(client.get(url(page)).content) <= 60 * 1024
