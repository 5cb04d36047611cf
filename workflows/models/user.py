"""Accounts: a person logs in with an e-mail address and is never deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .names import validate_name
from .sorting import LONGEST, din5007_key

LANGUAGES = [("de", "Deutsch"), ("en", "English")]


class UserManager(BaseUserManager["User"]):
    """Creates accounts; addresses are compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=email.strip(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """A technical account: it keeps the machine, it sees no content."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Leaving means `deactivated_at`, never a deletion."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    # Empty for who has one name only.
    given_name = models.CharField(
        _("given name"), max_length=100, blank=True, validators=[validate_name]
    )
    family_name = models.CharField(_("family name"), max_length=100, validators=[validate_name])
    language = models.CharField(_("language"), max_length=2, default="de", choices=LANGUAGES)
    external_id = models.CharField(
        _("external id"), max_length=200, null=True, blank=True, unique=True
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    deactivated_at = models.DateTimeField(_("deactivated"), null=True, blank=True)
    # German order of the lists of persons: family name first, ä like ae.
    sort_key = models.CharField(
        max_length=LONGEST, editable=False, default="", db_index=True, db_collation="C"
    )
    is_active = models.GeneratedField(
        expression=Q(deactivated_at__isnull=True),  # type: ignore[arg-type] # Django takes a Q
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_name", "family_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="workflows_user_email_ci",
                violation_error_message=_("There is already an account with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, **options: Any) -> None:  # as `Model.save` takes them
        """Keeps the sort key with the name; bulk insertions set it themselves."""
        self.sort_key = self.order_of_names()
        super().save(**options)

    def order_of_names(self) -> str:
        """The sort key of the present names."""
        return din5007_key(f"{self.family_name} {self.given_name}", names=True)

    def get_full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_short_name(self) -> str:
        return self.family_name
