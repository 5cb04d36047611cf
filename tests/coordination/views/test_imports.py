"""Importing through HTTP: upload, preview, confirmation, progress, result; and what goes wrong."""

import csv
import io
import re
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.models import OrmQ

from coordination.imports import jobs
from coordination.imports.actions import uploads
from coordination.imports.models import MeasureImport
from coordination.imports.reading.columns import COLUMNS
from coordination.measures.models import Measure
from tests.coordination.importers.samples import LIST, changed, long_list, workbook
from tests.turns import elsewhere

CANARY = "<script>alert('canary')</script>"
UPLOAD = "/massnahmen/einlesen/"


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def login(town):
    """A browser of the holder of a desk."""

    def login(desk="youth-clerk"):
        client = Client(raise_request_exception=False)
        client.force_login(town.person(desk))
        return client

    return login


def sent(client, content, *, name="liste.csv", **fields):
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, content)
    return client.post(UPLOAD, {"file": file, "command": str(uuid4()), **fields})


def work_off():
    """What a worker does with the jobs that wait."""
    while job := OrmQ.objects.order_by("pk").first():
        assert job.func() == "coordination.imports.jobs.work_on_import"
        (import_id,) = job.task["args"]
        job.delete()
        jobs.work_on_import(import_id)


def checked(client, content, **fields):
    """Upload a list and let it be checked; the address of its page."""
    response = sent(client, content, **fields)
    assert response.status_code == 302
    work_off()
    return response.headers["Location"]


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_list_is_uploaded_shown_and_taken(login):
    client = login()
    response = sent(client, LIST)
    url = response.headers["Location"]
    assert "Die Datei wird geprüft." in page(client, url)
    work_off()
    preview = page(client, url)
    assert "Alle Zeilen sind in Ordnung" in preview
    assert "Neue Entwürfe 2 Aktualisierte Entwürfe 0 Unverändert 0 Mit Problemen 0" in preview
    assert "2 A1 Sprachkurse für Eltern Unit youth neuer Entwurf" in preview
    assert Measure.objects.count() == 0
    assert client.post(f"{url}beginnen/", {"rows": "all"}).headers["Location"] == url
    assert "0 von 2 Zeilen" in page(client, url)
    work_off()
    result = page(client, url)
    assert "Neue Entwürfe 2 Aktualisierte Entwürfe 0 Unverändert 0 Mit Problemen 0" in result
    assert Measure.objects.filter(source="liste").count() == 2
    assert "liste.csv liste" in page(client, UPLOAD)


def test_problems_are_shown_by_row_and_column_and_good_rows_can_be_taken(login):
    client = login()
    url = checked(client, changed("hoch", "sofort"))
    preview = page(client, url)
    assert "1 Zeile hat ein Problem" in preview
    assert (
        "2 prioritaet „sofort“ ist hier nicht möglich. Möglich sind: hoch, mittel, niedrig."
    ) in preview
    assert client.post(f"{url}beginnen/", {"rows": "all"}).status_code == 422
    assert OrmQ.objects.count() == 0
    assert client.post(f"{url}beginnen/", {"rows": "good"}).status_code == 302
    work_off()
    assert [one.source_number for one in Measure.objects.all()] == ["A2"]
    assert "Zeilen, die nicht eingelesen wurden" in page(client, url)


def test_workbook_is_imported_as_well(login):
    cells = [["nr", "titel", "federfuehrung", "kosten_eur"], [1, "Titel", "youth", 1234.5]]
    client = login()
    url = checked(client, workbook(cells).getvalue(), name="liste.xlsx")
    client.post(f"{url}beginnen/", {"rows": "all"})
    work_off()
    assert [str(one.cost) for one in Measure.objects.all()] == ["1234.50"]


