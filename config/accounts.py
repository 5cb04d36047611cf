"""How accounts come into being: by an invitation, never by signing up."""

import ipaddress
import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop
from django_q.tasks import async_task

from .attempts import note_too_many

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions, answered for a city; apps reach it by allauth's `get_adapter()`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in mails: the configured one, whatever host name the request claimed."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.BASE_URL}{path}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the outermost of the city's own proxies was asked by.

        Whoever asks can put anything in front of it. Where a proxy says less than it should, the
        nearest to it that is known; `unknown` for what is no address, all of which count as one.
        """
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        chain = [*filter(None, map(str.strip, said)), request.META.get("REMOTE_ADDR", "")]
        trusted = min(settings.TRUSTED_PROXIES, len(chain) - 1)
        return _address(chain[-1 - trusted])

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Refuses after too many failures, which the security log hears of."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_too_many(request, str(credentials.get("email") or ""))
            raise

    def send_password_reset_mail(
        self,
        user: AbstractBaseUser,
        email: str,
        context: dict[str, object],  # noqa: ARG002 - the base's signature
    ) -> None:
        """Left to a worker, so that the answer takes as long as where there is no such account."""
        async_task("config.accounts.send_reset", user.pk, email, save=False)  # type: ignore[no-untyped-call] # django-q has no types

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, object] | None = None,  # noqa: ARG002 - the letters need no more
        email: str | None = None,
    ) -> None:
        """That something about the account was changed; a worker's too."""
        address = email or getattr(user, "email", "")
        async_task("config.accounts.send_letter", template_prefix, address, save=False)  # type: ignore[no-untyped-call] # django-q has no types

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """One mail in the words of the city.

        A mail server that fails is told to the log, not to the page: the page must look the same
        whether there is such an account or not.
        """
        mail = self.render_mail(
            template_prefix,
            email,
            {
                "email": email,
                "city_name": settings.CITY_NAME,
                "base_url": settings.BASE_URL,
                "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
                **context,
            },
        )
        try:
            mail.send()
        except (OSError, SMTPException):
            logger.exception("mail %s could not be sent", template_prefix)

    def invitation_url(self, user: AbstractBaseUser) -> str:
        """Where a person sets a password; good once, for PASSWORD_RESET_TIMEOUT."""
        token = default_token_generator.make_token(user)
        return self.get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{token}")


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return "unknown"


def send_reset(person: int, email: str) -> None:
    """Mail a link to a new password, whose secret is made here and lies in no queue."""
    user = get_user_model().objects.filter(pk=person).first()
    if user is not None:
        adapter = AccountAdapter()
        context = {"user": user, "password_reset_url": adapter.invitation_url(user)}
        adapter.send_mail("account/email/password_reset_key", email, context)


def send_letter(template_prefix: str, email: str) -> None:
    """Mail a letter that holds no secret."""
    AccountAdapter().send_mail(template_prefix, email, {})


FORMAL = (
    # What allauth says to people, for our own catalogue: its German is on first-name terms.
    gettext_noop("Please type your current password."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("Please select only one."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("You must type the same email each time."),
    gettext_noop("You cannot remove your primary email address."),
    gettext_noop("You cannot add more than %d email addresses."),
    gettext_noop("Your primary email address must be verified."),
    gettext_noop("Username can not be used. Please use other username."),
)
