"""The demo's mails: kept as files, read in the browser, in the demo only."""

import stat

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from config import mailbox
from config.accounts import send_reset
from tests.kinds import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def send(
    subject="Grüße", body="Bitte öffnen: http://127.0.0.1:8000/?task=1\n",
    date="Mon, 02 Mar 2026 09:00:00 +0000", **fields,
):  # fmt: skip
    message = EmailMultiAlternatives(
        subject, body, to=["a@stadt.example"],
        headers={"Date": date},
        connection=get_connection("config.mailbox.FolderBackend"), **fields,
    )  # fmt: skip
    message.attach_alternative("<p>HTML</p>", "text/html")
    return message.send()


def test_mail_becomes_a_file_of_its_own_that_only_its_owner_reads(folder):
    assert send() == 1
    assert send("Noch eine") == 1
    newest, oldest = mailbox.names()
    assert (mailbox.find(newest).subject, mailbox.find(oldest).subject) == ("Noch eine", "Grüße")
    assert mailbox.find(oldest).text == "Bitte öffnen: http://127.0.0.1:8000/?task=1\n"
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_mail_without_recipient_is_not_counted(folder):
    connection = get_connection("config.mailbox.FolderBackend")
    assert EmailMultiAlternatives("a", "b", connection=connection).send() == 0
    assert mailbox.names() == []


def test_list_and_mail_are_read_without_a_login(client):
    send()
    html = client.get("/demo/mails/").content.decode()
    (name,) = mailbox.names()
    assert f'<a href="/demo/mails/{name}/">Grüße</a>' in html
    html = client.get(f"/demo/mails/{name}/").content.decode()
    assert "An a@stadt.example, 02.03.2026, 10:00 Uhr" in html
    assert '<a href="http://127.0.0.1:8000/?task=1"' in html


def test_markup_in_a_mail_is_text(client):
    send("<b>fett</b>", "<script>alert(1)</script>")
    (name,) = mailbox.names()
    for path in ("/demo/mails/", f"/demo/mails/{name}/"):
        html = client.get(path).content.decode()
        assert "<b>fett" not in html
        assert "<script>alert" not in html


def test_empty_folder_says_what_it_is_for(client):
    html = client.get("/demo/mails/").content.decode()
    assert "Noch keine E-Mail" in html
    assert "So sehen Einladungen, neue Passwörter, Erinnerungen" in html
    assert 'href="/konto/passwort/zuruecksetzen/"' in html


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        # A zone of which nothing is known is UTC (RFC 5322, 3.3); Django writes so.
        ("Mon, 02 Mar 2026 09:00:00 -0000", "02.03.2026, 10:00 Uhr"),
        ("Mon, 02 Mar 2026 09:00:00", "02.03.2026, 10:00 Uhr"),
        ("Mon, 02 Mar 2026 09:00:00 +0100", "02.03.2026, 09:00 Uhr"),
        ("yesterday", ""),
        ("Mon, 99 Mar 2026 09:00:00 -0000", ""),
    ],
)
def test_any_date_can_be_read(client, date, shown):
    send(date=date)
    (name,) = mailbox.names()
    for path in ("/demo/mails/", f"/demo/mails/{name}/"):
        response = client.get(path)
        assert (response.status_code, shown in response.content.decode()) == (200, True)


def test_mails_can_be_read_after_a_password_was_asked_for(client, settings):
    """The mail of the login is written by Django itself, without a date of ours."""
    settings.EMAIL_BACKEND = "config.mailbox.FolderBackend"
    person = make_office().head
    send_reset(person.pk, person.email)
    (name,) = mailbox.names()
    for path in ("/demo/mails/", f"/demo/mails/{name}/"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("name", ["x", "..%2Fkey", "0" * 20 + "-00000000", "%2e%2e"])
def test_unknown_names_are_not_found(client, folder, name):
    folder.mkdir()
    (folder.parent / "key.eml").write_text("Subject: secret\n\n")
    assert client.get(f"/demo/mails/{name}/").status_code == 404


def test_outside_the_demo_there_are_no_mails(client, settings):
    send()
    settings.DEMO = False
    (name,) = mailbox.names()
    assert client.get("/demo/mails/").status_code == 404
    assert client.get(f"/demo/mails/{name}/").status_code == 404
