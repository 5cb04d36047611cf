"""Which form belongs to which act, and in which words it is asked and answered."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.forms.acting.panels import ActPanel

from ...decisions.forms import registry as deciding
from ...implementing.forms import ending, implementing, pausing, reporting
from . import changing, drafting, transferring

_STAGES = (
    drafting, deciding, implementing, changing, reporting, pausing, ending, transferring,
)  # fmt: skip

PANELS: Sequence[ActPanel] = tuple(panel for stage in _STAGES for panel in stage.PANELS)
"""Every act that has a page of its own; `edit` has the pages of the draft."""
