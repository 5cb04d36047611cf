"""For supervisors, load balancers and whoever watches over the installation."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..readiness import Readiness, readiness

_TEXT, _JSON = "text/plain", "application/json"


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200: this process answers; it asks nobody else."""
    return HttpResponse("ok\n", content_type=_TEXT)


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200: database, tables and background work are well; 503 with the reasons otherwise.

    As JSON for whoever prefers it, else as plain text.
    """
    found = readiness(at=timezone.now())
    status = HTTPStatus.SERVICE_UNAVAILABLE if found.reasons else HTTPStatus.OK
    if request.get_preferred_type([_TEXT, _JSON]) == _JSON:
        response: HttpResponse = JsonResponse(_as_data(found), status=status)
    else:
        response = HttpResponse(_as_text(found), content_type=_TEXT, status=status)
    patch_vary_headers(response, ["Accept"])
    return response


def _as_data(found: Readiness) -> dict[str, object]:
    return {"ready": not found.reasons, "reasons": found.reasons, "checks": found.checks}


def _as_text(found: Readiness) -> str:
    checks = [f"{name}: {'-' if v is None else v}" for name, v in found.checks.items()]
    verdict = ["not ready", *found.reasons.values()] if found.reasons else ["ready"]
    return "\n".join([*verdict, "", *checks, ""])
