"""The one case of the council's calendar, and the one way to act on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.lasting import LastingCase

from ..queries.calendar import KIND

_CALENDAR = LastingCase(KIND, _("Council calendar"))

keep_calendar = _CALENDAR.keep
take_stock = _CALENDAR.take_stock
change = _CALENDAR.change
