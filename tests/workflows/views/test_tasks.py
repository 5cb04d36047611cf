"""Accept, take over, give back, hand over: through HTTP, with what stands in the trail after it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.kinds import Office, answered, person, sent
from workflows.forms.inbox.places import case_url
from workflows.models import CaseAudience, Desk, DeskHolder, Event, Notification, Task, User

Login = Callable[[User], Client]
PLACE = "view=desk&sort=new"


@pytest.fixture
def task(office: Office, colleague: User) -> Task:
    return Task.objects.get(case=sent(office, title="E-1 Errand", at=timezone.now()).case)


def post(client: Client, task: Task, act: str, **data: object) -> HttpResponse:
    return client.post(
        f"/aufgaben/{task.pk}/{act}/", {"command": str(uuid4()), "inbox": PLACE, **data}
    )


def claimed_by(task: Task) -> int | None:
    return Task.objects.get(pk=task.pk).claimed_by_id


def acts(task: Task) -> list[tuple[str, int | None]]:
    rows = Event.objects.filter(case=task.case_id, seq__gt=2).order_by("seq")
    return list(rows.values_list("action", "actor"))


def told(task: Task, template: str) -> set[int]:
    rows = Notification.objects.filter(case=task.case_id, template=template)
    return set(rows.values_list("recipient", flat=True))


def test_accepting_returns_to_the_same_place_and_says_so(
    login: Login, office: Office, task: Task
) -> None:
    client = login(office.head)
    response = post(client, task, "annehmen")
    assert (response.status_code, response.headers["Location"]) == (302, "/?view=desk&sort=new")
    assert claimed_by(task) == office.head.pk
    html = client.get(response.headers["Location"]).content.decode()
    assert "Angenommen: E-1 Errand. Sie finden die Aufgabe unter „Meine Aufgaben“." in html


def test_a_second_click_writes_nothing(login: Login, office: Office, task: Task) -> None:
    client, command = login(office.head), str(uuid4())
    for _click in range(3):
        assert post(client, task, "annehmen", command=command).status_code == 302
    assert acts(task) == [("claim", office.head.pk)]


def test_accepting_what_somebody_took_asks_first(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    post(login(colleague), task, "annehmen")
    client = login(office.head)
    response = post(client, task, "annehmen")
    assert response.headers["Location"].startswith(f"/aufgaben/{task.pk}/uebernehmen/?inbox=")
    assert claimed_by(task) == colleague.pk
    html = client.get(response.headers["Location"]).content.decode()
    assert "Colleague Probe bearbeitet diese Aufgabe seit" in html


def test_htmx_is_led_to_the_question_by_a_whole_page(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    post(login(colleague), task, "annehmen")
    response = login(office.head).post(
        f"/aufgaben/{task.pk}/annehmen/", {"command": uuid4()}, headers={"HX-Request": "true"}
    )
    assert response.headers["HX-Redirect"] == f"/aufgaben/{task.pk}/uebernehmen/"


def test_taking_over_tells_the_other(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    post(login(colleague), task, "annehmen")
    client = login(office.head)
    response = post(client, task, "uebernehmen", instead_of=colleague.pk)
    assert response.headers["Location"] == "/?view=desk&sort=new"
    assert claimed_by(task) == office.head.pk
    assert told(task, "task_taken") == {colleague.pk}
    assert acts(task) == [("claim", colleague.pk), ("claim", office.head.pk)]


def test_taking_over_from_somebody_else_than_shown_asks_again(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    third = person("third")
    DeskHolder.objects.create(
        desk=task.desk, person=third, valid_from=task.desk.holders.first().valid_from
    )
    post(login(third), task, "annehmen")
    client = login(office.head)
    response = post(client, task, "uebernehmen", instead_of=colleague.pk)
    assert response.headers["Location"].startswith(f"/aufgaben/{task.pk}/uebernehmen/")
    assert claimed_by(task) == third.pk
    html = client.get(response.headers["Location"]).content.decode()
    assert "Inzwischen bearbeitet jemand anderes diese Aufgabe." in html
    assert "Third Probe bearbeitet diese Aufgabe seit" in html


def test_giving_back_frees_the_task(login: Login, office: Office, task: Task) -> None:
    client = login(office.head)
    post(client, task, "annehmen")
    assert post(client, task, "zurueckgeben").status_code == 302
    assert claimed_by(task) is None
    assert acts(task) == [("claim", office.head.pk), ("give_back", office.head.pk)]


def test_nobody_gives_back_what_a_colleague_has_in_hand(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    post(login(colleague), task, "annehmen")
    response = post(login(office.head), task, "zurueckgeben")
    assert response.status_code == 409
    html = response.content.decode()
    assert "Diese Aufgabe bearbeitet inzwischen jemand anderes." in html
    assert '<dd class="ff-summary__value">check</dd>' in html
    assert "annehmen, Colleague Probe" in html
    assert claimed_by(task) == colleague.pk


def test_handing_over_offers_the_other_holders_and_tells(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    client = login(office.head)
    html = client.get(f"/aufgaben/{task.pk}/weitergeben/").content.decode()
    assert "Colleague Probe" in html
    assert "Head Probe</label>" not in html
    response = post(client, task, "weitergeben", to=colleague.pk)
    assert response.headers["Location"] == "/?view=desk&sort=new"
    assert claimed_by(task) == colleague.pk
    assert told(task, "task_handed") == {colleague.pk}


def test_handing_over_to_a_stranger_is_422(login: Login, office: Office, task: Task) -> None:
    response = post(login(office.head), task, "weitergeben", to=office.organiser.pk)
    assert response.status_code == 422
    assert claimed_by(task) is None


def test_handing_over_needs_a_choice(login: Login, office: Office, task: Task) -> None:
    response = post(login(office.head), task, "weitergeben")
    assert response.status_code == 422
    html = response.content.decode()
    assert "<title>Fehler: " in html
    assert "Bitte wählen Sie" in html


def test_handing_over_alone_says_what_else(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    task.desk.holders.filter(person=colleague).delete()
    html = login(office.head).get(f"/aufgaben/{task.pk}/weitergeben/").content.decode()
    assert "Diese Stelle hat zurzeit niemand sonst inne" in html


@pytest.mark.parametrize("act", ["annehmen", "uebernehmen", "zurueckgeben", "weitergeben"])
def test_strangers_get_404(login: Login, office: Office, task: Task, act: str) -> None:
    stranger = login(person("stranger"))
    assert post(stranger, task, act, to=1).status_code == 404
    assert stranger.post(f"/aufgaben/{uuid4()}/{act}/").status_code == 404
    assert acts(task) == []


@pytest.mark.parametrize("act", ["annehmen", "uebernehmen", "zurueckgeben", "weitergeben"])
def test_who_sees_the_case_but_holds_no_such_desk_gets_403(
    login: Login, office: Office, task: Task, act: str
) -> None:
    response = post(login(office.clerk), task, act, to=office.clerk.pk)
    assert response.status_code == 403
    assert "die Stelle, an die die Aufgabe gerichtet ist" in response.content.decode()
    assert acts(task) == []


@pytest.mark.parametrize("act", ["annehmen", "uebernehmen", "zurueckgeben", "weitergeben"])
def test_a_task_that_is_done_is_409(login: Login, office: Office, task: Task, act: str) -> None:
    done = Task.objects.get(case=answered(office, at=timezone.now()).case)
    assert post(login(office.head), done, act, to=office.head.pk).status_code == 409


@pytest.mark.parametrize("act", ["annehmen", "uebernehmen", "zurueckgeben", "weitergeben"])
def test_without_login_nothing_happens(client: Client, task: Task, act: str) -> None:
    assert post(client, task, act).status_code == 401
    assert acts(task) == []


@pytest.mark.parametrize("act", ["annehmen", "zurueckgeben"])
def test_looking_changes_nothing(login: Login, office: Office, task: Task, act: str) -> None:
    assert login(office.head).get(f"/aufgaben/{task.pk}/{act}/").status_code == 405


@pytest.mark.parametrize("command", ["", "x", "1234"])
def test_a_damaged_form_is_422(login: Login, office: Office, task: Task, command: str) -> None:
    response = post(login(office.head), task, "annehmen", command=command)
    assert response.status_code == 422
    assert "Dieses Formular ist beschädigt." in response.content.decode()
    assert acts(task) == []


@pytest.mark.parametrize("act", ["annehmen", "zurueckgeben"])
def test_damage_is_told_after_all_other_refusals(
    login: Login, office: Office, task: Task, colleague: User, act: str
) -> None:
    assert post(Client(), task, act, command="x").status_code == 401
    assert post(login(person("stranger")), task, act, command="x").status_code == 404
    assert post(login(office.clerk), task, act, command="x").status_code == 403
    assert post(login(office.head), task, act, command="x").status_code == 422
    done = Task.objects.get(case=answered(office, at=timezone.now()).case)
    assert post(login(office.head), done, act, command="x").status_code == 409


def test_a_damaged_form_gives_back_nothing_of_a_colleague(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    post(login(colleague), task, "annehmen")
    assert post(login(office.head), task, "zurueckgeben", command="x").status_code == 409
    assert claimed_by(task) == colleague.pk


def test_from_the_page_of_the_case_the_way_leads_back_there(
    login: Login, office: Office, task: Task, colleague: User
) -> None:
    client, here = login(office.head), case_url(task.case, task=task.pk)
    for act in ("annehmen", "zurueckgeben"):
        response = post(client, task, act, back="case", inbox="")
        assert (response.status_code, response.headers["Location"]) == (302, here)
    post(login(colleague), task, "annehmen")
    asked = post(client, task, "annehmen", back="case", inbox="").headers["Location"]
    assert asked == f"/aufgaben/{task.pk}/uebernehmen/?back=case"
    assert f'<a href="{here}">Abbrechen</a>' in client.get(asked).content.decode()
    sent = {"command": uuid4(), "instead_of": colleague.pk}
    assert client.post(asked, sent).headers["Location"] == here
    assert claimed_by(task) == office.head.pk


def test_only_the_page_of_the_case_is_a_way_back(login: Login, office: Office, task: Task) -> None:
    response = post(login(office.head), task, "annehmen", back="//evil.example/")
    assert response.headers["Location"] == "/?view=desk&sort=new"


def test_a_used_command_is_409(login: Login, office: Office, task: Task, colleague: User) -> None:
    command = str(uuid4())
    post(login(colleague), task, "annehmen", command=command)
    post(login(colleague), task, "zurueckgeben")
    assert post(login(office.head), task, "annehmen", command=command).status_code == 409


def test_a_place_on_another_host_is_no_place(login: Login, office: Office, task: Task) -> None:
    response = post(login(office.head), task, "annehmen", inbox="//evil.example/?view=done")
    assert response.headers["Location"] == "/"


def test_audience_is_not_enough_for_the_desk(login: Login, office: Office, task: Task) -> None:
    # The organiser is let in to see the case; the task stays the head's.
    desk = Desk.objects.get(unit=office.unit, function="organisation")
    CaseAudience.objects.create(case=task.case, desk=desk, reason="named")
    assert post(login(office.organiser), task, "annehmen").status_code == 403
