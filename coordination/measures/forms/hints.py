"""What a tick in the impact check means, and which offices are asked because of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

HINTS: Mapping[str, StrOrPromise] = {
    "contract": _("Also a change of a contract, a lease or a commission."),
    "grant": _("Money for an association, an institution or a company."),
    "bylaw": _("Also fees and statutes. Only the council can decide on it."),
    "fundamental": _(
        "It binds the city beyond this measure. Then the executive board deals with it."
    ),
    "council_catalogue": _("Matters that the council must not hand over to anybody."),
    "posts": _("New, changed or ending posts, working hours, duties."),
    "minors": _("Children or young people take part or are affected."),
    "school": _("Schools, lessons or pupils."),
    "housing": _("Flats, accommodation or rents."),
    "health": _("Prevention, care or counselling about health."),
    "security": _("Public order, neighbourhood or conflicts."),
    "quarter": _("It lies in an area of urban renewal or draws on its funds."),
    "personal_data": _("Names, addresses or other data of persons are collected or passed on."),
    "equality": _("It affects women and men, or other groups, differently."),
}


def impact_hint(name: str, asked: Mapping[str, Sequence[str]]) -> str:
    """What a tick means and which offices are asked because of it."""
    offices = ", ".join(asked.get(f"impact_{name}", ()))
    hint = str(HINTS[name])
    return (
        f"{hint} " + str(_("Then this is asked: %(offices)s.")) % {"offices": offices}
        if offices
        else hint
    )
