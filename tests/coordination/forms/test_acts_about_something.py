"""An act about one of several things is found beside the thing: no general list offers it."""

from pathlib import Path

from django.conf import settings

from workflows.forms.acting.panels import registered_pages
from workflows.machine import flow_for

SHOWN = "coordination/templates", "coordination/templatetags"


def test_each_is_asked_for_by_a_task_or_linked_by_a_page():
    files = [
        path
        for folder in SHOWN
        for path in Path(settings.BASE_DIR, folder).rglob("*")
        if path.suffix in {".html", ".py"}
    ]
    said = "".join(path.read_text(encoding="utf-8") for path in files)
    lost = [
        f"{pages.kind}:{panel.name}"
        for pages in registered_pages()
        for panel in pages.panels
        if panel.about
        and not any(panel.name in step.acts for step in flow_for(pages.kind).all_steps())
        and f'{pages.kind}:{panel.name}"' not in said
        and f'":{panel.name}"' not in said
        and f'("{panel.name}", _(' not in said
    ]
    assert lost == []
