"""Saved views of lists: save, open, share, begin with, subscribe to, change, delete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_stubs_ext import StrOrPromise

from ...actions.inbox.saved import Content, change_view, remove_view, save_view, use_view
from ...calendars import local_date
from ...forms.acting.pages import person_of
from ...forms.inbox.lists import SavableList, opened, savable_lists
from ...forms.inbox.saved import SavedViewForm
from ...models import SavedView, User, ViewUse
from ...queries.inbox.saved import usable_view, usable_views, uses_of
from ...queries.people.desks import HeldDesk, held_by
from ...refusals import GuardsUnmet, Invisible


@dataclass(frozen=True, slots=True)
class Line:
    """A view on the page of all of them."""

    view: SavedView
    listing: StrOrPromise
    use: ViewUse | None
    is_own: bool


@require_safe
def saved_views(request: HttpRequest) -> HttpResponse:
    """All views that this person has, with what they do with them."""
    person, at = person_of(request), timezone.now()
    uses = uses_of(person)
    lines = [
        Line(view, savable_lists[view.listing].title, uses.get(view.pk), view.owner_id == person.pk)
        for view in usable_views(person, desks=held_by(person.pk, on=local_date(at)))
        if view.listing in savable_lists
    ]
    return render(request, "workflows/saved/list.html", {"lines": lines})


@require_safe
def open_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """The link of a view: its list as it is today, without what there is no more."""
    person, at = person_of(request), timezone.now()
    view = _view(view_id, person, held_by(person.pk, on=local_date(at)))
    return redirect(opened(view, view.listing, person=person, at=at))


@require_http_methods(["GET", "HEAD", "POST"])
def new_view(request: HttpRequest) -> HttpResponse:
    """Save a list as its address shows it."""
    person, at = person_of(request), timezone.now()
    said = request.POST if request.method == "POST" else request.GET
    listing = savable_lists.get(said.get("liste", ""))
    if listing is None:
        raise Invisible
    content = _content(said.get("query", ""), listing, person, at)
    desks = held_by(person.pk, on=local_date(at))
    form = SavedViewForm(request.POST if request.method == "POST" else None, desks=desks)
    if request.method == "POST" and form.is_valid():
        try:
            view = save_view(
                listing=listing.key, name=form.cleaned_data["name"], content=content,
                desk=form.cleaned_data["desk"], by=person, at=at,
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
        else:
            _use(view, form, person, at)
            messages.success(request, _("View saved: %(name)s.") % {"name": view.name})
            return redirect(opened(view, listing.key, person=person, at=at))
    context = {"form": form, "listing": listing, "content": content, "view": None}
    return _form_page(request, context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename, share, begin with, subscribe to a view; put other filters in it."""
    person, at = person_of(request), timezone.now()
    desks = held_by(person.pk, on=local_date(at))
    view = _view(view_id, person, desks)
    listing = savable_lists[view.listing]
    said = request.POST if request.method == "POST" else request.GET
    content = _content(said.get("query", view.query), listing, person, at)
    use = uses_of(person).get(view.pk)
    initial: dict[str, object] = {
        "name": view.name, "desk": view.desk_id or "",
        "is_default": use is not None and use.is_default,
        "is_subscribed": use is not None and use.subscribed_at is not None,
    }  # fmt: skip
    form = SavedViewForm(
        request.POST if request.method == "POST" else None, desks=desks, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_view(
                view, name=form.cleaned_data["name"], desk=_desk(view, form, person),
                content=content if "query" in request.POST else None,
            )  # fmt: skip
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
        else:
            _use(view, form, person, at)
            messages.success(request, _("View changed: %(name)s.") % {"name": view.name})
            return redirect(opened(view, listing.key, person=person, at=at))
    return _form_page(request, {"form": form, "listing": listing, "content": content, "view": view})


@require_POST
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete a view; a shared one for everybody."""
    person = person_of(request)
    view = _view(view_id, person, held_by(person.pk, on=local_date(timezone.now())))
    remove_view(view)
    messages.success(request, _("View deleted: %(name)s.") % {"name": view.name})
    return redirect("workflows:saved_views")


def _form_page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    assert isinstance(form, SavedViewForm)
    request.kept_form = form  # type: ignore[attr-defined] # ours, for the middleware
    context["back_url"] = reverse("workflows:saved_views")
    status = 422 if form.is_bound else 200
    return render(request, "workflows/saved/form.html", context, status=status)


def _view(view_id: int, person: User, desks: list[HeldDesk]) -> SavedView:
    view = usable_view(view_id, person=person, desks=desks)
    if view is None or view.listing not in savable_lists:
        raise Invisible
    return view


def _content(query: str, listing: SavableList, person: User, at: datetime) -> Content:
    reading = listing.read(query, person, at)
    return Content(reading.query, reading.words)


def _desk(view: SavedView, form: SavedViewForm, person: User) -> int | None:
    """Whoever only shares a view cannot take it from its owner: it stays shared."""
    desk: int | None = form.cleaned_data["desk"]
    return desk if view.owner_id == person.pk or desk is not None else view.desk_id


def _use(view: SavedView, form: SavedViewForm, person: User, at: datetime) -> None:
    wanted = form.cleaned_data
    matches = savable_lists[view.listing].matches
    use_view(
        view, by=person, at=at, is_default=wanted["is_default"],
        known=matches(view.query, person, at) if wanted["is_subscribed"] else None,
    )  # fmt: skip
