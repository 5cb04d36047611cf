"""What every room with cases of its own tells the engine."""

from collections.abc import Iterable

from workflows.forms.acting.panels import CasePages, register_pages
from workflows.machine import CaseFlow, register
from workflows.queries.proof.bound import Bound, bind_tables


def room(*flows: type[CaseFlow], tables: Iterable[Bound], pages: Iterable[CasePages] = ()) -> None:
    """Its flows, the rows that its events bind, its pages."""
    for flow in flows:
        register(flow)
    bind_tables(*tables)
    for one in pages:
        register_pages(one)
