"""The walk of an act through its pages: form, check page, act, status line, next task; refusals."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.kinds import AT, Office, answered, opened, person, sent
from workflows.actions.acting.acts import Request, act
from workflows.models import Case, Event, Task, User

Login = Callable[[User], Client]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?')


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the page's form, as a browser would send them again."""
    main = html[html.index("<main") :]
    return {name: value for name, value in HIDDEN.findall(main) if name != "csrfmiddlewaretoken"}


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def actions(case: int) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("seq").values_list("action", flat=True))


@pytest.fixture
def draft(office: Office) -> int:
    return opened(office).case


def edit(client: Client, case: int, **data: object) -> HttpResponse:
    values = {"command": str(uuid4()), "version": 1, "title": "Neu", **data}
    return client.post(f"/errands/{case}/edit/", values)


def test_the_form_carries_command_version_and_task(login: Login, office: Office) -> None:
    case = sent(office).case
    task = Task.objects.get(case=case)
    html = text_of(login(office.head).get(f"/errands/{case}/answer/?task={task.pk}"))
    fields = hidden(html)
    assert (fields["version"], fields["task"]) == ("2", str(task.pk))
    assert len(fields["command"]) == 36


def test_an_act_is_done_and_said(login: Login, office: Office, draft: int) -> None:
    client = login(office.clerk)
    response = edit(client, draft, reason="Besser so.")
    assert (response.status_code, response.headers["Location"]) == (302, f"/errands/{draft}/")
    assert "Geändert." in text_of(client.get("/"))
    event = Event.objects.select_related("text").get(case=draft, action="edit")
    assert (event.text.text, Case.objects.get(pk=draft).title) == ("Besser so.", "Neu")


def test_a_form_without_fields_is_a_button(login: Login, office: Office, draft: int) -> None:
    client = login(office.clerk)
    fields = hidden(text_of(client.get(f"/errands/{draft}/send/")))
    assert client.post(f"/errands/{draft}/send/", fields).status_code == 302
    assert actions(draft) == ["open", "send"]


def test_after_the_act_its_case_is_shown_and_the_next_task_offered(
    login: Login, office: Office
) -> None:
    first, second = sent(office, title="E-1 Swings").case, sent(office, title="E-2 Slides").case
    tasks = {task.case_id: task.pk for task in Task.objects.all()}
    url = f"/errands/{first}/answer/?task={tasks[first]}&inbox=view%3Ddesk"
    client = login(office.head)
    check = client.post(url, {**hidden(text_of(client.get(url))), "words": "Ja.", "stage": "check"})
    response = client.post(url, {**hidden(text_of(check)), "stage": "send"})
    assert response.headers["Location"] == f"/errands/{first}/?inbox=view%3Ddesk"
    said = text_of(client.get("/"))
    said = said[said.index('id="messages"') :]
    assert "<p>E-1: Beantwortet.</p>" in said
    assert (
        f'<a href="/errands/{second}/?task={tasks[second]}&amp;inbox=view%3Ddesk">'
        "check the errand (errands): E-2 Slides"
    ) in said


def test_a_case_without_a_number_is_named_by_its_title(login: Login, office: Office) -> None:
    draft = opened(office, title="Swings & slides").case
    client = login(office.clerk)
    edit(client, draft, title="Neu", reason="Besser so.")
    assert "Swings &amp; slides: Geändert." in text_of(client.get("/"))


def test_who_no_longer_sees_the_case_is_led_to_the_inbox(
    login: Login, office: Office, draft: int
) -> None:
    response = edit(login(office.clerk), draft, title="vanish")
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_when_nothing_is_left_the_case_is_shown(login: Login, office: Office) -> None:
    case = sent(office).case
    client = login(office.head)
    url = f"/errands/{case}/answer/"
    data = {**hidden(text_of(client.get(url))), "words": "Ja.", "stage": "send"}
    assert client.post(url, data).headers["Location"] == f"/errands/{case}/"


