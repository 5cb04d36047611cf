"""The second factor: an app that makes codes, passkeys, and codes for the day they are lost."""

from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import date

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from workflows.calendars import local_date
from workflows.queries.people.desks import held_by

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
EVERYBODY = "all"


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's questions about the second factor, answered for a city."""

    def encrypt(self, text: str) -> str:
        """Whoever has only the database cannot make codes."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return f"Federführung {settings.CITY_NAME}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who needs one cannot take away the last one."""
        user = authenticator.user
        left = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(
            pk=authenticator.pk
        )
        today = local_date(timezone.now())  # noqa: TID251 - the edge
        return left.exists() or not needs_second_factor(user.pk, on=today)

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002 - allauth's signature
    ) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"federfuehrung second factor")
    return urlsafe_b64encode(made.derive(secret.encode()))


def needs_second_factor(person: int, *, on: date) -> bool:
    """Whether a desk that the person holds, or acts for, is one of SECOND_FACTOR_FOR."""
    functions: Collection[str] = settings.SECOND_FACTOR_FOR
    if EVERYBODY in functions:
        return True
    return bool(functions) and any(desk.function in functions for desk in held_by(person, on=on))


def has_second_factor(person: int) -> bool:
    """Whether the account has an app or a passkey; the codes for a day without are none."""
    return Authenticator.objects.filter(user_id=person, type__in=FACTORS).exists()


SAID = (
    # What allauth says to people about it, for our own catalogue.
    gettext_noop("You cannot deactivate two-factor authentication."),
    gettext_noop("Incorrect code."),
    gettext_noop("Authenticator code"),
    gettext_noop("Passwordless"),
    gettext_noop(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes"
        " additional requirements such as biometrics or PIN protection."
    ),
    gettext_noop("Use your password"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use a security key"),
)
