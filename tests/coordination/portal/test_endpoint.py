"""The public endpoint shows what is public and signed, in OParl's words, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from coordination.council.models import Consultation, Meeting, Organization, Paper
from coordination.decisions.models import Attachment
from coordination.portal.models import PublicObject
from coordination.portal.views import answers
from coordination.portal.views.answers import Gate
from coordination.portal.vocabulary import LISTS
from tests.coordination.portal.conftest import CANARY, ROOT, Publicity, get, read
from tests.coordination.portal.validator import by_schema, by_text, folder, of_list
from workflows.models import Case

OFFICE = "council_office-council_secretary"


@pytest.fixture(autouse=True)
def _open_gate(monkeypatch) -> None:
    monkeypatch.setattr(answers, "_GATE", Gate())


def things(kind: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(f"/{kind}", **query)["data"]
    return found


def everything() -> list[dict[str, Any]]:
    return [get("/"), *(thing for name in LISTS for thing in things(name))]


def test_nothing_is_answered_until_the_city_says_so(publicity: Publicity) -> None:
    for path in ("/", "/papers", "/paper/1", "/file/a1/content", "/nowhere/x/y"):
        answer = Client().get(f"{ROOT}{path}")
        assert (answer.status_code, answer.json()["type"]) == (
            404, "https://schema.oparl.org/1.1/Error",
        )  # fmt: skip
    publicity.decide()
    assert get("/")["oparlVersion"] == "https://schema.oparl.org/1.1/"
    publicity.decide(is_released=False)
    assert Client().get(f"{ROOT}/").status_code == 404


def test_a_public_paper_with_its_stations_and_files(publicity: Publicity) -> None:
    publicity.decide()
    (paper,) = things("papers")
    own = publicity.paper
    stations = Consultation.objects.filter(paper=own)
    assert (paper["name"], paper["reference"], paper["date"], paper["paperType"]) == (
        "Öffentliche Vorlage", own.reference, own.dated.isoformat(), "Beschlussvorlage",
    )  # fmt: skip
    assert stations.count() == 2
    assert [(one["role"], one["authoritative"]) for one in paper["consultation"]] == [
        ("Vorberatung", False), ("Entscheidung", True),
    ]  # fmt: skip
    (file,) = paper["auxiliaryFile"]
    assert (file["name"], file["mimeType"], file["size"]) == ("Plan", "application/pdf", 13)
    (lead,) = paper["underDirectionOf"]
    assert Client().get(lead).json()["organizationType"] == "Verwaltungsbereich"
    for station in paper["consultation"]:
        item = Client().get(station["agendaItem"]).json()
        assert (item["consultation"], item["name"]) == (station["id"], paper["name"])
        meeting = Client().get(station["meeting"]).json()
        assert item in meeting["agendaItem"]


def test_results_and_votes_are_told(publicity: Publicity) -> None:
    publicity.decide()
    publicity.town.decide(publicity.open, yes=40, no=3, abstentions=2)
    publicity.refresh()
    *_before, item = [item for item in things("agendaitems") if item["public"]]
    assert item["federfuehrung:votes"] == {"yes": 40, "no": 3, "abstentions": 2}
    assert item["result"] == "zugestimmt"
    meeting = Client().get(item["meeting"]).json()
    assert meeting["meetingState"] == "durchgeführt"
    assert item["modified"] == meeting["modified"], "what stands inside changes the whole"


def test_an_item_that_is_not_public_says_only_why(publicity: Publicity) -> None:
    publicity.decide()
    item, other = [item for item in things("agendaitems") if not item["public"]]
    assert set(item) == set(other)
    assert set(item) == {
        "id", "type", "meeting", "order", "public", "federfuehrung:secrecyReason", "created",
        "modified",
    }  # fmt: skip
    assert item["federfuehrung:secrecyReason"] == "Geschäftsordnung § 6"
    Consultation.objects.filter(case=publicity.secret.case_id).update(
        secrecy_reason="Personalangelegenheit"
    )
    publicity.decide(shows_titles=True)
    item, _other = [item for item in things("agendaitems") if not item["public"]]
    assert item["federfuehrung:secrecyReason"] == "Personalangelegenheit"
    assert item["name"] == f"Vertraulich {CANARY}"
    Case.objects.filter(pk=publicity.secret.case_id).update(access="restricted")
    publicity.refresh(everything=True)
    assert CANARY not in publicity.all_bytes(), "of a restricted case not even the title"


def test_no_public_byte_holds_a_canary(publicity: Publicity) -> None:
    town = publicity.town
    publicity.decide()
    town.decide(publicity.open)
    town.do(publicity.draft, "send_back", "division_3-deputy_mayor", text=f"Zurück wegen {CANARY}.")
    Consultation.objects.filter(case=publicity.secret.case_id).update(
        result_text=CANARY, resolution_text=CANARY
    )
    Paper.objects.filter(case=publicity.open.case_id).update(
        text={**publicity.paper.text, "internal_note": CANARY, "reservations": [CANARY]}
    )
    publicity.refresh(everything=True)
    said = publicity.all_bytes()
    assert "Öffentliche Vorlage" in said
    assert CANARY not in said
    assert "@town.example" not in said
    for person in ("Mayor", "youth-head", "Council Secretary"):
        assert person not in said


def test_everything_holds_to_the_text(publicity: Publicity) -> None:
    publicity.decide(shows_functions=True)
    publicity.town.decide(publicity.open, yes=40, no=3)
    publicity.refresh()
    wrong = [problem for thing in everything() for problem in by_text(thing)]
    wrong += [problem for name in LISTS for problem in of_list(get(f"/{name}"))]
    assert wrong == []
    assert {thing["type"].rsplit("/", 1)[1] for thing in everything()} == {
        "System", *LISTS.values(),
    }  # fmt: skip


def test_everything_holds_to_the_official_schemas(publicity: Publicity) -> None:
    if folder() is None:
        pytest.skip("the official OParl schemas are not here (shared/data/oparl)")
    publicity.decide(shows_functions=True)
    publicity.town.decide(publicity.open, yes=40, no=3)
    publicity.refresh()
    assert [problem for thing in everything() for problem in by_schema(thing)] == []


def test_people_are_an_empty_list_unless_functions_are_released(publicity: Publicity) -> None:
    publicity.decide()
    assert things("persons") == []
    publicity.decide(shows_functions=True)
    assert "mayor mayor" in {person["name"] for person in things("persons")}
    publicity.decide()
    assert things("persons") == []


def _is_gone(url: str, kind: str) -> None:
    gone = Client().get(url).json()
    assert set(gone) == {"id", "type", "created", "modified", "deleted"}
    assert gone["deleted"] is True
    assert gone["id"] not in {thing["id"] for thing in things(kind)}
    since = (datetime.fromisoformat(gone["modified"]) - timedelta(seconds=1)).isoformat()
    assert gone in things(kind, modified_since=since)


def test_what_is_no_longer_public_leaves_a_tombstone(publicity: Publicity) -> None:
    publicity.decide()
    (paper,) = things("papers")
    file = paper["auxiliaryFile"][0]
    assert read(file["accessUrl"]) == b"%PDF-1.7 Plan"
    Paper.objects.filter(pk=publicity.paper.pk).update(is_public=False)
    publicity.refresh(everything=True)
    _is_gone(paper["id"], "papers")
    _is_gone(paper["consultation"][0]["id"], "consultations")
    _is_gone(file["id"], "files")
    for url in (file["accessUrl"], file["downloadUrl"]):
        answer = Client().get(url)
        assert (answer.status_code, answer.json()["type"]) == (
            410, "https://schema.oparl.org/1.1/Error",
        )  # fmt: skip
    said = [item for item in things("agendaitems") if "name" in item]
    assert said == []
    Paper.objects.filter(pk=publicity.paper.pk).update(is_public=True)
    publicity.refresh(everything=True)
    (again,) = things("papers")
    assert (again["id"], again["created"]) == (paper["id"], paper["created"])
    assert again["modified"] > paper["modified"]


def test_a_file_that_is_removed_and_a_session_that_is_deleted(publicity: Publicity) -> None:
    publicity.decide()
    (file,) = things("files")
    Attachment.objects.filter(title="Plan").update(removed_at=publicity.town.now)
    meeting = Meeting.objects.filter(consultations=None).first()
    assert meeting is not None
    url = f"{ROOT}/meeting/{meeting.pk}"
    meeting.delete()
    publicity.refresh(everything=True)
    _is_gone(file["id"], "files")
    _is_gone(url, "meetings")
    (paper,) = things("papers")
    assert "auxiliaryFile" not in paper


def test_what_stays_the_same_stays_untouched(publicity: Publicity) -> None:
    publicity.decide()
    before = list(PublicObject.objects.order_by("pk").values_list("pk", "content"))
    assert publicity.refresh() == 0
    assert publicity.refresh(minutes=60 * 24) == 0, "the nightly look at everything"
    assert list(PublicObject.objects.order_by("pk").values_list("pk", "content")) == before


def test_an_act_is_seen_a_minute_later_without_looking_at_everything(
    publicity: Publicity, django_assert_max_num_queries
) -> None:
    publicity.decide()
    station = Consultation.objects.filter(case=publicity.open.case_id).latest("position")
    publicity.town.do(publicity.open, "withdraw", "mayor-mayor", text="Erledigt durch anderes.")
    Consultation.objects.filter(pk=station.pk).update(role="hearing")
    with django_assert_max_num_queries(40):
        assert publicity.refresh() > 0
    (paper,) = things("papers")
    assert paper["consultation"][1]["role"] == "Anhörung"


def test_files_are_looked_at_and_downloaded(publicity: Publicity) -> None:
    publicity.decide()
    (file,) = things("files")
    shown, saved = Client().get(file["accessUrl"]), Client().get(file["downloadUrl"])
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    for answer in (shown, saved):
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        b"".join(answer)
    tag = shown.headers["ETag"]
    again = Client().get(file["accessUrl"], headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    PublicObject.objects.filter(kind="File").update(sha256="0" * 64)
    assert Client().get(file["accessUrl"]).status_code == 503


def test_who_has_it_already_is_told_so(publicity: Publicity) -> None:
    publicity.decide()
    for path in ("/papers", "/body/1", "/"):
        first = Client().get(f"{ROOT}{path}")
        tag = first.headers["ETag"]
        again = Client().get(f"{ROOT}{path}", headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert first.headers["Last-Modified"]
        assert first.headers["Cache-Control"] == "public, max-age=60"


def test_no_session_no_cookie_and_everybody_may_read_it(publicity: Publicity) -> None:
    publicity.decide()
    client = Client()
    client.force_login(publicity.town.person("youth-head"))
    answer = client.get(f"{ROOT}/papers")
    assert not answer.cookies
    assert "Vary" not in answer.headers
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert client.options(f"{ROOT}/papers").status_code == 204
    for method in (client.post, client.put, client.delete):
        answer = method(f"{ROOT}/papers")
        assert (answer.status_code, answer.json()["type"].endswith("/Error")) == (405, True)


PARAMETERS = [
        ({"limit": "0"}, 400), ({"limit": "-1"}, 400), ({"limit": "x"}, 400),
        ({"page": "0"}, 400), ({"page": "9" * 30}, 400), ({"after": "x"}, 400),
        ({"modified_since": "2016-01-01"}, 400), ({"modified_since": "yesterday"}, 400),
        ({"created_until": "0001-01-01T00:00:00+14:00"}, 400), ({"omit_internal": "maybe"}, 400),
        ({"limit": "1000"}, 200), ({"page": "999999"}, 200), ({"after": "9" * 18}, 200),
        ({"modified_since": "2016-01-01T00:00:00+01:00"}, 200),
        ({"modified_since": "2016-01-01T00:00:00 01:00"}, 200),
        ({"created_since": "2016-01-01T00:00:00Z", "unknown": "x"}, 200),
]  # fmt: skip


def test_parameters(publicity: Publicity) -> None:
    publicity.decide()
    for query, status in PARAMETERS:
        answer = Client().get(f"{ROOT}/papers", query)
        assert answer.status_code == status, query
        is_error = answer.json().get("type") == "https://schema.oparl.org/1.1/Error"
        assert is_error == (status == 400)


def test_filters_bound_what_is_shown(publicity: Publicity) -> None:
    publicity.decide()
    (paper,) = things("papers")
    moment = datetime.fromisoformat(paper["created"]).astimezone(UTC)
    at, later = moment.isoformat(), (moment + timedelta(seconds=1)).isoformat()
    for name in ("created", "modified"):
        assert len(things("papers", **{f"{name}_since": at})) == 1
        assert len(things("papers", **{f"{name}_until": at})) == 1
        assert things("papers", **{f"{name}_since": later}) == []
    bare = things("papers", omit_internal="true")[0]
    assert set(paper) - set(bare) == {"consultation", "auxiliaryFile"}
    meeting = things("meetings", omit_internal="true")[0]
    assert "agendaItem" not in meeting


def test_a_walk_over_the_pages_meets_everything_once(publicity: Publicity) -> None:
    publicity.decide()
    for name in ("meetings", "organizations"):
        whole = [thing["id"] for thing in things(name)]
        url, met = f"{ROOT}/{name}?limit=7&created_since=2000-01-01T00:00:00Z", []
        while url:
            page = Client().get(url).json()
            assert list(of_list(page)) == []
            assert page["pagination"]["totalElements"] == len(whole)
            met += [thing["id"] for thing in page["data"]]
            if met and len(met) == 14:
                PublicObject.objects.filter(pk=PublicObject.objects.filter(kind="Meeting").first().pk
                                            ).update(deleted_at=publicity.town.now)  # fmt: skip
                whole_now = [thing["id"] for thing in things(name)]
                whole = met + [one for one in whole_now if one not in met]
                page["pagination"]["totalElements"] = len(whole)
            url = page["links"].get("next", "")
            if len(met) >= 14:
                break
        rest = []
        while url:
            page = Client().get(url).json()
            rest += [thing["id"] for thing in page["data"]]
            url = page["links"].get("next", "")
        assert met + rest == whole, "one that goes meanwhile hides no other"


def test_pages_are_named_both_ways(publicity: Publicity) -> None:
    publicity.decide()
    total = Meeting.objects.count()
    page = get("/meetings", limit="10", page="2")
    last = -(-total // 10)
    names = {name: url.rsplit("?", 1)[1] for name, url in page["links"].items()}
    assert names["first"] == names["prev"] == "limit=10"
    assert names["self"] == "limit=10&page=2"
    assert names["last"] == f"limit=10&page={last}"
    assert names["next"].startswith("limit=10&page=3&after=")
    assert page["data"] == get("/meetings", limit="20")["data"][10:]


def test_a_page_takes_few_statements(publicity: Publicity, django_assert_num_queries) -> None:
    publicity.decide()
    with django_assert_num_queries(3):
        get("/papers")
    with django_assert_num_queries(2):
        get("/body/1")


def test_who_asks_too_often_waits(publicity: Publicity, settings) -> None:
    publicity.decide()
    settings.PUBLIC_REQUESTS_A_MINUTE = 2
    statuses = [Client().get(f"{ROOT}/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    answer = Client().get(f"{ROOT}/")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Cache-Control"] == "no-store"
    assert Client(REMOTE_ADDR="10.1.2.3").get(f"{ROOT}/").status_code == 200


def test_a_gate_opens_again_with_the_next_minute(settings) -> None:
    settings.PUBLIC_REQUESTS_A_MINUTE = 1
    now = [59.0]
    gate = Gate(lambda: now[0])
    assert [gate.wait("a"), gate.wait("a"), gate.wait("b")] == [0, 1, 0]
    now[0] = 60.0
    assert gate.wait("a") == 0


def test_bodies_are_shown_as_they_are(publicity: Publicity) -> None:
    publicity.decide()
    body = Organization.objects.get(key="council")
    (shown,) = [one for one in things("organizations") if one["id"].endswith(f"/b{body.pk}")]
    assert (shown["name"], shown["organizationType"], shown["memberCount"]) == (
        "Body council", "Gremium", 85,
    )  # fmt: skip
    assert get("/body/1")["legislativeTerm"][0]["startDate"] == "2025-11-01"


def test_a_joint_session_names_its_place_and_all_bodies(publicity: Publicity) -> None:
    main, other = Meeting.objects.filter(consultations=None).order_by("pk")[:2]
    Meeting.objects.filter(pk=main.pk).update(location="Rathaus, Saal 1")
    Meeting.objects.filter(pk=other.pk).update(held_with=main)
    publicity.decide()
    shown = get(f"/meeting/{main.pk}")
    assert shown["location"]["description"] == "Rathaus, Saal 1"
    assert [url.rsplit("/", 1)[1] for url in shown["organization"]] == [
        f"b{main.organization_id}", f"b{other.organization_id}",
    ]  # fmt: skip
    assert list(by_text(shown)) == []
