"""A question that is put together once gives the rows that Django's own gives."""

from datetime import date

import pytest
from django.db.models import Q, QuerySet, Value

from tests.kinds import Office, make_office, sent
from workflows.models import Case, Task
from workflows.queries.compiled import Compiled, CompiledFor


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def tasks() -> QuerySet[Task]:
    return Task.objects.select_related("desk__unit", "claimed_by")


def values(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_row_and_what_belongs_to_it_are_those_of_django(
    office: Office, django_assert_num_queries
) -> None:
    cases = [sent(office).case, sent(office).case]
    question = Compiled(tasks, by="case")
    for case in cases:
        expected = tasks().get(case=case)
        with django_assert_num_queries(1):
            found = question.get(case)
            assert values(found.desk) == values(expected.desk)
            assert values(found.desk.unit) == values(expected.desk.unit)
            assert (found.claimed_by, expected.claimed_by) == (None, None)
        assert values(found) == values(expected)
        assert not found._state.adding


def test_row_is_read_anew_each_time(office: Office) -> None:
    case, question = sent(office, title="Before").case, Compiled(Case.objects.all, by="pk")
    assert question.get(case).title == "Before"
    Case.objects.filter(pk=case).update(title="After")
    assert question.get(case).title == "After"


def test_what_is_not_there_is_said(db: None) -> None:
    with pytest.raises(Case.DoesNotExist):
        Compiled(Case.objects.all, by="pk").get(0)


def test_question_with_another_value_in_it_is_refused(db: None) -> None:
    with pytest.raises(AssertionError):
        Compiled(lambda: Case.objects.filter(kind="errand"), by="pk").get(1)


def open_since(*, case: int, day: date) -> QuerySet[Case]:
    """With a value that is no mark, one mark that stands twice and an annotation."""
    until = Q(pk=case, kind="errand", opened_at__date__lte=day)
    return Case.objects.select_related("opened_by").annotate(asked=Value(day)).filter(until)


def test_several_values_are_put_in_where_their_marks_stood(
    office: Office, django_assert_num_queries
) -> None:
    question = CompiledFor(open_since, case=-1, day=date.min)
    first, second = (Case.objects.get(pk=sent(office).case) for _ in range(2))
    day = max(first.opened_at, second.opened_at).date()
    for case in (first, second):
        expected = open_since(case=case.pk, day=day).get()
        with django_assert_num_queries(1):
            found = question.first(case=case.pk, day=day)
        assert found is not None
        assert values(found) == values(expected)
        assert found.asked == day
    assert question.first(case=first.pk, day=date(2000, 1, 1)) is None


def test_all_rows_come_in_their_order(office: Office, django_assert_num_queries) -> None:
    keys = {sent(office).case for _ in range(3)}
    question = CompiledFor(lambda *, kind: Case.objects.filter(kind=kind).order_by("-pk"), kind="?")
    expected = [*Case.objects.filter(pk__in=keys).order_by("-pk")]
    with django_assert_num_queries(1):
        found = question.all(kind=expected[0].kind)
    assert [values(row) for row in found] == [values(row) for row in expected]
    assert (len(found), question.all(kind="none")) == (3, [])


def test_each_mark_needs_its_value(db: None) -> None:
    with pytest.raises(TypeError, match=r"asks for \['case', 'day'\], not for \['case'\]"):
        CompiledFor(open_since, case=-1, day=date.min).first(case=1)


def test_mark_that_the_query_does_not_ask_by_is_refused(db: None) -> None:
    question = CompiledFor(lambda **by: Case.objects.filter(pk=by["case"]), case=-1, day=date.min)
    with pytest.raises(ValueError, match="does not ask by"):
        question.first(case=1, day=date.min)
