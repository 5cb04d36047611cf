"""Apps, middleware and templates."""

from .env import MODE, Mode

INSTALLED_APPS = [
    "config",
    "coordination",
    "workflows",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_q",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.middleware.entrance.CleanEntrance",
    "config.middleware.sessionless.Sessionless",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.no_store.NoStore",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.language.AccountLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.login.LoginRequired",
    "config.middleware.guests.GuestsOnly",
    "config.middleware.second_factor.SecondFactorRequired",
    "config.middleware.refusals.Refusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # The innermost: what goes before and after, as the session, is no part of the moment.
    "config.middleware.moment.OneMoment",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "config.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.shell",
            ],
        },
    }
]
FORM_RENDERER = "config.forms.renderer.KernRenderer"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEBUG = False
DEMO = MODE is Mode.DEMO
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
