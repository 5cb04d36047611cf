"""Who may log in and how (django-allauth)."""

from .env import MODE, Mode, env, whole_number

AUTH_USER_MODEL = "workflows.User"
# The address is unique without regard to case, by a constraint that the check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["config.guests.HouseBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email",)}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
] + [{"NAME": "config.passwords.NotEasilyGuessed", "OPTIONS": {"strength": 9}}]
if MODE is Mode.TEST:
    # The real hasher is slow on purpose, and the tests log in a thousand times.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

# Accounts are made by the organisation office; nobody signs up.
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Nobody else's letter box is filled in the city's name.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# An account is guarded by itself ("key"). A whole town hall may lie behind one address ("ip"): on
# Monday morning it logs in within minutes, and some of it mistypes.
_failures = whole_number("LOGIN_FAILURES_PER_MINUTE", default=60, minimum=5, maximum=10_000)
ACCOUNT_RATE_LIMITS = {
    "login": f"{_failures * 10}/m/ip",
    "login_failed": f"{_failures}/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    # Reports of barriers need no account.
    "report_barrier": "5/h/ip",
    # Nor does whoever wants to hear of what is public.
    "public_subscribe": "10/h/ip",
}

# A second factor: codes of an app, passkeys, and codes for the day they are lost.
MFA_ADAPTER = "config.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # 30 seconds, for clocks that are not quite right
# The organisation office keeps the addresses, so they count as verified.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Who must have one: functions of desks, e.g. `organisation,mayor`, or `all`; deputies too.
SECOND_FACTOR_FOR = frozenset(env.list("SECOND_FACTOR_FOR", default=[]))
# How long logins and refused acts are kept, apart from every trail.
SECURITY_LOG_DAYS = whole_number("SECURITY_LOG_DAYS", default=90, minimum=7, maximum=730)
