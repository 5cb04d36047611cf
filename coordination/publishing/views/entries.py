"""One entry: what is written, what everybody reads, and what can be done; and a new one."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_GET

from workflows.forms.acting.case_page import case_context, seen_by
from workflows.forms.acting.pages import person_of
from workflows.forms.acting.panels import CasePages
from workflows.models import Case, User
from workflows.refusals import GuardsUnmet, NotAllowed

from ...followup.enums import Publication
from ..actions.preparing import first_words, may_prepare, prepare
from ..enums import Topic
from ..flows.look import preparer
from ..flows.words import said_by
from ..forms.entries import PANELS, PrepareForm
from ..models import PublicEntry
from ..queries.entries import entries_seen_by, entry_of, entry_seen_by
from ..queries.sources import source_of

ROWS_PER_PAGE = 50


@require_GET
def entry_list(request: HttpRequest) -> HttpResponse:
    """The entries that the person sees, the last changed first."""
    person, at = person_of(request), timezone.now()
    rows = Paginator(entries_seen_by(person, at=at), ROWS_PER_PAGE)
    page = rows.get_page(request.GET.get("page"))
    return render(request, "coordination/publishing/list.html", {"page": page})


@require_GET
def entry_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The entry as it is written and as it was released."""
    person, at = person_of(request), timezone.now()
    entry = entry_seen_by(person, case_id, at=at)
    seen = seen_by(person, entry, at=at)
    released, source = entry.released, source_of(entry.topic)
    written = {**source.facts(entry.matter_id), **said_by(entry)}
    context = {
        **case_context(request, entry, seen, person=person, at=at),
        "case": entry.case,
        "entry": entry,
        "sees_matter": Case.objects.visible_to(person, at=at).filter(pk=entry.matter_id).exists(),
        "is_changed": any(released.get(name) != said for name, said in said_by(entry).items()),
        "is_outdated": entry.publication == Publication.PUBLIC and written != released,
        "places": source.places,
        "now": at,
    }
    return render(request, "coordination/publishing/entry.html", context)


class Prepare(View):
    """Write the first words; the council office is asked to release them."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.person, self.at = person_of(request), timezone.now()
        self.topic, self.matter = str(kwargs["topic"]), int(str(kwargs["matter"]))
        if self.topic not in Topic:
            raise Http404
        self.draft = source_of(self.topic).draft(self.person, self.matter, at=self.at)
        if not may_prepare(self.person, self.draft.office, at=self.at):
            raise NotAllowed(str(preparer.role))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, topic: str, matter: int) -> HttpResponse:  # noqa: ARG002 - Django calls it so
        known = entry_of(self.matter, self.topic)
        if known is not None:
            return redirect("coordination:entry", known.case_id)
        unmet = [*source_of(self.topic).problems(self.matter)]
        form = PrepareForm(topic=self.topic, initial=first_words(self.draft))
        return self._show(form, unmet=unmet)

    def post(self, request: HttpRequest, topic: str, matter: int) -> HttpResponse:  # noqa: ARG002 - as above
        form = PrepareForm(request.POST, topic=self.topic)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            outcome = prepare(
                matter=self.matter, topic=self.topic, fields=form.fields_said(), by=self.person,
                at=self.at, command=form.cleaned_data["command"],
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
            return self._show(form, status=422)
        messages.success(request, _("The entry is written. The council office is asked for it."))
        return redirect("coordination:entry", outcome.case)

    def _show(self, form: PrepareForm, *, status: int = 200, unmet: object = ()) -> HttpResponse:
        context = {
            "form": form,
            "draft": self.draft,
            "matter": self.matter,
            "unmet": unmet,
            "places": source_of(self.topic).places,
        }
        return render(self.request, "coordination/publishing/new.html", context, status=status)


def _find(person: User, case: int, at: datetime) -> PublicEntry:
    return entry_seen_by(person, case, at=at)


ENTRY_PAGES = CasePages(
    kind="entry",
    address="eintraege",
    panels=PANELS,
    find=_find,
    list_url="coordination:entries",
    list_label=gettext_lazy("Entries for the public"),
    name="entry",
    aside="coordination/publishing/_aside.html",
)
