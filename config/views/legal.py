"""Imprint, data protection, accessibility: what the law asks of every service."""

import logging
from smtplib import SMTPException

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..forms.barrier import BarrierForm

logger = logging.getLogger(__name__)


def _page(request: HttpRequest, name: str) -> HttpResponse:
    context = {"operator": settings.OPERATOR, "base_url": settings.BASE_URL}
    return render(request, f"legal/{name}.html", context)


@login_not_required
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who answers for the service (§ 5 DDG)."""
    return _page(request, "imprint")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with personal data (Art. 13 and 14 GDPR)."""
    return _page(request, "privacy")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (BITV NRW)."""
    return _page(request, "accessibility")


@login_not_required
@require_safe
def barrier_reported(request: HttpRequest) -> HttpResponse:
    """The thanks after a report."""
    return _page(request, "barrier_reported")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_barrier(request: HttpRequest) -> HttpResponse:
    """Takes a report and mails it to the office that answers; without an account."""
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("seite", "")})
    if form.is_valid():
        if not ratelimit.consume(request, action="report_barrier"):
            form.add_error(None, _("Too many reports in a short time. Please write an e-mail."))
        elif _sent(form):
            return redirect("barrier_reported")
        else:
            form.add_error(
                None, _("The report could not be sent. Please write an e-mail or call us instead.")
            )
    context = {"form": form, "operator": settings.OPERATOR}
    status = 422 if form.is_bound else 200
    return render(request, "legal/report_barrier.html", context, status=status)


def _sent(form: BarrierForm) -> bool:
    data = form.cleaned_data
    body = _("Page: %(page)s") % {"page": data["page"] or "–"} + f"\n\n{data['message']}\n"
    mail = EmailMessage(
        subject=_("A barrier was reported"),
        body=body,
        to=[settings.OPERATOR["accessibility_email"]],
        reply_to=[data["reply_to"]] if data["reply_to"] else None,
    )
    try:
        mail.send()
    except (OSError, SMTPException):
        logger.exception("the report of a barrier could not be mailed")
        return False
    return True
