"""Other systems that are told of events; the organisation office keeps them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...actions.people.hooks import add_hook, end_hook
from ...forms.telling.hooks import HookForm
from ...queries.telling.hooks import live_hooks
from ...refusals import GuardsUnmet, Invisible
from .pages import office, section


@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    """The systems with what waits for them; POST adds one and shows its secret this once."""
    person, at = office(request)
    form, added = HookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            added = add_hook(**form.cleaned_data, by=person.pk, at=at)
            form = HookForm()
        except GuardsUnmet as refusal:
            form.show_unmet(refusal)
    context = {"hooks": live_hooks(), "form": form, "added": added}
    response = section(request, "hooks", context, current="hooks")
    response.status_code = 422 if form.is_bound else 200
    return response


@require_POST
def end(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Tell a system nothing any more."""
    person, at = office(request)
    try:
        end_hook(hook_id, by=person.pk, at=at)
    except GuardsUnmet:
        raise Invisible from None
    messages.success(request, _("This system is told nothing any more."))
    return redirect("workflows:hooks")
