"""German alphabetical order as a stored key: the database needs no collation of its own."""

import re
import unicodedata

LONGEST = 200

# Letters that no decomposition turns into base letters; DIN 5007 sorts them like these.
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ı": "i",  # noqa: RUF001 - the dotless i is what is meant
    "ŋ": "n", "ĸ": "k", "ŧ": "t",
})  # fmt: skip
_AS_IN_NAMES = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_APART = re.compile(r"[^0-9a-z]+")


def din5007_key(text: str, *, names: bool = False) -> str:
    """The key that sorts a text as DIN 5007 does when keys are compared by code point.

    Variant 1 (words: ä like a); with `names` variant 2 (lists of persons: ä like ae). Case,
    accents and punctuation do not count, a space comes before every letter. At most 200
    characters; equal keys need a second criterion.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    if names:
        plain = plain.translate(_AS_IN_NAMES)
    decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    return _APART.sub(" ", letters.replace("'", "").replace("’", "")).strip()[:LONGEST]
