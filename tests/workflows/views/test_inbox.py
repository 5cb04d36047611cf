import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.kinds import Office, sent
from tests.workflows.errands import DAY, Add, represent
from workflows.models import Desk, Task, User

Login = Callable[[User], Client]
VIEWS = ["todo", "mine", "desk", "deputy", "done", "started"]
TITLE = re.compile(r'<h3 class="ff-inbox__title"(?: id="t\d+")?><a href="([^"]*)"[^>]*>([^<]*)</a>')


def page(client: Client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    return [title for _url, title in TITLE.findall(html)]


def queries(client: Client, path: str) -> int:
    page(client, path)  # from now on the organisation is known
    with CaptureQueriesContext(connection) as captured:
        page(client, path)
    return len(captured)


@pytest.mark.parametrize("view", VIEWS)
def test_number_of_queries_does_not_grow(login: Login, office: Office, add: Add, view: str) -> None:
    def one_more() -> None:
        add("free")
        add("in hand", by=office.head)
        Task.objects.filter(pk=add("done").pk).update(
            status="done", closed_at=timezone.now(), closed_by=office.head
        )

    client = login(office.head)
    one_more()
    with_one = queries(client, f"/?view={view}")
    one_more()
    one_more()
    assert queries(client, f"/?view={view}") == with_one
    # Who leads an office begins with who leads integration, what is late, comes, has changed.
    assert with_one <= 5 + 8 * (view == "todo")


def test_a_full_page_weighs_at_most_40_kib(login: Login, office: Office, add: Add) -> None:
    for number in range(30):
        add(
            f"M-2026-{number:04} " + "Sprachkurse für Eltern in Familienzentren " * 2,
            due=timezone.now(),
        )
    html = login(office.head).get("/?view=desk&sort=old&q=Eltern").content
    assert len(titles(html.decode())) == 25
    assert len(html) <= 40 * 1024


def test_start_page_is_the_one_list_of_what_is_to_be_done(
    login: Login, office: Office, add: Add
) -> None:
    client, now = login(office.head), timezone.now()
    assert "Zurzeit ist nichts zu erledigen" in page(client)
    add("soon", due=now + DAY)
    late = add("late", due=now - DAY)
    assert titles(page(client)) == ["late", "soon"]
    Task.objects.filter(pk=late.pk).update(claimed_by=office.head, claimed_at=now)
    html = page(client)
    assert titles(html) == ["late", "soon"]
    assert '<a class="ff-tabs__link" href="/?view=todo" aria-current="page">' in html
    assert html.count("Sie arbeiten daran") == 1


def test_start_page_leads_to_what_is_far(login: Login, office: Office, add: Add) -> None:
    add("milestone", due=timezone.now() + 60 * DAY)
    client = login(office.head)
    html = page(client)
    assert titles(html) == []
    assert "Eine weitere Aufgabe ist erst in mehr als sechs Wochen fällig" in html
    far = re.search(r'href="([^"]*due=later[^"]*)"', html)
    assert far is not None
    assert titles(page(client, far[1].replace("&amp;", "&"))) == ["milestone"]


def test_row_says_everything_about_the_task(login: Login, office: Office) -> None:
    at = timezone.now() - timedelta(days=60)
    sent(office, title="E-1 Schlüssel", at=at)
    html = page(login(office.head), "/?view=desk")
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert f"check the errand E-1 Schlüssel von {office.clerk} (errands) seit" in text
    assert "head (errands)" in text
    assert re.search(r"\d+ Tage überfällig", text)


def test_row_names_who_works_on_it_and_for_whom_one_acts(
    login: Login, office: Office, add: Add, colleague: User
) -> None:
    add("in hand", by=colleague)
    today = timezone.localdate()
    represent(office.clerk, office.head, first=today, last=today)
    add("to stand in", desk=Desk.objects.get(unit=office.unit, function="clerk"))
    client = login(office.head)
    taken = page(client, "/?view=desk&holder=taken")
    assert "wird gerade von Colleague Probe bearbeitet" in taken
    assert f"in Vertretung für {office.clerk}" in page(client, "/?view=deputy")


def test_title_is_the_link_and_carries_task_and_place(
    login: Login, office: Office, add: Add
) -> None:
    task = add("errand")
    ((url, _title),) = TITLE.findall(page(login(office.head), "/?view=desk&sort=new"))
    assert url == f"/?task={task.pk}&amp;inbox=view%3Ddesk%26sort%3Dnew"


def test_filters_pages_and_search_live_in_the_address(
    login: Login, office: Office, add: Add
) -> None:
    for number in range(28):
        add(f"Errand {number:02}", due=timezone.now() + number * DAY, step="check")
    add("Errand of another step", step="plan")
    client = login(office.head)
    first = page(client, "/?view=desk&step=check&q=errand")
    forward = re.search(r'href="([^"]*)" rel="next"', first)
    assert forward is not None
    second = page(client, forward[1].replace("&amp;", "&"))
    assert titles(second) == ["Errand 25", "Errand 26", "Errand 27"]
    assert 'name="q" value="errand"' in second
    back = re.search(r'href="([^"]*)" rel="prev"', second)
    assert back is not None
    assert titles(page(client, back[1].replace("&amp;", "&"))) == titles(first)


@pytest.mark.parametrize("path", ["/?view=desk&", "/fristen/?"])
def test_steps_are_offered_for_one_kind_of_matter(
    login: Login, office: Office, add: Add, path: str
) -> None:
    """Those of all kinds are more than anybody reads. A step of another kind is let go."""
    add("Errand", due=timezone.now(), step="plan")
    client = login(office.head)
    assert 'name="step"' not in page(client, path)
    html = page(client, f"{path}kind=errand")
    assert re.findall(r'<option value="(\w+)"', html[html.index('name="step"') :])[:1] == ["check"]
    assert '<option value="cosign"' not in html
    assert '<option value="cosign" selected>' in page(client, f"{path}step=cosign")
    kept = page(client, f"{path}kind=errand&step=cosign")
    assert '<option value="cosign"' not in kept
    assert titles(kept) == titles(html)


@pytest.mark.parametrize(
    "query",
    [
        "view=x&sort=y&due=z&desk=-1&holder=q&progress=1",
        "after=%00&before=%FF",
        "desk=99999999999999999999999999",
        "q=%00%27%22%3Cscript%3E",
        "q=" + "x" * 3000,
        "view=done&due=overdue&sort=new&after=-.1",
        "view=started&after=-.99999999999999999999999999&q=a",
        "view=started&before=1.1",
    ],
)
def test_no_address_breaks_the_page(login: Login, office: Office, add: Add, query: str) -> None:
    add("errand")
    html = page(login(office.head), f"/?{query}")
    assert "<script>" not in html.replace('<script src="', "")


@pytest.mark.parametrize("view", VIEWS)
def test_titles_are_shown_not_run(login: Login, office: Office, add: Add, view: str) -> None:
    canary = '<img src=x onerror="alert(1)">'
    add(canary, by=office.head if view == "mine" else None)
    assert canary not in page(login(office.head), f"/?view={view}")


def test_empty_views_say_why_and_what_next(login: Login, office: Office) -> None:
    client = login(office.head)
    for query, words in {
        "view=todo": "Weder für Sie noch für Ihre Stelle liegt eine Aufgabe vor.",
        "view=mine": "Auf Sie wartet nichts.",
        "view=desk": "Woran Kolleginnen und Kollegen arbeiten",
        "view=desk&holder=taken": "Alle offenen Aufgaben dieser Stellen sind frei",
        "view=deputy": "hat Sie als Vertretung eingetragen",
        "view=done": "das Neueste zuerst",
        "view=started": "Was Sie vorschlagen",
        "view=desk&q=x": "Zu Ihrer Suche und den Filtern passt",
    }.items():
        assert words in page(client, f"/?{query}")


def test_whoever_holds_no_desk_is_told_whom_to_ask(login: Login, office: Office) -> None:
    Desk.objects.get(unit=office.unit, function="head").holders.all().delete()
    assert "Stellen ordnet die Organisationsstelle zu" in page(login(office.head), "/?view=desk")


def test_strangers_see_nothing_of_it(login: Login, office: Office, add: Add) -> None:
    add("secret errand")
    for view in VIEWS:
        assert "secret errand" not in page(login(office.organiser), f"/?view={view}")


def test_without_login_the_inbox_leads_to_the_login(client: Client, db: None) -> None:
    response = client.get("/?view=desk&q=a")
    assert (response.status_code, response.headers["Location"]) == (
        302, "/konto/anmelden/?next=/%3Fview%3Ddesk%26q%3Da",
    )  # fmt: skip


def test_the_inbox_is_in_no_cache(login: Login, office: Office) -> None:
    response = login(office.head).get("/")
    assert "no-store" in response.headers["Cache-Control"]


def test_nothing_changes_by_looking(login: Login, office: Office) -> None:
    client = login(office.head)
    assert client.post("/").status_code == 405
