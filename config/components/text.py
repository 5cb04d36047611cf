"""How dates, sums and free text are written in German."""

import datetime as dt
from decimal import Decimal

from django.template import Library
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = Library()

NBSP = "\N{NO-BREAK SPACE}"


def berlin(moment: dt.datetime) -> dt.datetime:
    """The same moment on the city's clock (TIME_ZONE)."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def local_day(value: dt.date) -> dt.date:
    """The day of a date, or of a moment on the city's clock."""
    return berlin(value).date() if isinstance(value, dt.datetime) else value


@register.filter
def german_date(value: dt.date | None) -> str:
    """22.11.2026, for a date or a moment; empty for None."""
    return f"{local_day(value):%d.%m.%Y}" if value else ""


@register.filter
def german_datetime(value: dt.datetime | None) -> str:
    """22.11.2026, 14:05 Uhr; empty for None."""
    if not value:
        return ""
    return _("%(date)s, %(time)s") % {"date": german_date(value), "time": f"{berlin(value):%H:%M}"}


@register.filter
def weekday_date(value: dt.date | None) -> str:
    """Mo, 23.11.2026; empty for None."""
    if not value:
        return ""
    return f"{WEEKDAYS_ABBR[local_day(value).weekday()]}, {german_date(value)}"


@register.filter
def german_number(value: float | Decimal | None) -> str:
    """1.234.567 or 1.234,5; empty for None."""
    if value is None:
        return ""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


@register.filter
def euro(value: Decimal | float | None) -> str:
    """1.234,56 € with a space that does not break; empty for None."""
    if value is None:
        return ""
    return f"{Decimal(value):,.2f}".translate(str.maketrans(",.", ".,")) + f"{NBSP}€"


@register.simple_tag
def date_tag(value: dt.date | None) -> SafeString:
    """A `<time>` element that shows a date, or a moment with its time of day."""
    if not value:
        return SafeString("")
    shown = german_datetime(value) if isinstance(value, dt.datetime) else german_date(value)
    machine = berlin(value) if isinstance(value, dt.datetime) else value
    return format_html('<time datetime="{}">{}</time>', machine.isoformat(), shown)


@register.simple_tag
def prose(text: str | None) -> SafeString:
    """Plain text as paragraphs that keep their lines; HTML in it is shown, not run."""
    if not text:
        return SafeString("")
    paragraphs = SafeString(linebreaks(text, autoescape=True))
    return format_html('<div class="ff-prose">{}</div>', paragraphs)
