"""Names after DIN 91379: which characters the name of a person may hold."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Datatype A of DIN 91379 beside the Latin letters and their combining marks.
_PUNCTUATION = frozenset(" '’ʼʹʺʾʿʻˈˌ‡,-.`´~·")  # noqa: RUF001 - the standard names it


def validate_name(value: str) -> None:
    """Refuse characters outside datatype A of DIN 91379 (raises ValidationError)."""
    for character in value:
        if not _is_allowed(character):
            raise ValidationError(
                _("The character “%(character)s” is not allowed in names."),
                code="name_character",
                params={"character": character},
            )


def _is_allowed(character: str) -> bool:
    if character in _PUNCTUATION or unicodedata.category(character) == "Mn":
        return True
    return character.isalpha() and "LATIN" in unicodedata.name(character, "")
