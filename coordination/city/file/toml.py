"""The text of a TOML file, with its fault in the reader's language."""

from __future__ import annotations

import re
import tomllib

from django.utils.translation import gettext_lazy as _

from .problems import CityFileError, Formatted, Problem, Text


def read_toml(content: bytes) -> dict[str, object]:
    """The values of a file. Raises CityFileError with the place where reading stopped."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text = _("This is no UTF-8 text. Please save the file as UTF-8.")
        raise CityFileError([Problem(_("The file"), text)]) from None
    except tomllib.TOMLDecodeError as error:
        raise CityFileError([Problem(_("The file"), _unreadable(str(error)))]) from None


def _unreadable(message: str) -> Text:
    """Where reading stopped; the parser tells it in English only."""
    position = re.search(r"line (\d+), column (\d+)", message)
    if position is None:
        return _("It ends too early. Is a quotation mark or bracket missing at its end?")
    text = _(
        "Line %(line)s, column %(column)s cannot be read. Is a quotation mark or bracket missing?"
    )
    return Formatted(text, {"line": position[1], "column": position[2]})
