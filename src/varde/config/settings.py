"""Django's settings, made from the VARDE_* options."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from varde.config import keys, logs, options

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = options.read()
VARDE_MODE = OPTIONS["VARDE_MODE"]
DEMO = VARDE_MODE == "demo"
DATA = Path(OPTIONS["VARDE_DATA"]).resolve()
if VARDE_MODE != "production":
    for _name, _value in keys.own_keys(DATA).items():
        OPTIONS[_name] = OPTIONS[_name] or _value

DEBUG = False
SECRET_KEY = OPTIONS["VARDE_SECRET_KEY"]
ALLOWED_HOSTS = (
    ["*"] if VARDE_MODE != "production" else [h.strip() for h in OPTIONS["VARDE_HOSTS"].split(",")]
)
VARDE_KEYS = [key.strip() for key in OPTIONS["VARDE_KEYS"].split(",") if key.strip()]
VARDE_SEARCH_KEY = OPTIONS["VARDE_SEARCH_KEY"]
VARDE_SYNTHETIC = VARDE_MODE != "production"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "varde.foundation.register",
    "varde.foundation.ui",
    "django_htmx",
    "django_filters",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "varde.foundation.accounts",
    "varde.foundation.audit",
    "varde.foundation.outbox",
    "varde.foundation.signallog",
    "varde.ground.organisations",
    "varde.ground.people",
    "varde.ground.equipment",
    "varde.ground.messaging",
    "varde.ground.questionnaires",
    "varde.care.rota",
    "varde.care.pathways",
    "varde.care.alarms",
    "varde.governance.adoption",
    "varde.governance.improvement",
    "varde.governance.servicemodel",
    "varde.governance.support",
    "varde.interfaces.web",
    "varde.config",
]

if VARDE_MODE != "production":
    INSTALLED_APPS.insert(-1, "varde.demo")

MIDDLEWARE = [
    "varde.foundation.ui.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "varde.config.middleware.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "varde.foundation.accounts.middleware.KeepsTheShift",
    "varde.foundation.accounts.middleware.LoginWall",
    "varde.foundation.accounts.middleware.SecondFactor",
    "varde.config.middleware.WhoActs",
]

FORM_RENDERER = "varde.foundation.ui.forms.Renderer"
ROOT_URLCONF = "varde.config.urls"
ASGI_APPLICATION = "varde.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "varde.config.context.shell",
            ],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    if url == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "varde.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
            "TEST": {"NAME": DATA / "test.sqlite3"},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            # A process that is stopped in the middle of something must not hold the others up.
            "options": "-c idle_in_transaction_session_timeout=15s -c lock_timeout=10s -c statement_timeout=60s",
            **({"pool": {"min_size": 1, "max_size": 10, "timeout": 10}} if VARDE_MODE != "test" else {}),
        },
    }


DATABASES = {"default": _database(OPTIONS["VARDE_DATABASE"])}
VARDE_SIGNAL_LOG = str(DATA / "signals.sqlite3") if OPTIONS["VARDE_DATABASE"] == "sqlite" else "postgres"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["varde.foundation.accounts.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if VARDE_MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "varde.config.accounts.Adapter"
SOCIALACCOUNT_ADAPTER = "varde.config.accounts.SocialAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# A response centre shares one address: the account carries the limit that bites, the address one that a shift never meets.
ACCOUNT_RATE_LIMITS = {"login_failed": "300/m/ip,5/5m/key", "login": "600/m/ip"}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_ADAPTER = "varde.config.accounts.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = VARDE_MODE != "production"
MFA_TOTP_ISSUER = "Varde"
# By link, not by form: our own policy (form-action 'self') would stop a form that ends at the provider.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
if OPTIONS["VARDE_OIDC"]:
    _title, _issuer, _client, _secret = OPTIONS["VARDE_OIDC"].split("|")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": _title,
                "client_id": _client,
                "secret": _secret,
                "settings": {"server_url": _issuer},
            }
        ]
    }

# How long a session really lasts is KeepsTheShift's to say: the row must outlive any alarm that somebody holds.
SESSION_ENGINE = "varde.foundation.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
VARDE_IDLE_MINUTES = int(OPTIONS["VARDE_IDLE_MINUTES"])
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
_TLS = VARDE_MODE == "production" and OPTIONS["VARDE_TLS"] == "on"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SECURE_HSTS_SECONDS = 31536000 if _TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norsk bokmål")), ("en", _("Engelsk"))]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = VARDE_MODE != "production"
if VARDE_MODE == "production":
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

_mail = urlsplit(OPTIONS["VARDE_MAIL"])
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if OPTIONS['VARDE_MAIL'] else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = OPTIONS["VARDE_MAIL_FROM"]

VARDE_GATEWAY_URL = OPTIONS["VARDE_GATEWAY_URL"].rstrip("/")
VARDE_GATEWAY_KEY = OPTIONS["VARDE_GATEWAY_KEY"]
VARDE_CALLBACK_KEY = OPTIONS["VARDE_CALLBACK_KEY"]
VARDE_METRICS_KEY = OPTIONS["VARDE_METRICS_KEY"]

LOGGING_CONFIG = None
logs.configure(OPTIONS["VARDE_LOG"])
