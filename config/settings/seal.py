"""The key that signs the daily seal of the trail: a file outside the database."""

from .env import BASE_DIR, MODE, Mode, required

# A city makes its key once (`manage.py make_seal_key`) and keeps a copy where the database's
# administrators have no access; the demo and the tests make one at the first use.
SEAL_KEY_FILE = BASE_DIR / required(
    "SEAL_KEY_FILE", outside_production=f"var/seal/{MODE.value}/key.pem"
)
SEAL_KEY_IS_MADE_WHEN_MISSING = MODE is not Mode.PRODUCTION
