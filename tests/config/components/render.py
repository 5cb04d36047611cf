"""Renders a snippet of a template as a page would."""

from typing import Any

from django.template import engines
from django.test import RequestFactory


def render(source: str, path: str = "/", **context: Any) -> str:
    """The snippet's output with whitespace run together."""
    template = engines["django"].from_string(source)
    request = RequestFactory().get(path)
    html: str = template.template.render(_context(request, context))
    return " ".join(html.split())


def _context(request: Any, values: dict[str, Any]) -> Any:
    from django.template import Context

    return Context({"request": request, **values})
