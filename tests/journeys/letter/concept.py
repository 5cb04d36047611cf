"""January to March 2017: chapters, the empty cell, comments, and the draft handed in."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from coordination.city.models import FieldOfAction, TargetGroup
from coordination.concept.models import Chapter, ChapterComment, Concept
from tests.journeys.letter.agency import uploaded
from tests.journeys.letter.declaration import GUEST, SENDER
from tests.journeys.letter.story import (
    CENTRE,
    CLERK,
    GONE,
    REASON,
    UNMET,
    Story,
    german,
)

EMPTY = "Gesundheit × Neubürgerinnen und Neubürger EU (Südosteuropa)"
COMMENT = "Die gesundheitliche Versorgung von Menschen ohne Versicherung fehlt."
COUNCILLOR = "integration_council-observer"


def presented(story: Story, concept: Concept) -> None:
    """The letter's third point: an empty obligatory cell holds the draft up, by its name."""
    story.on(2017, 1, 23)
    found = uploaded(story, "Bildung, Arbeit, Wohnen und Gesundheit")
    cells = {
        f"{field.name} × {group.name}": f"{field.pk}-{group.pk}"
        for field in FieldOfAction.objects.all()
        for group in TargetGroup.objects.filter(is_mandatory=True)
    }
    assert len(cells) == 4 * 3
    without = [value for name, value in cells.items() if name != EMPTY]
    story.act(CLERK, concept, "set_cells", chapter=str(found.pk), cells=without)
    refused = story.tries(CLERK, concept, "present_draft")
    assert (refused.status, refused.shows(f"„{EMPTY}“")) == (UNMET, True), refused.text
    assert refused.text.count("Zu „") == 1, refused.text
    assert story.state(concept) == "participation"
    uploaded(story, "Zuwanderung aus Südosteuropa")
    second = Chapter.objects.latest("pk")
    story.act(CLERK, concept, "set_cells", chapter=str(second.pk), cells=[cells[EMPTY]])
    story.act(CLERK, concept, "present_draft")
    assert story.state(concept) == "drafted"


def commented(story: Story, concept: Concept) -> None:
    """An association and the integration council comment; after the last day nobody does."""
    first = Chapter.objects.earliest("pk")
    url = reverse("guests:chapter", args=[first.pk])
    assert story.person(GUEST).get(url).status == GONE
    last = story.today + timedelta(days=10)
    story.page(CLERK, concept).follow("/bearbeiten/").fill_in(
        "/bearbeiten/", comments_until=german(last)
    )
    story.act(CLERK, concept, "invite_to_comment", unit=str(story.unit(SENDER)))
    room = story.person(GUEST).get(reverse("guests:room"))
    room.follow(f"/gast/kapitel/{first.pk}/").fill_in(comment=COMMENT)
    story.act(COUNCILLOR, concept, "comment_on_chapter", chapter=str(first.pk),
              organisation="Integrationsrat", comment="Der Integrationsrat stimmt zu.")  # fmt: skip
    assert ChapterComment.objects.count() == 2
    late = last + timedelta(days=1)
    story.on(late.year, late.month, late.day)
    page = story.person(GUEST).get(url)
    if page.has_form("", "comment"):
        page = page.fill_in(status=UNMET, comment="Noch etwas.")
    assert page.shows(german(last)) or page.shows("Stellungnahmen sind geschlossen"), page.text
    assert ChapterComment.objects.count() == 2


def handed_in(story: Story, concept: Concept) -> None:
    """What became of each comment is said first; the association reads it in its room."""
    refused = story.tries(CENTRE, concept, "submit")
    assert (refused.status, refused.shows("2 Stellungnahmen")) == (UNMET, True), refused.text
    for row in ChapterComment.objects.order_by("pk"):
        outcome = "adopted" if row.text == COMMENT else "noted"
        story.act(CLERK, concept, "answer_comment", comment=str(row.pk), outcome=outcome,
                  reason=REASON)  # fmt: skip
    chapter = Chapter.objects.earliest("pk")
    page = story.person(GUEST).get(reverse("guests:chapter", args=[chapter.pk]))
    assert page.shows(COMMENT, "übernommen", REASON), page.text
    pdf = story.person(CENTRE).get(f"/konzepte/{concept.case_id}/synopse/")
    assert pdf.content.startswith(b"%PDF-")
    plan = story.page(CLERK, concept).follow("/bearbeiten/")
    plan.fill_in("/bearbeiten/", partners_more="Amt für Schulische Bildung; Sozialamt")
    story.act(CENTRE, concept, "submit")
    assert story.state(concept) == "check"
