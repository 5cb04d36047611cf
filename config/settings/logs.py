"""Logs go to the standard error stream; a supervisor keeps them."""

from .env import MODE, Mode, one_of

_level = one_of(
    "LOG_LEVEL",
    allowed={"DEBUG", "INFO", "WARNING", "ERROR"},
    default="INFO" if MODE is Mode.PRODUCTION else "WARNING",
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": _level},
    "loggers": {
        # Django's own handlers print frame locals or write mails; ours is enough.
        "django": {"handlers": [], "level": _level, "propagate": True},
        "django.server": {"handlers": [], "level": _level, "propagate": True},
        "django-q": {"handlers": [], "level": _level, "propagate": True},
    },
}
