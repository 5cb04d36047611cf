"""By what each kind of case is found over all, beside number and title."""

from workflows.queries.finding.sources import Condition, Source, register_source
from workflows.untyped import SqlParams

from ..city.queries.grams import grams_of
from ..measures.queries.numbers import numbers_in


def _paper_numbers(text: str) -> Condition:
    """The number of a paper about the case: "26-0001", "DS 26/1", "19"."""
    numbers = numbers_in(text)
    begins = [one.replace("%", "").replace("_", "") for one in numbers.papers]
    params: SqlParams = {f"paper_{place}": f"{one}%" for place, one in enumerate(begins) if one}
    told = [f"p.reference LIKE %({name})s" for name in params]
    if numbers.count is not None:
        params["counted"] = [f"{year:02d}-{numbers.count:04d}" for year in range(100)]
        told.append("p.reference = ANY(%(counted)s::text[])")
    if not told:
        return "", {}
    meant = f"SELECT p.case_id FROM coordination_paper p WHERE {' OR '.join(told)}"  # noqa: S608 - names of ours
    return f"s.case_id = ANY(ARRAY({meant}))", params


def _item_numbers(text: str) -> Condition:
    """The number of an item, or that of the paper in which it was asked for."""
    said = text.strip().upper()
    params = {"number": f"{said}%", "within": f"%{said}%", "grams": sorted(grams_of(said.lower()))}
    if not params["grams"]:
        return "", {}
    said_so = "s.reference LIKE %(number)s OR upper(s.paper) LIKE %(within)s"
    return f"s.grams @> %(grams)s::text[] AND ({said_so})", params


def let_all_be_found() -> None:
    """What is read of each kind; a kind that is missing here is found by number and title."""
    for kind, source in _SOURCES.items():
        register_source(kind, source)


_TEXTS = "workflows_words(s.title, {})"
_SOURCES = {
    "measure": Source(
        "coordination_measure", "s.words", ("goal", "facts", "proposal"), "lead_id", _paper_numbers
    ),
    "target": Source(
        "coordination_target",
        _TEXTS.format("s.facts, s.proposal"),
        ("facts", "proposal"),
        "lead_id",
        _paper_numbers,
    ),
    "concept": Source(
        "coordination_concept",
        _TEXTS.format("s.facts, s.proposal"),
        ("facts", "proposal"),
        "lead_id",
        _paper_numbers,
    ),
    "demand": Source(
        "coordination_demand", _TEXTS.format("s.words, s.result"), ("words", "result"), "office_id"
    ),
    "order": Source("coordination_order", _TEXTS.format("s.words"), ("words",), "unit_id"),
    "followup": Source(
        "coordination_followup",
        _TEXTS.format("s.asked, s.needed, s.provided, s.public_note"),
        ("asked", "needed", "provided", "public_note"),
        "office_id",
        _item_numbers,
    ),
    "entry": Source(
        "coordination_publicentry", _TEXTS.format("s.summary"), ("summary",), "office_id"
    ),
}
