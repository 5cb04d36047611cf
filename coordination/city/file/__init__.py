"""The city as a file: organisation, accounts, bodies, routes; read, checked and unfolded."""

from .problems import CityFileError, Problem
from .reader import read_city
from .schema import City
from .unfolding import Session, days_off_of, holidays_of, sessions_of

__all__ = [
    "City",
    "CityFileError",
    "Problem",
    "Session",
    "days_off_of",
    "holidays_of",
    "read_city",
    "sessions_of",
]
