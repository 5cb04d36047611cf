"""Uploading a chapter, or the document of a session; none is overwritten."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.acts import Outcome
from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.case_page import seen_by
from workflows.forms.acting.pages import ActPage
from workflows.models import Case
from workflows.refusals import Invisible

from ..actions.concepts import attach_document, upload_chapter
from ..forms.chapters import ChapterForm, DocumentForm
from ..models import Chapter, Concept, DiscussionSession
from ..queries.concepts import concept_seen_by


class UploadChapter(ActPage):
    """A new chapter, or the next version of the one that the address names (`?chapter=`)."""

    form_class: ClassVar[type[ActForm]] = ChapterForm
    template_name = "coordination/concept/chapter.html"
    title = _("Upload a chapter")
    submit_label = _("Upload")
    done_message = _("The chapter is there.")
    goes_on = False
    concept: Concept
    chapter: Chapter | None = None

    def find_case(self) -> Case:
        self.concept = concept_seen_by(self.person, self.kwargs["case_id"], at=self.at)
        return self.concept.case

    def check_access(self) -> None:
        named = self.request.GET.get("chapter", "")
        if not named:
            return
        rows = Chapter.objects.filter(concept=self.concept.pk)
        is_number = named.isascii() and named.isdecimal() and len(named) < 10  # noqa: PLR2004 - an integer
        self.chapter = rows.filter(pk=int(named)).first() if is_number else None
        if self.chapter is None:
            raise Invisible

    def refuse(self) -> None:
        seen = seen_by(self.person, self.concept, at=self.at)
        if refusal := seen.refusal("upload_chapter"):
            raise refusal

    def get_form_kwargs(self) -> dict[str, object]:
        latest = 0
        if self.chapter is not None:
            latest = self.chapter.versions.aggregate(last=Max("number"))["last"] or 0
        return {"chapter": self.chapter, "latest": latest}

    def get_context(self) -> dict[str, object]:
        return {"concept": self.concept, "chapter": self.chapter}

    def perform(self, form: ActForm) -> Outcome:
        assert isinstance(form, ChapterForm)
        # The file is kept before the act is judged: nobody keeps one who may not add it.
        self.refuse()
        said = form.cleaned_data
        return upload_chapter(
            self.case.pk, said["file"], name=form.name, media_type=form.media_type,
            title=said.get("title", ""), chapter=self.chapter.pk if self.chapter else None,
            based_on=said["based_on"], by=self.person, at=self.at, command=said["command"],
        )  # fmt: skip

    def success_url(self, outcome: Outcome) -> str:
        return reverse("coordination:concept", args=[outcome.case])


class AttachDocument(ActPage):
    """The document of a session, or its next version."""

    form_class: ClassVar[type[ActForm]] = DocumentForm
    template_name = "coordination/concept/document.html"
    title = _("Add a document to a session")
    submit_label = _("Upload")
    done_message = _("The document is there.")
    goes_on = False
    concept: Concept
    session: DiscussionSession

    def find_case(self) -> Case:
        self.concept = concept_seen_by(self.person, self.kwargs["case_id"], at=self.at)
        return self.concept.case

    def check_access(self) -> None:
        rows = DiscussionSession.objects.filter(group__concept=self.concept.pk)
        found = rows.filter(pk=self.kwargs["session"]).select_related("group", "document").first()
        if found is None:
            raise Invisible
        self.session = found

    def refuse(self) -> None:
        seen = seen_by(self.person, self.concept, at=self.at)
        if refusal := seen.refusal("attach_document"):
            raise refusal

    def get_context(self) -> dict[str, object]:
        return {"concept": self.concept, "session": self.session}

    def perform(self, form: ActForm) -> Outcome:
        assert isinstance(form, DocumentForm)
        # As with a chapter: nobody keeps a file who may not add it.
        self.refuse()
        said = form.cleaned_data
        return attach_document(
            self.case.pk, said["file"], session=self.session.pk, name=form.name,
            media_type=form.media_type, by=self.person, at=self.at, command=said["command"],
        )  # fmt: skip

    def success_url(self, outcome: Outcome) -> str:
        return reverse("coordination:concept", args=[outcome.case])
