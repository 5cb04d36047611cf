"""How messages reach a person: which mails when, and the calendar of their own deadlines."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...actions.telling.choosing import choose_delivery
from ...forms.acting.pages import person_of
from ...forms.telling.delivery import DeliveryForm
from ...queries.telling.choices import modes_of
from ...topics import TOPICS


@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest) -> HttpResponse:
    """For each topic: at once, once a day, or not by mail where that is allowed."""
    person = person_of(request)
    form = DeliveryForm(request.POST or None, initial=dict(modes_of(person.pk)))
    if request.method == "POST" and form.is_valid():
        choose_delivery(by=person.pk, modes=form.modes())
        messages.success(request, _("Your choice holds from now on."))
        return redirect("workflows:delivery")
    fixed = [topic for topic in TOPICS.values() if len(topic.modes) == 1]
    status = 422 if form.is_bound else 200
    context = {"form": form, "fixed": fixed}
    return render(request, "workflows/delivery.html", context, status=status)
