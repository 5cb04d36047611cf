"""The city that runs this installation."""

from holidays.countries.germany import Germany

from .env import env, one_of

# The Land decides about holidays, municipal law and its words.
LAND = one_of("LAND", allowed=Germany.subdivisions, default="NW")
CITY_NAME: str = env.str("CITY_NAME", default="Musterstadt")
