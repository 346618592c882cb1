"""Django's settings; what an installation may change is read in config.py."""

import os

from django.utils.csp import CSP

from planloop.web import config

HOME = config.home()
SECRET_KEY = config.secret_key(HOME)
DEBUG = config.flag("PLANLOOP_DEBUG")
# Behind TLS (PLANLOOP_TLS=yes) cookies are secure and browsers are told to stay on https.
TLS = config.flag("PLANLOOP_TLS")
ALLOWED_HOSTS = config.words("PLANLOOP_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if TLS else []

# Ours come first, so that their templates and words win over those of the packages.
INSTALLED_APPS = [
    "planloop.base",
    "planloop.crm",
    "planloop.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "planloop.web.middleware.language",
    "planloop.web.middleware.home",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "planloop.web.middleware.first_run",
    "planloop.web.middleware.require_sign_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "planloop.web.middleware.refusals",
]
ROOT_URLCONF = "planloop.web.urls"
WSGI_APPLICATION = "planloop.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "planloop.web.navigation.shell",
            ],
            "builtins": [
                "planloop.base.templatetags.ui",
                "planloop.base.templatetags.formats",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

DATABASES = {"default": config.database(os.environ.get("DATABASE_URL", ""), HOME)}
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["fast", "long"]},
}
# In the database, because wrong passwords must be counted across processes and machines, and because
# a count may only be trusted where `add` is atomic; a cache of files is neither. Expired rows are few.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "planloop_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Mail. Without PLANLOOP_EMAIL_URL there is none, and pages say what to do instead.
_MAIL = config.mail(os.environ.get("PLANLOOP_EMAIL_URL", ""))
HAS_MAIL = _MAIL is not None
MAILERS = {"default": _MAIL or {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
DEFAULT_FROM_EMAIL = os.environ.get("PLANLOOP_EMAIL_FROM") or "planloop@localhost"

# When set, the first page, which makes the owner, answers only with ?token= and this.
START_TOKEN = os.environ.get("PLANLOOP_START_TOKEN", "")

# Accounts
AUTH_USER_MODEL = "base.Person"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mails are unique by a constraint that ignores case
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ALLAUTH_TRUSTED_PROXY_COUNT = config.count("PLANLOOP_PROXIES")
ACCOUNT_ADAPTER = "planloop.web.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = None  # the person chooses
# Five wrong passwords or codes lock an account for five minutes. The limits by address are for a
# whole office behind one.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key"}
# After Django's, because allauth's own keeps e-mail addresses in a second place.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "planloop.web.reset_tokens.ResetTokens"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "planloop.web.forms.SignInForm",
    "change_password": "planloop.web.forms.PasswordChangeForm",
    "reset_password": "planloop.web.forms.PasswordForgottenForm",
    "reset_password_from_key": "planloop.web.forms.PasswordResetForm",
    "reauthenticate": "planloop.web.forms.PasswordAgainForm",
}
MFA_ADAPTER = "planloop.web.accounts.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "planloop"
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago still counts, for slow typing and slow clocks
MFA_FORMS = {
    "authenticate": "planloop.web.forms.CodeForm",
    "reauthenticate": "planloop.web.forms.CodeAgainForm",
    "activate_totp": "planloop.web.forms.FirstCodeForm",
}
PASSWORD_RESET_TIMEOUT = 3600

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "planloop_session"
CSRF_COOKIE_NAME = "planloop_csrf"
CSRF_FAILURE_VIEW = "planloop.web.views.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_SSL_REDIRECT = TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "style-src": [CSP.SELF],
    "style-src-attr": [CSP.UNSAFE_INLINE],  # bar lengths
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# Languages: the codes of LANGUAGES are Django's; `lang` in HTML is written as browsers expect it.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("pl", "Polski")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "planloop.web.assets.BuiltAssets"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"/planloop/[^/]+\.[0-9a-f]{10}\.[a-z0-9]+$"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "planloop.web.logs.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "WARNING", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
