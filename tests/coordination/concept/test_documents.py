"""The documents of the sessions of discussion groups (domain 2.5): kept, not handed on."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import File

from coordination.concept.actions.concepts import attach_document
from coordination.concept.models import DiscussionGroup, DiscussionSession
from coordination.council.models import Paper
from coordination.decisions.queries.attachments import handed_out
from coordination.decisions.queries.printed import KEY
from tests.coordination.concept import concepts as stage
from tests.coordination.concept.concepts import CENTRE, CLERK
from tests.coordination.guests.people import invited, partner
from tests.town import Town
from workflows.actions.acting.acts import Outcome
from workflows.queries.proof.verification import verify
from workflows.refusals import GuardsUnmet, WrongState

pytestmark = pytest.mark.django_db


def attach(town: Town, case: int, session: int, *, by: str = CENTRE, body: str = "a") -> Outcome:
    return attach_document(
        case, File(BytesIO(f"%PDF-1.7 {body}".encode()), "protokoll.pdf"), session=session,
        name="protokoll.pdf", media_type="application/pdf", by=town.person(by), at=town.now,
        command=uuid4(),
    )  # fmt: skip


def test_documents_of_a_session_have_versions_and_stay_inside(
    town: Town, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    concept = stage.in_participation(town)
    stage.heard(town, concept)
    session = DiscussionSession.objects.filter(group__concept=concept).earliest("pk")
    for body in ("first", "second"):
        attach(town, concept.case_id, session.pk, body=body)
    session.refresh_from_db()
    assert session.document is not None
    assert list(session.document.versions.values_list("number", flat=True)) == [2, 1]
    with pytest.raises(GuardsUnmet) as refusal:
        attach(town, concept.case_id, 0)
    assert [one.code for one in refusal.value.unmet] == ["session_missing"]
    # The paper that the council gets has the chapters, and not what was said in a group.
    stage.covered(town, concept, stage.chapter(town, concept))
    stage.do(town, concept, "present_draft", CLERK)
    stage.carry(town, concept)
    paper = Paper.objects.get(case=concept.case_id)
    titles = [one.title for one in handed_out(concept.case_id)]
    assert titles == ["Sprache und Bildung"]
    assert [one["title"] for one in paper.text[KEY]["attachments"]] == titles
    with pytest.raises(WrongState):
        attach(town, concept.case_id, session.pk)
    assert list(verify()) == []


def test_agency_documents_the_groups_that_it_moderates(town: Town) -> None:
    partner(town, "institute")
    invited(town, "institute")
    concept = stage.commissioned(town)
    stage.do(town, concept, "name_agency", CENTRE, unit=town.units["institute"])
    session = stage.met(town, concept)
    with pytest.raises(GuardsUnmet):
        attach(town, concept.case_id, session.pk, by="institute")
    group = DiscussionGroup.objects.get(pk=session.group_id)
    stage.do(town, concept, "hand_group_over", CENTRE, group=group.pk)
    attach(town, concept.case_id, session.pk, by="institute")
    session.refresh_from_db()
    assert session.document is not None
