"""The city that runs this installation."""

from holidays.countries.germany import Germany

from .env import env, one_of

_COUNCIL_SYSTEMS = ("", "folder", "mail", "oparl")

# The Land decides about holidays, municipal law and its words.
LAND = one_of("LAND", allowed=Germany.subdivisions, default="NW")
CITY_NAME: str = env.str("CITY_NAME", default="Musterstadt")

# How signed papers reach a council system and its excerpts come back; empty: the city has none,
# the council office records results by hand.
COUNCIL_SYSTEM = one_of("COUNCIL_SYSTEM", allowed=_COUNCIL_SYSTEMS, default="")
# Of "folder": an absolute path; papers go out in hinaus/, excerpts come in in herein/.
COUNCIL_SYSTEM_FOLDER: str = env.str("COUNCIL_SYSTEM_FOLDER", default="")
# Of "mail": the address that gets the papers.
COUNCIL_SYSTEM_MAIL: str = env.str("COUNCIL_SYSTEM_MAIL", default="")
