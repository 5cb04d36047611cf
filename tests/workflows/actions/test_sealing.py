"""The daily seal: chained, gapless, only what moved, signed with a key outside the database."""

import stat
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tests.concurrency.threads import at_once
from tests.kinds import AT, answered, make_office, opened
from workflows.actions.proof.seal_keys import SealKeyError, make_key, signing_key
from workflows.actions.proof.sealing import seal, seal_daily
from workflows.models import Case, Seal, SealedHead
from workflows.queries.proof.seals import key_id_of, public_keys, published_seals, signed_content
from workflows.queries.proof.verification import verify


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "seal" / "key.pem"
    return settings.SEAL_KEY_FILE


@pytest.fixture
def office(db):
    return make_office()


def test_seal_holds_the_heads_of_the_cases_that_moved(office):
    first, second = answered(office).case, opened(office).case
    one = seal(at=AT)
    third = opened(office).case
    answered(office)  # a fourth
    two = seal(at=AT + timedelta(days=1))
    heads = list(
        SealedHead.objects.order_by("seal_id", "case_id").values_list("seal_id", "case_id")
    )
    assert heads == [(1, first), (1, second), (2, third), (2, third + 1)]
    sealed = SealedHead.objects.get(seal=1, case=first)
    case = Case.objects.get(pk=first)
    assert (sealed.seq, bytes(sealed.head)) == (case.seq, bytes(case.head))
    assert (one.number, one.cases, bytes(one.previous)) == (1, 2, bytes(32))
    assert (two.number, two.cases, bytes(two.previous)) == (2, 4, bytes(one.digest))


def test_seal_of_a_quiet_day_is_made_all_the_same(office):
    opened(office)
    seal(at=AT)
    quiet = seal(at=AT + timedelta(days=1))
    assert (quiet.number, quiet.cases, quiet.heads.count()) == (2, 1, 0)


def test_signature_is_of_the_key_that_the_seal_names(office):
    opened(office)
    made = seal(at=AT)
    public = public_keys()[made.key_id]
    public.verify(bytes(made.signature), signed_content(bytes(made.digest)))
    assert key_id_of(public) == key_id_of(signing_key().public_key())


def test_seal_is_made_once_a_day_in_local_time(office):
    opened(office)
    late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 23.30 in Berlin
    assert seal_daily(at=late).number == 1
    assert seal_daily(at=late + timedelta(minutes=20)) is None
    assert seal_daily(at=late + timedelta(minutes=40)).number == 2
    assert list(published_seals().values_list("number", flat=True)) == [2, 1]


def test_key_is_made_at_first_use_for_its_owner_only(key_file):
    key = signing_key()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert signing_key().private_bytes_raw() == key.private_bytes_raw()
    assert list(public_keys()) == [key_id_of(key.public_key())]
    assert sorted(path.suffix for path in key_file.parent.iterdir()) == [".pem", ".pub"]


def test_production_makes_no_key_by_itself(office, settings):
    settings.SEAL_KEY_IS_MADE_WHEN_MISSING = False
    opened(office)
    with pytest.raises(SealKeyError, match="cannot be read"):
        seal(at=AT)
    assert (Seal.objects.count(), SealedHead.objects.count()) == (0, 0)


def test_key_that_others_may_read_is_refused(key_file):
    make_key(key_file)
    key_file.chmod(0o640)
    with pytest.raises(SealKeyError, match="chmod 600"):
        signing_key()


def test_key_of_another_kind_is_refused(key_file):
    key_file.parent.mkdir()
    key_file.write_text("no key")
    with pytest.raises(SealKeyError, match="cannot be read"):
        signing_key()


def test_existing_key_is_never_replaced(key_file):
    make_key(key_file)
    before = key_file.read_bytes()
    with pytest.raises(FileExistsError):
        make_key(key_file)
    assert key_file.read_bytes() == before
    assert len(public_keys()) == 1


def test_seals_of_an_old_key_stay_valid_after_a_change_of_keys(office, key_file):
    opened(office)
    seal(at=AT)
    key_file.rename(key_file.with_name("old.pem"))
    opened(office)
    seal(at=AT + timedelta(days=1))
    assert len(public_keys()) == 2
    assert list(verify()) == []


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_sealers_at_the_same_moment_make_one_seal_for_the_day():
    opened(make_office())
    made = at_once([partial(seal_daily, at=AT)] * 4)
    assert [one.number for one in made if one] == [1]
    assert Seal.objects.count() == 1
    assert list(verify()) == []
