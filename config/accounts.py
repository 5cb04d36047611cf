"""How accounts come into being: by an invitation, never by signing up."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
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
        """Where a new person sets the first password; good once, for PASSWORD_RESET_TIMEOUT."""
        token = default_token_generator.make_token(user)
        return self.get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{token}")
