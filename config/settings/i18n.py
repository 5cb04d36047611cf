"""Languages and time."""

from .env import BASE_DIR

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
# Numbers for people go through the filters of config/components/text.py; a key must not get dots.
USE_THOUSAND_SEPARATOR = False
