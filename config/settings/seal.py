"""The key that signs the daily seal of the trail: a file outside the database."""

from .env import BASE_DIR, MODE, Mode, folder, required
from .storage import MEDIA_ROOT

# A city makes its key once (`manage.py make_seal_key`) and keeps a copy where the database's
# administrators have no access; the demo and the tests make one at the first use.
SEAL_KEY_FILE = BASE_DIR / required(
    "SEAL_KEY_FILE", outside_production=f"var/seal/{MODE.value}/key.pem"
)
# Which seal was the last one, noted outside the database: its deletion there is seen.
SEAL_NOTE_FILE = (
    folder("SEAL_NOTE_FILE", default=str(MEDIA_ROOT / "last-seal"))
    if MODE is Mode.PRODUCTION
    else SEAL_KEY_FILE.with_name("last-seal")
)
SEAL_KEY_IS_MADE_WHEN_MISSING = MODE is not Mode.PRODUCTION
