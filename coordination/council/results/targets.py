"""Where a paper was referred to, in the words of the text."""

from __future__ import annotations

import re

from .vocabulary import known_word
from .words import RUN, fold

_INTO = r"(?:in|an|zurueck an|nach|zum|zur)"
_ARTICLE = r"(?:den|die|das|dem|der)"
_PURPOSE = (
    r"zur (?:weiteren |erneuten |abschliessenden |nochmaligen )?(?:vor)?(?:beratung|behandlung|"
    r"pruefung|entscheidung|beschlussfassung)"
)
_END = (
    r"(?=[.;(?]|, (?:einstimmig|mehrheitlich|bei|mit|gegen)|,? bei | \d+ ?:|"
    r" (?:einstimmig|mehrheitlich|zur|zu (?:ver|ueber)weisen|beschlossen|zugestimmt|"
    r"empfohlen|angenommen|verwiesen|"
    r"ueberwiesen|gegen|mit \d|weitergeleitet|und (?:vertagt|beschlossen|zurueckgestellt))|$)"
)
_VERB = (
    r"(?:(?:zurueck|rueck)?(?:ver|ueber)w(?:ie|ei)s(?:en|t|ung)?|"
    r"(?:zurueck|rueck)?(?:ver|ueber)w\.)"
)
_BEHIND = re.compile(
    rf"\b{_VERB}(?: (?:einstimmig|mehrheitlich))?(?: {_PURPOSE})? (?:{_INTO}) (?:{_ARTICLE} )?"
    rf"(?P<target>.+?){_END}"
)
_BEFORE = re.compile(
    rf"(?:^|\b)(?:in|an) (?:{_ARTICLE} )?(?P<target>(?:(?!\b(?:in|an) ).)+?)"
    rf"(?: (?:einstimmig|mehrheitlich))?(?: {_PURPOSE})?(?: zu)? {_VERB}\b"
)


def target_of(written: str) -> str | None:
    """The body or office that a paper was referred to, as it is written; None if none is named."""
    folded, places = _folded(written)
    match = _BEHIND.search(folded) or _BEFORE.search(folded)
    if match is None:
        return None
    begin, end = match.span("target")
    target = written[places[begin] : places[end - 1] + 1].strip(" ,-–:")
    return target or None


def _folded(written: str) -> tuple[str, list[int]]:
    """The plain text, and for each of its characters where it stood."""
    text, places = "", []
    for place, letter in enumerate(written):
        plain = fold(letter)
        text += plain
        places += [place] * len(plain)
    # Whoever mistyped the verb still names the body.
    for word in reversed(list(RUN.finditer(text))):
        mended = known_word(word[0])
        begin, end = word.span()
        text = text[:begin] + mended + text[end:]
        places[begin:end] = [places[min(begin + n, end - 1)] for n in range(len(mended))]
    return text, places
