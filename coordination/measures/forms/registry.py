"""Which form belongs to which act, and in which words it is asked and answered."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.forms.acting.panels import ActPanel

from ...decisions.forms import agreeing, checking, cosigning, deliberating, releasing
from ...implementing.forms import implementing, pausing, reporting
from . import drafting, transferring

_STAGES = (
    drafting,
    checking,
    cosigning,
    agreeing,
    releasing,
    deliberating,
    implementing,
    reporting,
    pausing,
    transferring,
)

PANELS: Sequence[ActPanel] = tuple(panel for stage in _STAGES for panel in stage.PANELS)
"""Every act that has a page of its own; `edit` has the pages of the draft."""
