"""The seals are public, and show nothing but themselves."""

import pytest

from tests.kinds import AT, answered, make_office
from workflows.actions.proof.sealing import seal
from workflows.queries.proof.seals import public_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "key.pem"


def test_page_without_seals_says_so(client):
    response = client.get("/pruefsiegel/")
    assert response.status_code == 200
    assert "Noch kein Prüfsiegel" in response.content.decode()


def test_everybody_sees_the_digests_and_nothing_of_any_case(client):
    answered(make_office(), title="Canary title", text="Canary text")
    made = seal(at=AT)
    html = client.get("/pruefsiegel/").content.decode()
    text = client.get("/pruefsiegel.txt")
    ((name, key),) = public_keys().items()
    assert made.digest.hex() in html
    assert key.public_bytes_raw().hex() in html
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode().splitlines() == [
        f"1:{made.digest.hex()} 2026-03-02T09:00:00+00:00 {name} {made.signature.hex()}",
        f"key {name} {key.public_bytes_raw().hex()}",
    ]
    assert "Canary" not in html + text.content.decode()


def test_many_seals_come_in_pages(client):
    answered(make_office())
    for _ in range(33):
        seal(at=AT)
    first, second = client.get("/pruefsiegel/"), client.get("/pruefsiegel/?page=2")
    assert [number for number, _ in enumerate(first.context["lines"], 1)][-1] == 31
    assert [entry.number for entry, _ in second.context["lines"]] == [2, 1]
    assert client.get("/pruefsiegel/?page=nonsense").status_code == 200