def test_check_page_shows_the_answers_and_sends_nothing(login: Login, office: Office) -> None:
    case = sent(office).case
    client, url = login(office.head), f"/errands/{case}/answer/"
    typed = {
        **hidden(text_of(client.get(url))), "words": 'Ja & "gern"\nZeile 2', "on": "2026-03-04",
        "sure": "on", "stage": "check",
    }  # fmt: skip
    html = text_of(client.post(url, typed))
    assert actions(case) == ["open", "send"]
    for part in (
        "Angaben prüfen",
        "Ja &amp; &quot;gern&quot;<br>Zeile 2",
        "04.03.2026",
        "ja",
        "Antwort absenden",
    ):
        assert part in html
    assert hidden(html)["command"] == typed["command"]


def test_from_the_check_page_one_goes_back_with_everything_kept(
    login: Login, office: Office
) -> None:
    case = sent(office).case
    client, url = login(office.head), f"/errands/{case}/answer/"
    typed = {**hidden(text_of(client.get(url))), "words": "Ja.", "on": "2026-03-04", "sure": "on"}
    response = client.post(url, {**typed, "stage": "change"})
    html = text_of(response)
    assert response.status_code == 200
    assert ">\nJa.</textarea>" in html
    assert 'value="2026-03-04"' in html
    assert hidden(html)["command"] == typed["command"]


def test_a_field_left_empty_keeps_the_rest(login: Login, office: Office, draft: int) -> None:
    response = edit(login(office.clerk), draft, title="", reason="Lange überlegt.", kind="b")
    html = text_of(response)
    assert response.status_code == 422
    assert "<title>Fehler: Ändern" in html
    assert "Lange überlegt.</textarea>" in html
    assert '<option value="b" selected>' in html


def test_unmet_guards_stand_at_their_fields(login: Login, office: Office, draft: int) -> None:
    response = edit(login(office.clerk), draft, title="unmet", reason="weil")
    html = text_of(response)
    assert response.status_code == 422
    for target, message in {
        "id_title": "Der Titel ist zu kurz.", "id_reason": "Die Begründung fehlt.",
    }.items():  # fmt: skip
        assert f'<a href="#{target}">{message}</a>' in html
    assert "<li>Etwas anderes fehlt.</li>" in html
    assert "weil</textarea>" in html


def test_stale_form_is_409_with_the_state_and_everything_typed(
    login: Login, office: Office, draft: int
) -> None:
    act(
        Request(draft, "edit", office.clerk.pk, AT, command=uuid4(), version=1, data={"title": "X"})
    )
    client = login(office.clerk)
    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    values = {"command": str(uuid4()), "version": 1, "stage": "send"}
    # The act "send" moves the case, so it needs the version that was decided on.
    response = client.post(f"/errands/{draft}/send/", {**values, "paper": paper})
    html = text_of(response)
    assert response.status_code == 409
    assert "Der Text hat sich geändert" in html
    assert f"edit, {office.clerk}" in html
    assert '<dd class="ff-summary__value">draft</dd>' in html


def test_wrong_state_keeps_labels_values_and_names_of_files(
    login: Login, office: Office, draft: int
) -> None:
    act(Request(draft, "send", office.clerk.pk, AT, command=uuid4(), version=1))
    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    response = edit(
        login(office.clerk), draft, reason="Zeile 1\nZeile 2", kind="a", paper=paper, version=1
    )
    html = text_of(response)
    assert response.status_code == 409
    for label, value in {
        "Titel": "Neu", "Art": "Eilig", "Papier": "plan.pdf (bitte erneut auswählen)",
        "Begründung": "Zeile 1\nZeile 2",
    }.items():  # fmt: skip
        assert f'{label}</dt><dd class="ff-summary__value ff-kept__value">{value}</dd>' in html
    assert '<dd class="ff-summary__value">check</dd>' in html


