"""Secrets, hosts, cookies and headers."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .env import MODE, Mode, env, required, whole_number

PRODUCTION = MODE is Mode.PRODUCTION

SECRET_KEY = required(
    "SECRET_KEY", outside_production=f"not-secret-only-for-{MODE.value}-{'x' * 32}"
)
# Former keys: what was made with them, above all second factors, stays readable.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

# Where people reach the city's Federführung; links in mails begin with it.
BASE_URL = required("BASE_URL", outside_production="http://127.0.0.1:8000").rstrip("/")
_base = urlsplit(BASE_URL)
if PRODUCTION and (_base.scheme != "https" or not _base.hostname):
    raise ImproperlyConfigured(
        f"BASE_URL={BASE_URL} must be like https://federfuehrung.stadt.example."
    )

# The demo answers to this machine only.
ALLOWED_HOSTS: list[str] = (
    env.list("ALLOWED_HOSTS", default=[_base.hostname])
    if PRODUCTION
    else ["127.0.0.1", "localhost", "[::1]"]
)
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS=* would answer to any name: list the names.")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if PRODUCTION else []

# So many proxies of the city's own lie in front; each adds whom it was asked by to
# X-Forwarded-For, and the outermost sets X-Forwarded-Proto. What stands before is anybody's claim.
TRUSTED_PROXIES = whole_number("BEHIND_PROXY", default=0, minimum=0, maximum=9)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# No cookies but these two. The demo and the tests speak http on loopback.
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}

# A large form is a whole concept; more is no form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# What everybody may ask without an account: so many requests of one address, in each process.
PUBLIC_REQUESTS_A_MINUTE = whole_number(
    "PUBLIC_REQUESTS_A_MINUTE", default=300, minimum=1, maximum=100_000
)
# Under these addresses there is neither session nor cookie.
WITHOUT_SESSION = ("/oparl/",)
