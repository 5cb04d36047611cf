"""The words of results: abbreviations, numbers, key words and how they are mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_UNITS = (
    "null", "ein", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn",
    "elf", "zwoelf", "dreizehn", "vierzehn", "fuenfzehn", "sechzehn", "siebzehn", "achtzehn",
    "neunzehn",
)  # fmt: skip
_TENS = (
    "zwanzig", "dreissig", "vierzig", "fuenfzig", "sechzig", "siebzig", "achtzig", "neunzig",
)  # fmt: skip


def _numbers() -> Iterator[tuple[str, int]]:
    """German words for 0 to 99; an article counts as one."""
    yield from zip(_UNITS, range(20), strict=True)
    yield from ((word, 1) for word in ("eine", "einer", "einem", "einen", "eins"))
    yield from ((word, 0) for word in ("kein", "keine", "keiner", "keinen", "ohne"))
    for tens, word in enumerate(_TENS, start=2):
        yield word, tens * 10
        for unit in range(1, 10):
            yield f"{_UNITS[unit]}und{word}", tens * 10 + unit


NUMBERS: Mapping[str, int] = dict(_numbers())
"""What a word before a kind of vote counts."""

ABBREVIATIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), full)
    for pattern, full in (
        (r"m\. ?ae\.", "mit aenderungen"),
        (r"z(?:ur)?\.? ?k\.(?= ?gen)", "zur kenntnis"),
        (r"z\. ?k(?:ts|tn|enntn)?\.|z\. ?k\b|zk|zkg", "zur kenntnis"),
        (r"v\. ?d\. ?(?:to|tagesordn\.|t\. ?o\.)|v\. ?to", "von der tagesordnung"),
        (r"t\. ?o\.|to", "tagesordnung"),
        (r"n\. ?oe\.|nicht-?oeff\.|noe\.", "nichtoeffentlich"),
        (r"i\. ?g\. ?f\.", "in geaenderter fassung"),
        (r"stimm\.", "stimmen"),
        (r"einst\.|einstimm\.|einstg\.", "einstimmig"),
        (r"m(?:it|\.)? ?mehrh\.", "mit mehrheit"),
        (r"mehrh\.?|mehrheitl\.", "mehrheitlich"),
        (r"beschl\.?", "beschlossen"),
        (r"angen\.?", "angenommen"),
        (r"abgel\.?", "abgelehnt"),
        (r"zugest\.|zugestimm\.", "zugestimmt"),
        (r"empf\.|empfohl\.", "empfohlen"),
        (r"gen\.|genomm\.", "genommen"),
        (r"geaend\.|geaen\.", "geaendert"),
        (r"aend\.", "aenderungen"),
        (r"vertg\.", "vertagt"),
        (r"verw\.", "verwiesen"),
        (r"ueberw\.", "ueberwiesen"),
        (r"abges\.", "abgesetzt"),
        (r"zurueckgest\.", "zurueckgestellt"),
        (r"zurueckgez\.", "zurueckgezogen"),
        (r"erl\.", "erledigt"),
        (r"enth\.?|enthalt\.", "enthaltungen"),
        (r"gegenst\.", "gegenstimmen"),
        (r"st\.", "stimmen"),
        (r"b\.", "bei"),
        (r"m\.", "mit"),
        (r"o\.", "ohne"),
        (r"d\.", "der"),
    )
)
"""Abbreviations of minutes, the longer before the shorter."""

SPLIT_WORDS = re.compile(r"\bzurueck (?=gezogen|gestellt|verwiesen|genommen)")
"""What some write in two words."""

_KEY_WORDS = """
einstimmig mehrheitlich mehrheit stimmengleichheit zweidrittelmehrheit beschlossen beschliesst
zugestimmt zustimmung angenommen empfohlen empfiehlt gebilligt genehmigt befuerwortet abgelehnt
ablehnung geaendert geaenderter geaendertem aenderung aenderungen ergaenzungen kenntnis
kenntnisnahme genommen vertagt vertagung zurueckgestellt verschoben lesung abgesetzt absetzung
tagesordnung zurueckgezogen verwiesen ueberwiesen zurueckverwiesen verweisung ueberweisung
weitergeleitet votum abstimmung enthaltung enthaltungen gegenstimme gegenstimmen stimmen erledigt
"""
KEY_WORDS = frozenset(_KEY_WORDS.split())
"""Words by which a result is known; they are known again with a typing error."""

_REAL_WORDS = """
angesetzt umgesetzt eingesetzt ausgesetzt versetzt gesetzt abgesetzte abgestimmt bestimmt
gestimmt uebereinstimmung zustimmen abgenommen aufgenommen eingenommen unternommen vernommen
mitgenommen angekommen gekommen gewonnen genommene angelehnt angelegt abgelegt abgeholt
geschlossen verschlossen ausgeschlossen entschlossen abgeschlossen besprochen beschossen
vertragt vertrat vertraut vertrag verlagt befragt versagt verlangt bewiesen gewiesen verliesen
verweisen ueberweisen ueberwiegen verweist hingewiesen angewiesen ausgewiesen nachgewiesen
zugewiesen zurueckgewiesen verschrieben verschobene geschoben befohlen empfehlen empfangen
gestellt zurueckgelegt zurueckgesetzt zurueckgestuft zurueckgezahlt erledigen erkundigt
beerdigt gebildet gebuendelt geaeussert abstimmen abstammung stimme stimmung bestimmung
verlesung lesungen vorlesung aenderungsantrag ermittlung votiert verwertung verwendung
verwaltung vertretung vertiefung vertragung ablehnen ablesung ueberwachung ueberleitung
ergaenzung ergaenzend erkenntnis bekenntnis kenntnisse kenntlich entlastung entfaltung
enthaelt enthalten gegenstimmend benehmigt genehmigung beteiligt beschluesse besitzt
"""
REAL_WORDS = frozenset(_REAL_WORDS.split())
"""Words that only look like a mistyped key word."""

_SHORTEST, _LONG = 6, 12
"""Letters of a word that may have one typing error, and of one that may have two."""

_UMLAUTS = ("ae", "oe", "ue", "ss")
_LOST = re.compile("\ufffd+")


def known_word(word: str) -> str:
    """The key word that a word is meant to be, else the word itself.

    One typing error in a word of six letters or more, two from twelve on; the first letter must
    be right, or the first two be swapped. A real word is never taken for another.
    """
    if "\ufffd" in word:
        rebuilt = (_LOST.sub(umlaut, word) for umlaut in _UMLAUTS)
        return next((w for w in rebuilt if w in KEY_WORDS), word)
    if word in KEY_WORDS or word in REAL_WORDS or len(word) < _SHORTEST or not word.isalpha():
        return word
    near = {key for key in KEY_WORDS if _is_near(word, key)}
    return near.pop() if len(near) == 1 else word


def _is_near(word: str, key: str) -> bool:
    allowed = 2 if len(key) >= _LONG else 1
    if len(key) < _SHORTEST or abs(len(word) - len(key)) > allowed:
        return False
    if word[0] != key[0] and word[:2] != key[1::-1]:
        return False
    # Another ending is another form of the word, and forms are typed above.
    return word[:-1] != key and key[:-1] != word and distance(word, key) <= allowed


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        oldest, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, oldest[j - 2] + 1)
            row.append(cost)
    return row[-1]