def test_not_allowed_is_403_and_names_the_role(login: Login, office: Office, draft: int) -> None:
    case = sent(office).case
    response = edit(login(office.head), case, reason="Ich will.")
    assert response.status_code == 403
    assert "<li>the clerk</li>" in text_of(response)
    assert "Ich will." in text_of(response)


def test_invisible_is_404_and_tells_nothing(login: Login, office: Office, draft: int) -> None:
    stranger = login(person("stranger"))
    missing = stranger.get("/errands/987654321/edit/")
    for response in (stranger.get(f"/errands/{draft}/edit/"), edit(stranger, draft)):
        assert response.status_code == 404
        assert "Errand" not in text_of(response)
    assert missing.status_code == 404


def test_busy_is_503_and_can_be_sent_again_with_the_same_command(
    login: Login, office: Office, draft: int
) -> None:
    command = str(uuid4())
    response = edit(login(office.clerk), draft, title="busy", command=command, reason="weil")
    html = text_of(response)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert hidden(html) == {
        "command": command, "version": "1", "title": "busy", "reason": "weil",
    }  # fmt: skip
    assert "Noch einmal absenden" in html


def test_a_login_that_ended_shows_what_was_typed(login: Login, office: Office, draft: int) -> None:
    response = edit(Client(), draft, reason="Lange Begründung")
    assert response.status_code == 401
    assert "Lange Begründung" in text_of(response)
    assert text_of(response).count("next=") == 1
    response = edit(login(office.clerk), draft, title="nobody", reason="Lange Begründung")
    assert response.status_code == 401
    assert "Lange Begründung" in text_of(response)


@pytest.mark.parametrize(
    ("data", "status", "refusal"),
    [
        ({"title": "unmet2"}, 302, ""),
        ({"title": "busy"}, 503, "Busy"),
        ({"title": "nobody"}, 401, "NotLoggedIn"),
    ],
)
def test_programs_get_json(
    login: Login, office: Office, draft: int, data: dict[str, str], status: int, refusal: str
) -> None:
    client = login(office.clerk)
    client.defaults["HTTP_ACCEPT"] = "application/json"
    response = edit(client, draft, **data)
    assert response.status_code == status
    if refusal:
        assert response.json()["refusal"] == refusal


def test_json_of_a_conflict_names_state_and_version(
    login: Login, office: Office, draft: int
) -> None:
    act(Request(draft, "send", office.clerk.pk, AT, command=uuid4(), version=1))
    client = login(office.clerk)
    client.defaults["HTTP_ACCEPT"] = "application/json"
    told = edit(client, draft).json()
    del told["text"]
    assert told == {"refusal": "WrongState", "state": "check", "version": 2}


def test_htmx_exchanges_the_whole_page(login: Login, office: Office, draft: int) -> None:
    client = login(office.clerk)
    client.defaults["HTTP_HX_REQUEST"] = "true"
    response = edit(client, draft, title="busy")
    assert (response.status_code, response.headers["HX-Retarget"]) == (503, "body")
    assert response.headers["HX-Reselect"] == "unset"


def test_double_click_does_it_once(login: Login, office: Office, draft: int) -> None:
    client, command = login(office.clerk), str(uuid4())
    for _click in range(3):
        assert edit(client, draft, command=command).status_code == 302
    assert actions(draft) == ["open", "edit"]


def test_the_same_command_with_other_words_is_409(login: Login, office: Office, draft: int) -> None:
    client, command = login(office.clerk), str(uuid4())
    edit(client, draft, command=command)
    response = edit(client, draft, command=command, title="Anders")
    assert response.status_code == 409
    assert "Anders" in text_of(response)
    assert Case.objects.get(pk=draft).title == "Neu"


def test_closed_case_refuses_with_its_state(login: Login, office: Office) -> None:
    case = answered(office).case
    response = edit(login(office.clerk), case)
    assert response.status_code == 409
    assert '<dd class="ff-summary__value">done</dd>' in text_of(response)
