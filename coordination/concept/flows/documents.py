"""The document of a session of a discussion group: minutes, slides, a list of what was said."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.machine import act
from workflows.refusals import Unmet

from ...decisions.flows.attaching import file_is_named, fits_in
from ...decisions.flows.values import key
from ..models import DiscussionSession
from .look import ConceptLook
from .work import ConceptWork
from .writing import new_attachment, stored_version


def named_session(look: ConceptLook) -> DiscussionSession | None:
    """The session of this concept that the call names; the agency's own groups for the agency."""
    if not (named := key(look.call.data.get("session"))):
        return None
    rows = DiscussionSession.objects.filter(group__concept=look.subject.pk, pk=named)
    if look.is_guest(look.call.capacity):
        rows = rows.filter(group__is_moderated_by_agency=True)
    return rows.select_related("document").first()


def session_is_named(look: ConceptLook) -> Iterator[Unmet]:
    """A session that is documented."""
    if named_session(look) is None:
        yield Unmet("session_missing", gettext("Please choose a session."), "session")


@act(
    _("add a document to a session"), guards=[session_is_named, file_is_named, fits_in],
    needs_version=False,
)  # fmt: skip
def attach_document(work: ConceptWork) -> None:
    """The first one, or its next version; none is overwritten."""
    session = named_session(work.look)
    assert session is not None, "guarded by session_is_named"
    if session.document is None:
        title = f"{session.group.title}, {session.held_on:%d.%m.%Y}"[:200]
        session.document = new_attachment(work, title)
        work.store(session, "document")
    stored = stored_version(work, session.document)
    work.note(session=session.pk, number=stored.number, sha256=stored.sha256)
