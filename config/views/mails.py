"""The mails of the demo, which stay on this machine: everybody there may read them."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import mailbox

PAGE = 50


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


@login_not_required
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first."""
    _only_in_the_demo()
    page = Paginator(mailbox.names(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "mails": mailbox.read(page.object_list)}
    return render(request, "demo/mails.html", context)


@login_not_required
@require_safe
def demo_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail with links that work."""
    _only_in_the_demo()
    mail = mailbox.find(name)
    if mail is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": mail})
