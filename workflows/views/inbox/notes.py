"""The notes of a case: read, written, changed for ten minutes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...actions.inbox.note_visits import visit_notes
from ...actions.inbox.notes import add_note, change_note, erase_note, is_changeable
from ...forms.acting.pages import person_of
from ...forms.inbox.notes import ALL, NoteForm, WordsForm
from ...forms.inbox.places import case_url
from ...forms.naming import desk_names
from ...models import Desk, Note, User
from ...queries.inbox.notes import Writing, desks_that_read, notes_for, writing_at
from ...refusals import GuardsUnmet, Invisible


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, case_id: int) -> HttpResponse:
    """All notes that this person may read, and a form for a new one."""
    person, at = person_of(request), timezone.now()
    writing = writing_at(case_id, person=person, at=at)
    if writing is None:
        raise Invisible
    seeing = Desk.objects.filter(pk__in=desks_that_read(case_id, unit=None), closed_on=None)
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        writing=writing,
        seeing=list(seeing.select_related("unit").order_by("unit__sort_key", "name", "pk")),
    )
    if request.method == "POST":
        request.kept_form = form  # type: ignore[attr-defined] # ours, for the middleware
        if form.is_valid():
            try:
                _write(request, form, writing)
            except GuardsUnmet as refusal:
                form.show_unmet(refusal)
            else:
                return redirect("workflows:notes", case_id)
    found, before = notes_for(writing), visit_notes(writing.case, by=person, at=at)
    new = {note.pk for note in found if _is_new(note, person, before)}
    context = {
        "case": writing.case,
        "case_url": case_url(writing.case),
        "notes": [(note, is_changeable(note, by=person, at=at), note.pk in new) for note in found],
        "new": len(new),
        "form": form,
    }
    return render(request, "workflows/notes.html", context, status=422 if form.is_bound else 200)


def _is_new(note: Note, person: User, before: datetime | None) -> bool:
    """Whether others have written it since this person was here before."""
    written = note.changed_at or note.created_at
    return before is not None and note.author_id != person.pk and written > before


def _write(request: HttpRequest, form: NoteForm, writing: Writing) -> None:
    said = form.cleaned_data
    for_office = said["reader"] != ALL
    named: list[Desk] = said["mentions"]
    left_out = add_note(
        writing.case.pk, text=said["text"],
        desk=int(said["reader"]) if for_office else writing.desks[0].id,
        for_office=for_office, mentions=[desk.pk for desk in named],
        by=person_of(request), at=timezone.now(), command=said["command"],
    )  # fmt: skip
    messages.success(request, _("Note written."))
    names = ", ".join(desk_names(desk)[0] for desk in named if desk.pk in left_out)
    if names:
        text = _("Not told, because this note is not for them: %(names)s.")
        messages.warning(request, text % {"names": names})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, case_id: int, note_id: UUID) -> HttpResponse:
    """Other words for one's own note, or none any more, for ten minutes."""
    person, at = person_of(request), timezone.now()
    writing = writing_at(case_id, person=person, at=at)
    found = notes_for(writing) if writing else []
    note = next((one for one in found if one.pk == note_id), None)
    if note is None or writing is None:
        raise Invisible
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        erases=request.POST.get("do") == "erase",
        initial={"text": note.text},
    )
    if request.method == "POST":
        request.kept_form = form  # type: ignore[attr-defined] # ours, for the middleware
        if form.is_valid():
            try:
                done = _change(request, note, form, at)
            except GuardsUnmet as refusal:
                form.show_unmet(refusal)
            else:
                messages.success(request, done)
                return redirect("workflows:notes", case_id)
    context = {
        "case": writing.case, "form": form, "note": note,
        "may_erase": is_changeable(note, by=person, at=at),
        "back_url": reverse("workflows:notes", args=[case_id]),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "workflows/note_change.html", context, status=status)


def _change(request: HttpRequest, note: Note, form: WordsForm, at: datetime) -> str:
    """Do what was asked for; what to say of it."""
    said, person = form.cleaned_data, person_of(request)
    if request.POST.get("do") == "erase":
        erase_note(note, by=person, at=at, command=said["command"])
        return _("Note erased.")
    change_note(note, text=said["text"], by=person, at=at, command=said["command"])
    return _("Note changed.")
