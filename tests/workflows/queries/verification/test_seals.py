"""`verify` finds what the trails alone cannot tell: the seals know it; and damage to the seals."""

from datetime import timedelta
from hashlib import sha256

import pytest

from tests.kinds import AT, answered
from tests.workflows.queries.verification.by_hand import by_hand, drop_references, found, rechain
from workflows.actions.proof.sealing import seal
from workflows.models import Event
from workflows.queries.proof.damage import Damage, Finding
from workflows.queries.proof.seals import fault_of_published

pytestmark = pytest.mark.django_db


def test_last_events_deleted_and_the_seal_knows(cases):
    seal(at=AT)
    with by_hand() as execute:
        execute("DELETE FROM workflows_event WHERE case_id = %s AND seq = 4", [cases[1]])
        third = Event.objects.get(case=cases[1], seq=3)
        execute(
            "UPDATE workflows_case SET seq = 3, head = %s, state = 'check', version = %s"
            " WHERE id = %s",
            [third.digest, third.version, cases[1]],
        )
    assert found() == [Finding(Damage.END_MISSING, cases[1], 4, 1)]


def test_history_rewritten_after_the_seal(cases):
    seal(at=AT)
    with by_hand() as execute:
        execute(
            "UPDATE workflows_event SET legal_basis = 'none' WHERE case_id = %s AND seq = 2",
            [cases[1]],
        )
        rechain(execute, cases[1], 2)
    assert found() == [Finding(Damage.REWRITTEN, cases[1], 4, 1)]


def test_history_rewritten_and_sealed_again_is_still_found(cases, office):
    seal(at=AT)
    with by_hand() as execute:
        execute(
            "UPDATE workflows_event SET legal_basis = 'none' WHERE case_id = %s AND seq = 2",
            [cases[1]],
        )
        rechain(execute, cases[1], 2)
    seal(at=AT + timedelta(days=1))
    assert found() == [Finding(Damage.REWRITTEN, cases[1], 4, 1)]


def test_case_deleted_with_its_row(cases):
    seal(at=AT)
    with by_hand() as execute:
        drop_references(execute)
        execute("DELETE FROM workflows_case WHERE id = %s", [cases[1]])
    assert found() == [Finding(Damage.CASE_MISSING, cases[1], 1)]


@pytest.mark.parametrize(
    "change",
    ["cases = 7", "made_at = made_at - interval '1 day'", "digest = %(x)s", "previous = %(x)s"],
)
def test_seal_altered(cases, change):
    for day in range(3):
        seal(at=AT + timedelta(days=day))
    with by_hand() as execute:
        execute(f"UPDATE workflows_seal SET {change} WHERE number = 3", {"x": b"x" * 32})
    assert found() == [Finding(Damage.SEAL_ALTERED, seal=3)]


def test_head_under_a_seal_deleted(cases):
    seal(at=AT)
    with by_hand() as execute:
        execute("DELETE FROM workflows_sealedhead WHERE case_id = %s", [cases[1]])
    assert found() == [Finding(Damage.SEAL_ALTERED, seal=1)]


def test_seal_missing_in_the_middle(cases):
    for day in range(3):
        seal(at=AT + timedelta(days=day))
    with by_hand() as execute:
        execute("DELETE FROM workflows_seal WHERE number = 2", [])
    assert found() == [Finding(Damage.SEAL_MISSING, seal=2)]


def test_seal_signed_by_a_stranger(cases, settings, tmp_path):
    seal(at=AT)
    genuine = settings.SEAL_KEY_FILE
    settings.SEAL_KEY_FILE = tmp_path / "forger" / "key.pem"
    with by_hand() as execute:
        execute("DELETE FROM workflows_sealedhead", [])
        execute("DELETE FROM workflows_seal", [])
    seal(at=AT)
    settings.SEAL_KEY_FILE = genuine
    assert found() == [Finding(Damage.SEAL_FORGED, seal=1)]


def test_last_seal_cut_off_is_found_by_its_published_digest(cases, office):
    seal(at=AT)
    answered(office, title="four")
    published = seal(at=AT + timedelta(days=1))
    with by_hand() as execute:
        execute("DELETE FROM workflows_sealedhead WHERE seal_id = 2", [])
        execute("DELETE FROM workflows_seal WHERE number = 2", [])
    assert found() == []
    assert fault_of_published(2, published.digest) == Finding(Damage.SEAL_MISSING, seal=2)
    assert fault_of_published(1, sha256(b"").digest()) == Finding(Damage.SEAL_ALTERED, seal=1)


def cut_off(number):
    with by_hand() as execute:
        execute("DELETE FROM workflows_sealedhead WHERE seal_id = %s", [number])
        execute("DELETE FROM workflows_seal WHERE number = %s", [number])


def test_last_seal_cut_off_is_found_by_the_note_outside(cases, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for day in range(2):
            seal(at=AT + timedelta(days=day))
    assert found() == []
    cut_off(2)
    assert found() == [Finding(Damage.SEAL_MISSING, seal=2)]


def test_seal_made_after_one_was_cut_off_does_not_take_its_number(
    cases, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        seal(at=AT)
        seal(at=AT + timedelta(days=1))
    cut_off(2)
    assert seal(at=AT + timedelta(days=2)).number == 3
    assert found() == [Finding(Damage.SEAL_MISSING, seal=2)]


def test_last_seal_made_anew_under_its_number_is_found(
    cases, django_capture_on_commit_callbacks, settings
):
    with django_capture_on_commit_callbacks(execute=True):
        seal(at=AT)
    cut_off(1)
    settings.SEAL_NOTE_FILE, note = (
        settings.SEAL_NOTE_FILE.with_suffix(".2"),
        settings.SEAL_NOTE_FILE,
    )
    seal(at=AT + timedelta(hours=1))
    settings.SEAL_NOTE_FILE = note
    assert found() == [Finding(Damage.SEAL_ALTERED, seal=1)]


def test_seal_is_made_where_the_note_cannot_be_written(
    cases, django_capture_on_commit_callbacks, settings, tmp_path
):
    (tmp_path / "file").write_text("")
    settings.SEAL_NOTE_FILE = tmp_path / "file" / "last-seal"
    with django_capture_on_commit_callbacks(execute=True):
        assert seal(at=AT).number == 1


def test_private_key_alone_is_enough_to_check_its_seals(cases, settings):
    """A key that was saved without the public half beside it finds an intact trail intact."""
    seal(at=AT)
    for half in settings.SEAL_KEY_FILE.parent.glob("*.pub"):
        half.unlink()
    assert found() == []
