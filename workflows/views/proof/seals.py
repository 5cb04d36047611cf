"""The daily seals for everybody: whoever keeps a digest can later prove a change."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...queries.proof.seals import published_keys, published_lines, published_seals

PAGE = 31


@login_not_required
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Numbers, days and digests; nothing of any case."""
    page = Paginator(published_seals(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(seal, bytes(seal.digest).hex()) for seal in page],
        "keys": published_keys(),
    }
    return render(request, "workflows/seals.html", context)


@login_not_required
@require_safe
def seals_text(request: HttpRequest) -> HttpResponse:
    """The same as plain text, with signatures, for programs."""
    keys = [f"key {name} {public}" for name, public in published_keys()]
    lines = [*published_lines(), *keys]
    return HttpResponse(
        "".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8"
    )
