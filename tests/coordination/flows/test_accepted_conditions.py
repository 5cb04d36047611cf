"""Accepted conditions are a list of their own in the text: on the page and in the comparison.

In the paper: `test_paper_on_paper.py`.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from coordination.decisions.models import TextVersion
from tests.journeys.driver import Person
from tests.situations import Stage

pytestmark = pytest.mark.django_db


def test_what_was_taken_over_stands_on_the_page_and_in_the_comparison(stage: Stage) -> None:
    """One is taken over with a changed text, one as a promise, one is not."""
    town, measure = stage.town, stage.asked()
    texts = ("Nur mit Jahresbericht.", "Nur mit Beirat.", "Nur ein Jahr lang.")
    stage.do(measure, "vote", "finance-head", choice="conditional", conditions=[*texts])
    promised, declined, changed = (
        stage._tasks(measure, "answer_condition")[n] for n in (1, 2, 0)
    )  # fmt: skip
    said = {"accept": True, "material": False}
    stage.do(measure, "answer_condition", stage.head, task=promised.pk, text="Ja.", **said)
    stage.do(
        measure, "answer_condition", stage.head, task=declined.pk, accept=False, text="Zu kurz."
    )
    stage.do(
        measure, "answer_condition", stage.head, task=changed.pk, text="Wird berichtet.", **said,
        fields={"facts": "Mit Jahresbericht."},
    )  # fmt: skip
    # What the act itself takes over stands in the version that it freezes.
    frozen = TextVersion.objects.filter(case=measure.case_id).order_by("number").last()
    assert frozen is not None
    assert [row["text"] for row in frozen.content["accepted_conditions"]] == [*texts[:2]]
    head = Person(town, stage.head)
    page = head.case(measure)
    assert page.shows("Übernommene Maßgaben", *texts[:2], "Wird berichtet.")
    compared = head.get(reverse("coordination:differences", args=[measure.case_id]))
    assert compared.shows("Übernommene Maßgaben", *texts[:2])
    assert not compared.shows(texts[2])


def test_text_of_which_nothing_was_taken_over_has_no_such_list(stage: Stage) -> None:
    measure = stage.asked()
    contents = TextVersion.objects.filter(case=measure.case_id).values_list("content", flat=True)
    assert [content for content in contents if "accepted_conditions" in content] == []
    assert not Person(stage.town, stage.head).case(measure).shows("Übernommene Maßgaben")
