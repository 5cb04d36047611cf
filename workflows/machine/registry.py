"""Which processes there are, by the kind of their cases."""

from __future__ import annotations

from .flow import CaseFlow


class UnknownKindError(LookupError):
    """No flow is registered under this kind."""


_flows: dict[str, type[CaseFlow]] = {}


def register(flow: type[CaseFlow]) -> type[CaseFlow]:
    """Make a flow known under its kind; raises ValueError if another one claims it."""
    if _flows.setdefault(flow.kind, flow) is not flow:
        message = f"two flows claim the kind {flow.kind!r}"
        raise ValueError(message)
    return flow


def flow_for(kind: str) -> type[CaseFlow]:
    """The flow of a kind; raises UnknownKindError."""
    try:
        return _flows[kind]
    except KeyError:
        raise UnknownKindError(kind) from None


def registered_flows() -> tuple[type[CaseFlow], ...]:
    """All flows, in the order of registration."""
    return tuple(_flows.values())
