"""What a person can see and do about the own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflows.forms.acting.pages import person_of
from workflows.queries.proof.attempts import own_logins


@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Name and address as the organisation office keeps them, and the way to a new password."""
    logins = own_logins(person_of(request).pk)
    return render(request, "account/own_account.html", {"logins": logins})
