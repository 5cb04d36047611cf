"""The pages of everything that is decided, in the order of the stages."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.forms.acting.panels import ActPanel

from . import (
    agreeing,
    checking,
    circulating,
    cosigning,
    deliberating,
    documents,
    exchanging,
    objecting,
    preparing,
    recording,
    releasing,
    taking_back,
    urgency,
    urgent,
)

_STAGES = (
    checking, preparing, urgency, cosigning, documents, circulating, agreeing, releasing,
    deliberating, recording, exchanging, urgent, taking_back, objecting,
)  # fmt: skip

PANELS: Sequence[ActPanel] = tuple(panel for stage in _STAGES for panel in stage.PANELS)
"""Of a matter with sums and milestones."""

PANELS_OF_PROSE: Sequence[ActPanel] = (
    agreeing.ANSWERS_IN_PROSE,
    *(panel for panel in PANELS if panel.name != agreeing.ANSWERS_IN_PROSE.name),
)
"""Of a matter of prose alone: an answer to a condition changes its texts."""
