"""What cannot be taken back is shown once more before it is done, together with its subject."""

from __future__ import annotations

import re
from inspect import getsource

import pytest
from django.template.loader import get_template

from coordination.measures.forms.registry import PANELS
from workflows.forms.acting.panels import ActPanel

BY_NAME = {panel.name: panel for panel in PANELS}

# What ends the matter, binds an office or an organ, or makes void what others gave.
FINAL = (
    "submit", "discard", "send_back", "withdraw", "find_current_administration", "confirm_decline",
    "turn_into_refusal", "resign", "object_to_change", "declare_dissent", "clarify", "release",
    "reject", "board_approves", "board_dissents", "mayor_decides", "sign", "record_result",
    "adapt_plan", "confirm_funds", "complete_milestone", "drop_milestone", "fulfil_obligation",
    "draft_report", "pause", "confirm_completion", "decline_funds", "veto",
    "record_veto", "object_to_resolution", "object_as_unlawful", "decide_objection",
    "record_ruling", "decide_urgently", "countersign", "record_urgent_resolution",
    "record_approval", "release_evaluation", "repeal", "discontinue",
    "take_back", "present_paper", "put_dissent",
)  # fmt: skip


@pytest.mark.parametrize("name", FINAL)
def test_what_is_final_is_never_done_by_one_click_on_the_case_page(name: str) -> None:
    panel = BY_NAME[name]
    # A page of its own that asks for a remark at most is its own check page.
    asks = [key for key, field in panel.form.base_fields.items() if not field.widget.is_hidden]
    own_page = not panel.beside and set(asks) <= {"reason"}
    optional = all(not panel.form.base_fields[key].required for key in asks)
    # The page of the submission shows the whole text itself, and who will be asked.
    assert panel.checks or (own_page and optional) or (name == "submit" and not panel.beside)


@pytest.mark.parametrize("panel", [p for p in PANELS if p.intro], ids=lambda p: p.name)
def test_what_stands_above_a_form_is_known_to_the_form(panel: ActPanel) -> None:
    source = get_template(panel.intro).template.source  # type: ignore[attr-defined]  # Django's backend
    wanted = set(re.findall(r"\bform\.(\w+)", source))
    own = [k for k in panel.form.__mro__ if k.__module__.startswith(("coordination", "workflows"))]
    code = "".join(map(getsource, own))
    known = set(re.findall(r"self\.(\w+)\b[^=\n]*=", code)) | set(re.findall(r"def (\w+)", code))
    assert wanted - known - set(panel.form.base_fields) == set()
