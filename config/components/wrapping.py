"""Breaks words into the lines of an SVG text, which cannot do it by itself."""

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
NARROW = frozenset("ijltfrI.,;:|!'()[]/ -")
WIDE = frozenset("mwMW@%")


def width_of(text: str, size: int) -> float:
    """About how wide Fira Sans sets the text, in the unit of `size`; rather too wide."""
    share = {True: 0.33, False: 0.56}
    return size * sum(0.88 if c in WIDE else share[c in NARROW] for c in text if c != SOFT_HYPHEN)


def wrap(text: str, width: float, *, size: int, lines: int) -> list[str]:
    """At most `lines` lines of `width`; breaks at spaces and soft hyphens, cuts the rest by …"""
    found: list[str] = []
    for piece, joint in _pieces(text):
        longer = f"{found[-1]}{joint}{piece}" if found else piece
        if found and width_of(f"{longer}-", size) <= width:
            found[-1] = longer
        else:
            if found and not joint:
                found[-1] += "-"
            found.append(piece)
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1].rstrip('-')}…"]
    return [_cut(line, width, size) for line in found]


def _pieces(text: str) -> list[tuple[str, str]]:
    """The unbreakable parts, each with what joins it to the one before: a space, or nothing."""
    return [
        (part, "" if index else " ")
        for word in text.split()
        for index, part in enumerate(word.split(SOFT_HYPHEN))
    ]


def _cut(line: str, width: float, size: int) -> str:
    while len(line) > 1 and width_of(line, size) > width:
        line = f"{line.rstrip('…')[:-1]}…"
    return line
