"""Lists of measures from outside: read, checked row by row, taken as drafts."""

from .lists import ListRow, read_list
from .names import Names, read_names
from .problems import Problem, UnreadableFileError
from .records import work_on
from .running import Findings, TakenRow, check, take

__all__ = [
    "Findings",
    "ListRow",
    "Names",
    "Problem",
    "TakenRow",
    "UnreadableFileError",
    "check",
    "read_list",
    "read_names",
    "take",
    "work_on",
]