def test_hidden_rows_are_hinted_at_and_taken(login):
    book = openpyxl.Workbook()
    for row in (["nr", "titel", "federfuehrung"], ["1", "Eins", "youth"], ["2", "Zwei", "youth"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    file, client = io.BytesIO(), login()
    book.save(file)
    url = checked(client, file.getvalue(), name="liste.xlsx")
    hint = (
        "Auch Zeilen, die die Tabelle nicht zeigt, etwa wegen eines Filters, werden gelesen (1): 3."
    )
    preview = page(client, url)
    assert ("Alle Zeilen sind in Ordnung" in preview, hint in preview) == (True, True)
    client.post(f"{url}beginnen/", {"rows": "all"})
    work_off()
    result = page(client, url)
    assert (hint in result, "Zeilen, die nicht eingelesen wurden" in result) == (True, False)
    assert Measure.objects.count() == 2


def test_unusable_file_says_why(login):
    client = login()
    text = page(client, checked(client, LIST.replace(";", ",")))
    assert "Diese Datei kann nicht eingelesen werden" in text
    assert "1 – Die Spalten sind mit „,“ getrennt." in text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({}, "Bitte wählen Sie bei „Datei“ etwas aus."),
        ({"file": SimpleUploadedFile("leer.csv", b"")}, "Die Datei ist leer."),
    ],
)
def test_form_without_a_file_is_shown_again_with_what_was_typed(login, data, text):
    data = {"source": "Meine Liste", "command": str(uuid4()), **data}
    response = login().post(UPLOAD, data)
    html = response.content.decode()
    assert (response.status_code, text in html, 'value="Meine Liste"' in html) == (422, True, True)
    assert html.count("<title>Fehler: ") == 1


def test_too_large_file_is_refused_at_once(login, monkeypatch):
    monkeypatch.setattr("coordination.imports.forms.LARGEST_MB", 0)
    response = sent(login(), LIST)
    assert response.status_code == 422
    assert "Die Datei ist größer als 0 MB." in response.content.decode()


def test_same_form_twice_is_one_upload(login):
    client, command = login(), str(uuid4())
    first = sent(client, LIST, command=command)
    second = sent(client, LIST, command=command)
    assert first.headers["Location"] == second.headers["Location"]
    assert MeasureImport.objects.count() == 1


def test_texts_of_a_file_are_shown_as_texts(login):
    client = login()
    text = (
        f"nr;titel;federfuehrung;prioritaet\n{CANARY[:40]};{CANARY};youth;\n2;x;{CANARY};{CANARY}\n"
    )
    url = checked(client, text, name=f"{CANARY.replace('/', '')}.csv", source=CANARY)
    for address in (url, UPLOAD):
        html = client.get(address).content.decode()
        assert "alert(&#x27;canary&#x27;)" in html
        assert "<script>alert" not in html
    unusable = checked(client, f"{CANARY};titel\n1;2\n")
    assert "<script>alert" not in client.get(unusable).content.decode()


