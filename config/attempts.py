"""Hears of logins and tells the security log. The clock's edge."""

from allauth.account.adapter import get_adapter
from allauth.mfa import signals as factors
from django.contrib.auth import signals
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils import timezone

from workflows.actions.proof.attempts import note_attempt
from workflows.models import Attempt, User
from workflows.refusals import Invisible, NotAllowed, Refusal

Kind = Attempt.Kind


def attach() -> None:
    """Listen to Django's and allauth's signals of logins and second factors."""
    said = "workflows.attempts"
    signals.user_logged_in.connect(_logged_in, dispatch_uid=said)
    signals.user_logged_out.connect(_logged_out, dispatch_uid=said)
    signals.user_login_failed.connect(_failed, dispatch_uid=said)
    factors.authentication_failed.connect(_factor_failed, dispatch_uid=said)
    for changed in (
        factors.authenticator_added, factors.authenticator_removed, factors.authenticator_reset,
    ):  # fmt: skip
        changed.connect(_factor_changed, dispatch_uid=said)


def note_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """An act that this person may not do, or a case that they do not see: who, what, why."""
    if not (isinstance(refusal, NotAllowed | Invisible) and isinstance(request.user, User)):
        return
    match = request.resolver_match
    case = match.kwargs.get("case_id") if match else None
    if isinstance(refusal, Invisible) and case is None:
        return
    note_attempt(
        Kind.NOT_ALLOWED if isinstance(refusal, NotAllowed) else Kind.INVISIBLE,
        at=timezone.now(),  # noqa: TID251 - the edge
        person=request.user.pk,
        source=_source(request),
        act=f"{request.method} {match.view_name if match else ''}",
        case=case if isinstance(case, int) and case < 2**63 else None,
        reason=refusal.text if isinstance(refusal, NotAllowed) else "",
    )


def note_too_many(request: HttpRequest, address: str) -> None:
    """A login that was not even tried, because too many failed before."""
    _note(Kind.TOO_MANY, request, claimed=address)


def _logged_in(request: HttpRequest, user: User, **_signal: object) -> None:
    _note(Kind.LOGIN, request, person=user.pk)


def _logged_out(request: HttpRequest, user: User | None, **_signal: object) -> None:
    if user is not None:
        _note(Kind.LOGOUT, request, person=user.pk)


def _failed(
    credentials: dict[str, object], request: HttpRequest | None = None, **_: object
) -> None:
    _note(Kind.LOGIN_FAILED, request, claimed=str(credentials.get("email") or ""))


def _factor_failed(request: HttpRequest, user: User, **_signal: object) -> None:
    _note(Kind.FACTOR_FAILED, request, person=user.pk)


def _factor_changed(request: HttpRequest, user: User, **_signal: object) -> None:
    _note(Kind.FACTOR_CHANGED, request, person=user.pk)


def _note(
    kind: Attempt.Kind, request: HttpRequest | None, *, person: int | None = None, claimed: str = ""
) -> None:
    if person is None and claimed:
        known = User.objects.filter(email__iexact=claimed).first()
        person, claimed = (known.pk, "") if known else (None, _address(claimed))
    at = timezone.now()  # noqa: TID251 - the edge
    note_attempt(kind, at=at, person=person, claimed=claimed, source=_source(request))


def _address(text: str) -> str:
    """An address as it was typed; nothing else, for people type their password there too."""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def _source(request: HttpRequest | None) -> str:
    return str(get_adapter().get_client_ip(request)) if request is not None else ""
