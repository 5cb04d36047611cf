"""What is wrong with a list of measures, where, and in which words it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SHOWN = 80

TEXTS: Mapping[str, str | _StrPromise] = {
    # The file as a whole.
    "empty_file": _("The file is empty."),
    "no_table": _("This is neither a CSV file nor an Excel file (.xlsx)."),
    "too_large": _("The file is larger than %(limit)s MB. Please split it."),
    "old_excel": _(
        "This Excel file is of the old kind or has a password. "
        "Please save it as .xlsx without a password."
    ),
    "excel_damaged": _(
        "This Excel file cannot be read. Please save it anew as .xlsx or as CSV UTF-8."
    ),
    "excel_too_large": _(
        "Unpacked, this Excel file is larger than %(limit)s MB. Please save only the list itself."
    ),
    "encoding": _("A character here cannot be read. Please save the file as CSV UTF-8."),
    "delimiter": _(
        "The columns are separated by “%(found)s”. Please save the file with semicolons (;)."
    ),
    "delimiter_tab": _(
        "The columns are separated by tabs. Please save the file with semicolons (;)."
    ),
    "quote": _(
        "The row cannot be read: a quotation mark is missing or one too many, "
        "or a cell is longer than %(limit)s characters."
    ),
    "heading_below": _(
        "The heading with the names of the columns stands here. It must be the first row: "
        "please delete the rows above it."
    ),
    "too_many_rows": _("The list has more than %(limit)s rows. Please split it."),
    "empty_rows": _("There are very many empty rows. Please delete all rows below the list."),
    "no_rows": _("There are no rows below the heading."),
    # The heading.
    "column_missing": _("The column “%(column)s” is missing."),
    "column_unknown": _("There is no column of this name. Please delete or rename it."),
    "column_unknown_guess": _("There is no column of this name. Did you mean “%(guess)s”?"),
    "column_twice": _("The column stands in the heading more than once."),
    # Hints: what may not be meant, though it can be read.
    "rows_hidden": _(
        "Hint: rows that the sheet does not show, because of a filter for example, are read as well"
        " (%(count)s): %(rows)s."
    ),
    "lands_decided": _(
        "Hint: %(count)s measures are taken over in the state that they have, the others become"
        " drafts."
    ),
    "columns_hidden": _(
        "Hint: columns that the sheet does not show are read as well: %(columns)s."
    ),
    # A row.
    "row_long": _(
        "The row has more cells than the heading. "
        "A text that contains a semicolon must stand in quotation marks."
    ),
    "row_short": _(
        "The row has fewer cells than the heading. "
        "A text of several lines must stand in quotation marks."
    ),
    "number_twice": _("The number “%(value)s” also stands in row %(row)s."),
    "end_before_start": _("The end lies before the begin."),
    "partner_leads": _("“%(value)s” has the lead already and cannot be a partner, too."),
    "changed_by_hand": _(
        "Measure %(reference)s has been changed by hand since; the list does not overwrite it."
    ),
    "date_future": _("“%(value)s” lies in the future."),
    "positions": _("“%(value)s” is no list of numbers of milestones, such as “1, 2”."),
    "not_reached": _("There is no milestone no. %(number)s in this row."),
    "stock_only": _(
        "Only a list of measures that were decided already may say this. Please tick it above."
    ),
    "stock_incomplete": _("A decided measure needs %(column)s as well."),
    "stock_milestone": _("What is in implementation has at least one milestone."),
    "not_ended": _(
        "Only a measure that is “abgeschlossen” or “eingestellt” has this. Please empty the cell or"
        " correct the column stand."
    ),
    "open_milestones": _(
        "A completed measure has no open milestones. Please name all of them, or leave the cell"
        " empty."
    ),
    "decided_after_begin": _(
        "The resolution of %(decided)s lies after the begin of the work (%(begun)s). Please correct"
        " one of the two days."
    ),
    "ended_before_decided": _(
        "The work ended on %(ended)s, before the resolution of %(decided)s. Please correct one of"
        " the two days."
    ),
    "ended_before_begin": _(
        "The work ended on %(ended)s, before it began (%(begun)s). Please correct one of the two"
        " days."
    ),
    "person_elsewhere": _(
        "%(value)s holds no desk of “%(office)s”. Please name somebody of the lead office, or leave"
        " the cell empty: then its head names somebody."
    ),
    "reports_closed": _(
        "Measure %(reference)s has ended or was not taken over; reports of earlier years cannot be"
        " added."
    ),
    "other_title": _(
        "The measure with this number is called “%(title)s”. Please correct the number, or empty"
        " the column titel if it is meant."
    ),
    "number_unknown": _(
        "There is no measure with the number “%(value)s” in the list “%(source)s”, and no file"
        " number like that. Please check the number and the name of the list."
    ),
    "stock_denied": _(
        "Only the integration centre and the council office may take over decided measures."
    ),
    "moved_on": _(
        "Measure %(reference)s is no longer a draft; the list does not change it. A new report of a"
        " year comes in with a list of reports."
    ),
    "number_taken": _(
        "A measure that you may not change has this number in the list “%(source)s” already."
    ),
    "refused": "%(reason)s",
    # A cell.
    "cell_missing": _("Please fill in this cell."),
    "cell_long": _("The text has %(length)s characters; at most %(limit)s are allowed."),
    "cell_characters": _("The cell contains control characters. Please type its text anew."),
    "cell_formula": _(
        "The formula of this cell has no result (%(value)s). "
        "Please open the file in the spreadsheet program and save it again."
    ),
    "cell_day": _(
        "The spreadsheet has made the day %(value)s of what was typed here. "
        "Please format the cell as text and type it anew."
    ),
    "cell_merged": _(
        "This cell is merged with another one. Please undo that and fill in each cell."
    ),
    "cell_letters": _(
        "Letters were broken here by an earlier program (%(value)s). Please type the text anew."
    ),
    "cell_error": _("The cell shows an error of the spreadsheet (%(value)s)."),
    "date": _("“%(value)s” is no date. Please write it like DD.MM.YYYY or YYYY-MM-DD."),
    "date_impossible": _("This day does not exist in the calendar: %(value)s."),
    "date_past": _(
        "“%(value)s” is over. Only a list of measures that were decided already may have such"
        " a day."
    ),
    "date_far": _("The date %(value)s does not lie between %(first)s and %(last)s."),
    "sum": _("“%(value)s” is no sum. Please write it like 1.234,56."),
    "sum_negative": _("A sum cannot be negative."),
    "sum_large": _("The sum is too large."),
    "choice": _("“%(value)s” is not possible here. Possible are: %(choices)s."),
    "unit_unknown": _("There is no unit “%(value)s” in the city."),
    "unit_unknown_guess": _("There is no unit “%(value)s” in the city. Did you mean “%(guess)s”?"),
    "unit_unknown_over": _(
        "“%(value)s” was closed on %(day)s. Its successor is “%(successor)s”: please enter that."
    ),
    "unit_unknown_closed": _(
        "“%(value)s” was closed on %(day)s and has no successor. Please enter the office that does"
        " its work today."
    ),
    "body_unknown": _(
        "There is no body “%(value)s” in the city. If there was one, write “früher: %(value)s”."
    ),
    "body_unknown_guess": _(
        "There is no body “%(value)s” in the city. Did you mean “%(guess)s”? If it was another one,"
        " write “früher: %(value)s”."
    ),
    "person_unknown": _(
        "Nobody with a desk is called “%(value)s”. Please write the e-mail address, or leave the"
        " cell empty: then the head of the lead office names somebody."
    ),
    "person_unknown_guess": _(
        "Nobody with a desk is called “%(value)s”. Did you mean “%(guess)s”? Or leave the cell"
        " empty: then the head of the lead office names somebody."
    ),
    "year": _("“%(value)s” is no year. Please write it like 2025."),
    "figure": _("“%(value)s” is no figure. Please write name, colon and value: Groups: 14"),
    "unit_leads": _("“%(value)s” cannot take part: it is no unit of the administration."),
    "entry_unknown": _("There is no entry “%(value)s”."),
    "entry_unknown_guess": _("There is no entry “%(value)s”. Did you mean “%(guess)s”?"),
    "ambiguous": _("“%(value)s” means more than one unit or entry. Please write the full name."),
    "milestone": _("“%(value)s” is no milestone. Please write a date, a space and a text."),
    "milestone_long": _("The text of a milestone has more than %(limit)s characters."),
}
"""Every problem by its code. What is put in are numbers, or what the file itself says."""


HINTS = frozenset({"rows_hidden", "columns_hidden", "lands_decided"})
"""What keeps no row from being taken."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `row` counts as a spreadsheet does (heading = 1), 0 is the whole file."""

    row: int
    column: str
    code: str
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is wrong and what to do, in the active language."""
        text = str(TEXTS[self.code])
        return text % self.details if self.details else text

    @property
    def place(self) -> str:
        """Row and column in words."""
        if not self.row:
            return gettext("File")
        if not self.column:
            return gettext("Row %(row)d") % {"row": self.row}
        return gettext("Row %(row)d, column “%(column)s”") % {
            "row": self.row,
            "column": self.column,
        }

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class CellError(ValueError):
    """A cell that does not fit; the reader knows row and column."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = shown(details)


class UnreadableFileError(ValueError):
    """The file cannot be used at all, whatever its rows say."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems: Sequence[Problem] = problems


def unreadable(code: str, *, row: int = 0, **details: object) -> UnreadableFileError:
    """The error of one problem with the whole file."""
    return UnreadableFileError(Problem(row, "", code, shown(details)))


def shown(details: Mapping[str, object]) -> dict[str, str]:
    """Details as short texts: what a file says may be long."""
    texts = {key: " ".join(str(value).split()) for key, value in details.items()}
    return {
        key: text
        if len(text) <= _SHOWN or key in {"choices", "reason", "rows", "columns"}
        else f"{text[:_SHOWN]}…"
        for key, text in texts.items()
    }
