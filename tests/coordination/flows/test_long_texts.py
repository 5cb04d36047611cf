"""A text may be long, but not a library: the index of its words holds 1 MiB."""

import itertools
import string

import pytest

from coordination.measures.models import Measure
from tests.town import Town
from workflows.machine.stored_text import LONGEST
from workflows.refusals import GuardsUnmet

pytestmark = pytest.mark.django_db

TEXTS = ("goal", "facts", "proposal")


def different_words(length: int, start: str) -> str:
    """Words that take the most room in the index: each part of a compound is a word of its own."""
    letters = string.ascii_lowercase + string.digits
    words = ("".join((start, *word)) for word in itertools.product(letters, repeat=3))
    compounds = ("-".join(itertools.islice(words, 4)) for _ in itertools.count())
    parts = list(itertools.islice(compounds, length // 19))
    text = " ".join(part for part in parts if part)
    return (text + " x" * length)[:length]


def test_longest_texts_of_only_different_words_are_stored(town: Town) -> None:
    fields = {name: different_words(LONGEST, name[0]) for name in TEXTS}
    measure = town.propose(**fields)
    stored = Measure.objects.get(pk=measure.pk)
    assert {name: getattr(stored, name) for name in TEXTS} == fields


@pytest.mark.parametrize("name", TEXTS)
def test_longer_text_is_named_with_its_length(town: Town, name: str) -> None:
    measure = town.propose()
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, "edit", "youth-clerk", **{name: "Wort " * 10_001})
    assert [(item.code, item.field) for item in refused.value.unmet] == [("too_long", name)]
    assert "50.005" in refused.value.text
    assert "50.000" in refused.value.text


def test_reason_of_an_act_is_no_library_either(town: Town) -> None:
    measure = town.in_cosigning()
    with pytest.raises(GuardsUnmet) as refused:
        town.do(measure, "withdraw", "youth-head", text="Wort " * 10_001)
    assert [(item.code, item.field) for item in refused.value.unmet] == [("too_long", "text")]
