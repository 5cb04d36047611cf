"""Which form belongs to which act, and in which words it is asked and answered."""

from __future__ import annotations

from collections.abc import Mapping

from ...decisions.forms import agreeing, checking, cosigning, deliberating, releasing
from ...decisions.forms.panel import ActPanel
from ...implementing.forms import implementing, pausing, reporting
from . import drafting

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
)

PANELS: Mapping[str, ActPanel] = {panel.name: panel for stage in _STAGES for panel in stage.PANELS}
"""Every act that has a page of its own; `edit` has the pages of the draft."""
