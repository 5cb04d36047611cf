"""Which results a plain text names: none, one, or several that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..enums import ConsultationResult as R

_SIDE = re.compile(
    r"aenderungsantr|ergaenzungsantr|geschaeftsordnung|gegenantr|pruefauftr|"
    r"dringlichkeit\b|dringlichkeitsantr|"
    r"antrag auf (?:vertagung|absetzung|verweisung|ueberweisung|schluss|ende|zurueckstellung|"
    r"nichtbefassung|uebergang|geheime|namentliche|unterbrechung|wiedereroeffnung)"
)
"""Whoever speaks of another motion does not say what became of the paper."""

_UNSURE = re.compile(
    r"\?|\b(?:soll|sollte|sollen|voraussichtlich|vermutlich|vielleicht|evtl|eventuell|ggf|falls|"
    r"wuerde|koennte|verweigert|versagt|beantragt|beabsichtigt|geplant|teilweise|teils|zum teil|"
    r"vorbehalt\w*|vorbehaltlich|auflagen?|sinngemaess|"
    r"(?:2|3|zweite|dritte)"
    r"\.? lesung|zweiter|dritter)\b|(?<!wie )\bvorgeschlagen\b"
)
"""What is wished, expected or half done is no result."""

_HARMLESS = re.compile(
    r"\b(?:nicht ?oeffentlich\w*|ohne (?:\w+ )?(?:aussprache|diskussion|debatte|wortmeldung\w*|"
    r"aenderung(?:en)?|ergaenzung(?:en)?|gegenrede|einwaende|einwendungen|widerspruch)|"
    r"(?:un|nicht )(?:ge|ver)aendert|keine(?:n)? (?:wortmeldung\w*|einwaende))\b"
)
"""Negations that deny nothing of the result."""

_SETTLED = "settled"
"""Done with, however that came; nobody voted."""

_PHRASES: tuple[tuple[str, str], ...] = (
    (
        R.NONE,
        (
            r"\bohne (?:\w+ )?(?:votum|beschlussempfehlung|empfehlung|abstimmung|beschlussfassung|"
            r"beschluss)\b(?: (?:\w+ ){0,5}?weiter(?:geleitet|gegeben|gereicht))?|"
            r"\bkeine? (?:abstimmung|beschlussfassung|beschluss|votum|empfehlung|"
            r"beschlussempfehlung)\b|"
            r"\bnicht (?:(?:zur|ueber \w+) )?(?:abstimmung gestellt|abgestimmt)\b"
        ),
    ),
    (_SETTLED, r"\b(?:(?:hat|haben) sich |fuer )?erledigt(?: erklaert)?\b"),
    (R.NOTED, r"\b(?:zustimmend )?(?:zur )?kenntnis(?:nahme| (?:genommen|gegeben))?\b"),
    (R.REJECTED, r"\bnicht (?:angenommen|zugestimmt|entsprochen|gefolgt)\b"),
    (
        R.POSTPONED,
        (
            r"\bvertagt\b|\bvertagung\b|\bzurueckgestellt\b|\bzurueckstellung\b|\bverschoben\b|"
            r"\bzu vertagen\b|\bzurueckzustellen\b|(?<![\d.])1\. ?lesung\b|\berster? lesung\b|"
            r"\bi\. lesung\b|\bstellt (?:\w+ ){0,4}zurueck\b"
        ),
    ),
    (
        R.DROPPED,
        (
            r"\babgesetzt\b|\babsetzung\b|\babzusetzen\b|"
            r"\b(?:von der|der) tagesordnung (?:ab|herunter)?(?:genommen|gestrichen|gesetzt)\b"
        ),
    ),
    (
        R.WITHDRAWN,
        (
            r"\bzurueckgezogen\b|\bzurueckgenommen\b|\bzieht (?:\w+ ){0,4}zurueck\b|"
            r"\bruecknahme\b"
        ),
    ),
    (
        R.REFERRED,
        (
            r"\b(?:zurueck|rueck)?(?:ver|ueber)wiesen\b|\b(?:zurueck|rueck)?(?:ver|ueber)weisung\b|"
            r"\b(?:ver|ueber)weist\b|\bverweis (?=in |an )|\bzu (?:ver|ueber)weisen\b"
        ),
    ),
    (
        R.REJECTED,
        (
            r"\babgelehnt\b|\bablehnung\b|\babzulehnen\b|\blehn(?:t|en) (?:\w+ ){0,8}ab\b|"
            r"\b(?:einstimmig|mehrheitlich|mehrheit) dagegen\b"
        ),
    ),
    (
        R.ACCEPTED,
        (
            r"\bbeschlossen\b|\bbeschliess(?:t|en)\b|\bzugestimmt\b|\bzustimmung\b|\bangenommen\b|"
            r"\bempfohlen\b|\bempfiehlt\b|\bgebilligt\b|\bgenehmigt\b|\bbefuerwortet\b|"
            r"\bverabschiedet\b|\bentsprochen\b|\bgefolgt\b(?! von)|"
            r"\bstimm(?:t|en) (?:\w+ ){0,8}zu\b|"
            r"\b(?:einstimmig|mehrheitlich|mehrheit) dafuer\b"
        ),
    ),
)
"""Each result with its words; what was read is taken out before the next is looked for."""

_CHANGED = re.compile(
    r"\bgeaendert(?:e|er|en|em|es)?\b|\b(?:mit|unter) (?:\w+ )?(?:aenderung|ergaenzung)(?:en)?\b|"
    r"\bmit (?:der |folgender |folgenden )?massgaben?\b|\bergaenzt(?:e|er|en|em)?\b"
)
_DENIED = re.compile(r"\b(?:nicht|nichts|kein\w*|weder|nie|niemals|statt|anstatt|ohne)\b")

_NOTES = re.compile(r"\bnimmt (?:(?:\w+ ){0,8})zur kenntnis\b")

_NO_ADVICE = re.compile(r"\bohne (?:\w+ )?(?:votum|empfehlung|beschlussempfehlung)\b")
"""Whoever passes a paper on without advice does not refer it."""

_ALONE = ({R.NOTED}, {R.POSTPONED}, {R.DROPPED}, {R.REFERRED}, {R.WITHDRAWN})
"""Results that need no vote: that there was none says nothing else."""

_NOUNS: Mapping[str, str] = {
    R.POSTPONED: r"vertagung|zurueckstellung|zu vertagen|zurueckzustellen",
    R.DROPPED: r"absetzung|abzusetzen",
    R.REFERRED: r"(?:ver|ueber)weisung|zu (?:ver|ueber)weisen",
    R.REJECTED: r"ablehnung|abzulehnen",
}
"""What is decided upon by a vote that is itself named."""

_TO_DO = re.compile(
    r"\b(?:zu (?:vertagen|verweisen|ueberweisen)|zurueckzustellen|abzusetzen|abzulehnen)\b"
)
_BESIDES = re.compile(
    r"\bwie vorgeschlagen\b|\bbeschlusstext\b|"
    r"(?<!ohne )(?<!kein )\bbeschluss(?:vorschlag|entwurf|vorlage|text)?\b"
)


def kinds_of(text: str) -> set[str] | None:
    """The kinds that a plain text names; None if it says something that undoes them."""
    if _SIDE.search(text) or _UNSURE.search(text):
        return None
    rest = _BESIDES.sub(" ", _HARMLESS.sub(" ", text))
    rest = re.sub(r"\bnicht einstimmig(?=.*mehrheit)", " ", rest)
    rest = _NOTES.sub(" kenntnisnahme ", rest)
    found: set[str] = set()
    for kind, pattern in _PHRASES:
        # A result that is denied is looked at below; its denial stays in the text.
        taken = re.sub(pattern, " ", rest)
        if taken != rest:
            found.add(kind)
            rest = taken
    if _DENIED.search(rest):
        return None
    is_changed = _CHANGED.search(rest) is not None
    return _settled(found, text, is_changed=is_changed)


def _settled(found: set[str], text: str, *, is_changed: bool) -> set[str] | None:
    """One kind out of a noun and the vote on it ("Vertagung beschlossen"); else what was found."""
    voted = found - {R.NONE}
    if R.NONE in found and R.REFERRED in found and _NO_ADVICE.search(text):
        return None
    if R.NONE in found and voted in _ALONE:
        found = voted
    if R.ACCEPTED not in found and _TO_DO.search(text):
        return None
    for kind, nouns in _NOUNS.items():
        if found == {R.ACCEPTED, kind} and re.search(rf"\b\w*(?:{nouns})\b", text):
            return {kind}
    if found == {R.ACCEPTED} and is_changed:
        return {R.AMENDED}
    return {R.NONE} if found == {_SETTLED} else found


def says_change(text: str) -> bool:
    """Whether a text speaks of changes, with or without a word for what was decided."""
    return _CHANGED.search(_HARMLESS.sub(" ", text)) is not None
