"""German alphabetical order as a stored key: the database needs no collation of its own."""

import re
import unicodedata

from ..spelling import unseen_removed

LONGEST = 200

# Letters that no decomposition turns into base letters; DIN 5007 sorts them like these, and the
# search form of DIN 91379 writes the last five so.
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ı": "i",  # noqa: RUF001 - the dotless i is what is meant
    "ŋ": "n", "ĸ": "k", "ŧ": "t",
    "ə": "e", "ɨ": "i", "ʒ": "z", "ǥ": "g", "ƈ": "c",
})  # fmt: skip
_AS_IN_NAMES = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Apostrophes and the marks of names that are written like them belong to their word.
_APOSTROPHES = re.compile("['’`´·ʼʹʺʾʿʻˈˌ]")  # noqa: RUF001 - DIN 91379 names it
_APART = re.compile(r"[^0-9a-z]+")


def din5007_key(text: str, *, names: bool = False) -> str:
    """The key that sorts a text as DIN 5007 does when keys are compared by code point.

    Variant 1 (words: ä like a); with `names` variant 2 (lists of persons: ä like ae). Case,
    accents, punctuation and what has no width do not count, a space comes before every letter.
    At most 200 characters; equal keys need a second criterion.
    """
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFC", unseen_removed(text)).casefold())
    if names:
        plain = plain.translate(_AS_IN_NAMES)
    decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    return _APART.sub(" ", _APOSTROPHES.sub("", letters)).strip()[:LONGEST]
