"""Passwords that are easily guessed, told by their words, patterns and keyboard walks."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

LONGEST = 72
"""Characters that are looked at: the time that it takes grows faster than the length."""

TOWN_HALL = (
    "passwort", "kennwort", "geheim", "willkommen", "anmeldung", "federführung", "federfuehrung",
    "rathaus", "stadt", "stadtverwaltung", "verwaltung", "gemeinde", "bürgermeister", "dezernat",
    "amt", "sachbearbeitung", "vorlage", "beschluss", "stadtrat", "frühling", "sommer", "herbst",
    "winter", "montag", "freitag", "urlaub", "feierabend", "fussball",
)  # fmt: skip
"""What people of a town hall think of first; the library knows the passwords of the world."""


class NotEasilyGuessed:
    """Refuses what is found within 10 to the power of `strength` guesses."""

    def __init__(self, strength: float) -> None:
        self.strength = strength

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for what stands in lists of passwords, with or without a tail."""
        near = [*TOWN_HALL, settings.CITY_NAME, *_of_person(user)]
        words = [part for text in near for part in text.replace("@", " ").replace(".", " ").split()]
        found = zxcvbn(password[:LONGEST], user_inputs=[word.lower() for word in words])  # type: ignore[no-untyped-call] # zxcvbn has no types
        if found["guesses_log10"] < self.strength:
            raise ValidationError(
                _(
                    "This password is easily guessed: well-known words and passwords, names, years,"
                    " rows of digits or keys do not protect, even together. Take several words"
                    " that have nothing to do with each other."
                ),
                code="easily_guessed",
            )

    def get_help_text(self) -> str:
        """What the form says beforehand."""
        return _("Not easily guessed: best several words that have nothing to do with each other.")


def _of_person(user: object) -> list[str]:
    names = ("email", "given_name", "family_name")
    return [str(getattr(user, name, "") or "") for name in names]