def test_problems_as_csv_hold_no_formula(login):
    client = login()
    text = changed("hoch", "=1+1").replace("deckung", "=cmd()")
    lines = b"".join(client.get(f"{checked(client, text)}probleme.csv").streaming_content)
    rows = list(csv.reader(io.StringIO(lines.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Zeile", "Spalte", "Problem"],
        [
            "1",
            "'=cmd()",
            (
                "Eine Spalte mit diesem Namen gibt es nicht. "
                "Bitte löschen Sie sie oder benennen Sie sie um."
            ),
        ],
    ]


def test_empty_list_has_every_column(login):
    response = login().get(f"{UPLOAD}muster.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.strip().split(";") == [c.name for c in COLUMNS if not c.is_yearly]


def test_name_of_the_file_loses_folders_and_hidden_characters(login):
    client = login()
    url = checked(client, LIST, name="..\\..\\geheim\\\u202egpj.csv")
    record = MeasureImport.objects.get()
    assert (record.name, record.source, url) == (
        "gpj.csv", "gpj", f"{UPLOAD}{record.pk}/",
    )  # fmt: skip


def test_problems_are_paged_and_more_of_them_take_no_more_queries(login):
    client, counts = login(), []
    for rows in (2, 120):
        url = checked(client, long_list(rows).replace("youth", "niemand"))
        client.get(url)  # what is kept between pages is kept now
        with CaptureQueriesContext(connection) as statements:
            client.get(url)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "51 bis 100 von 120" in page(client, f"{url}?page=2")


def test_list_of_somebody_else_is_invisible(login):
    owner, other = login(), login("youth-head")
    url = checked(owner, changed("hoch", "sofort"))
    for address in (url, f"{url}stand/", f"{url}probleme.csv"):
        assert other.get(address).status_code == 404
    for act in ("beginnen", "fortsetzen", "loeschen"):
        assert other.post(f"{url}{act}/").status_code == 404
    assert MeasureImport.objects.count() == 1


def test_who_may_not_propose_gets_no_form(login):
    client = login("council-observer")
    assert (client.get(UPLOAD).status_code, sent(client, LIST).status_code) == (403, 403)
    assert MeasureImport.objects.count() == 0


def test_nothing_changes_by_get(login):
    client = login()
    url = checked(client, LIST)
    for act in ("beginnen", "fortsetzen", "loeschen"):
        assert client.get(f"{url}{act}/").status_code == 405


def test_strangers_are_asked_to_log_in(login):
    url = checked(login(), LIST)
    for address in (UPLOAD, url, f"{url}stand/", f"{UPLOAD}muster.csv"):
        assert Client().get(address).status_code == 302


def test_progress_asks_again_until_the_work_is_over(login):
    client = login()
    url = sent(client, LIST).headers["Location"]
    running = client.get(f"{url}stand/")
    assert f'hx-get="{url}stand/" hx-trigger="every 2s"' in running.content.decode()
    assert "HX-Refresh" not in running.headers
    work_off()
    over = client.get(f"{url}stand/")
    assert over.headers["HX-Refresh"] == "true"
    assert "hx-get" not in over.content.decode()


def test_work_that_stands_still_can_be_continued(login):
    client = login()
    url = sent(client, LIST).headers["Location"]
    OrmQ.objects.all().delete()
    MeasureImport.objects.update(moved_at=timezone.now() - uploads.STALLED - timedelta(seconds=1))
    assert "Seit einigen Minuten geht es nicht voran" in page(client, url)
    client.post(f"{url}fortsetzen/")
    work_off()
    assert "Alle Zeilen sind in Ordnung" in page(client, url)


def test_failed_work_can_be_continued_or_thrown_away(login):
    client = login()
    url = checked(client, LIST)
    client.post(f"{url}beginnen/", {"rows": "all"})
    uploads.fail(MeasureImport.objects.get(), at=timezone.now())
    assert "Die Arbeit ist abgebrochen" in page(client, url)
    client.post(f"{url}fortsetzen/")
    work_off()
    assert Measure.objects.count() == 2


def test_list_of_what_was_decided_already_may_have_days_that_are_over(login):
    client, old = login(), LIST.replace("01.09.2096", "01.09.2016")
    assert "„01.09.2016“ ist vorbei." in page(client, checked(client, old))
    url = checked(client, old, source="bestand", is_stock="on")
    assert "ist vorbei" not in page(client, url)
    client.post(f"{url}beginnen/", {"rows": "all"})
    work_off()
    assert Measure.objects.filter(source="bestand", starts_on="2016-09-01").count() == 1


def test_thrown_away_list_is_gone(login):
    client = login()
    url = checked(client, LIST)
    assert client.post(f"{url}loeschen/").headers["Location"] == UPLOAD
    assert "Die Datei „liste.csv“ wurde gelöscht." in page(client, UPLOAD)
    page(client, url, status=404)


def test_list_that_was_taken_cannot_be_thrown_away(login):
    client = login()
    url = checked(client, LIST)
    client.post(f"{url}beginnen/", {"rows": "all"})
    assert client.post(f"{url}loeschen/").status_code == 409
    work_off()
    assert client.post(f"{url}loeschen/").status_code == 409


def test_known_list_under_another_name_is_warned_of(login):
    client = login()
    url = checked(client, LIST)
    client.post(f"{url}beginnen/", {"rows": "all"})
    work_off()
    assert "wurden schon aus der Liste „liste“ eingelesen" in page(
        client, checked(client, LIST, source="andere")
    )


def test_one_list_at_a_time_and_each_in_its_turn(login):
    """Two lists: a piece of one, then a piece of the other; a third process does nothing."""
    first, second = login(), login("school-head")
    for client in (first, second):
        sent(client, LIST, name=f"{client.session['_auth_user_id']}.csv")
    jobs_of = lambda: [job.task["args"][0] for job in OrmQ.objects.order_by("pk")]  # noqa: E731 - a line each
    one, other = jobs_of()
    OrmQ.objects.all().delete()
    with elsewhere("imports"):
        jobs.work_on_import(one)
    assert (MeasureImport.objects.get(pk=one).status, jobs_of()) == ("checking", [])
    jobs.work_on_import(one)
    assert MeasureImport.objects.get(pk=one).status == "checked"
    assert jobs_of() == [other]


def test_nobody_leaves_more_than_five_lists_unfinished(login):
    client = login()
    for number in range(5):
        assert sent(client, LIST, name=f"liste {number}.csv").status_code == 302
    refused = sent(client, LIST, name="noch eine.csv")
    assert refused.status_code == 422
    assert "5 Ihrer Listen sind noch nicht fertig" in refused.content.decode()
    assert MeasureImport.objects.count() == 5
