"""The portal's settings, driven by the environment.

With no environment the portal is a safe local site on SQLite. With
``ICMA_PORTAL_ENV=production`` it refuses to start until its secret key, its hosts and
its database are given. Every variable is listed in README.md.
"""

import os
import re
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from icma_portal.environment import (
    env_bool,
    env_choice,
    env_keys,
    env_list,
    env_number,
    env_required,
    env_token,
    local_secret_key,
)
from icma_portal.web.logs import logging_configuration

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("local", "development", "test", "production")
ENVIRONMENT = env_choice("ICMA_PORTAL_ENV", "local", ENVIRONMENTS)
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = ENVIRONMENT == "development"
VAR_DIR = Path(os.environ.get("ICMA_PORTAL_VAR_DIR", "") or BASE_DIR / "var")
SECRET_KEY = env_required("SECRET_KEY", IS_PRODUCTION) or local_secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
env_required("ALLOWED_HOSTS", IS_PRODUCTION)

# Applications -----------------------------------------------------------------

INSTALLED_APPS = [
    # modeltranslation stands before the admin, as its documentation asks.
    "modeltranslation",
    "icma_portal.staff_site_config.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    # Its static files: htmx, with which lists refresh in place.
    "django_htmx",
    # Its static files only: the bundle of the editor.
    "django_prose_editor",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "icma_portal.publishing",
    "icma_portal.bilingual",
    "icma_portal.search",
    "icma_portal.files",
    "icma_portal.web",
    "icma_portal.accounts",
    "icma_portal.care.apps.CareConfig",
    "icma_portal.bulk",
    "icma_portal.content",
    "programs",
    "partnerships",
    "publications",
    "china_center",
    "icma_portal",
]

MIDDLEWARE = [
    "icma_portal.web.logs.numbered_requests",
    # These three set headers and refuse nothing, so that every reply passes through them.
    "icma_portal.web.security.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "icma_portal.web.middleware.private_unless_said",
    "icma_portal.web.middleware.unavailable_without_database",
    "icma_portal.web.middleware.refuse_malformed_requests",
    # The way to HTTPS; its headers have come before.
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "icma_portal.web.middleware.canonical_language_prefix",
    "icma_portal.web.middleware.note_tables_read",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "icma_portal.accounts.sessions.bounded_sessions",
    "icma_portal.accounts.second_factor.required_second_factor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "icma_portal.urls"
WSGI_APPLICATION = "icma_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "icma_portal.web.context.page",
            ],
            # Django's own {% url %}, which remembers what it printed.
            "builtins": ["icma_portal.web.templatetags.addresses"],
        },
    },
]

# Database ---------------------------------------------------------------------

DATABASE_URL = env_required("DATABASE_URL", IS_PRODUCTION)
# Measured: without these, 257 of 400 concurrent writes to SQLite fail as "locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
if DATABASE_URL:
    # A connection that outlived a restart of the database is noticed and made anew.
    DATABASES = {
        "default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)
    }
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        # Milliseconds and seconds after which a server that went silent counts as gone.
        DATABASES["default"].setdefault("OPTIONS", {}).update(
            connect_timeout=2, tcp_user_timeout=10_000
        )
    else:
        DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "db.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What each process keeps for itself.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Finished pages ------------------------------------------------------------------

# Megabytes of them that each process keeps; 0 keeps none. Whoever develops wants to see changes.
PAGE_CACHE_MB = env_number("PAGE_CACHE_MB", 0 if ENVIRONMENT in ("development", "test") else 32)
# Seconds for which a shared cache (CDN) may keep a page without asking.
SHARED_CACHE_SECONDS = env_number("SHARED_CACHE_SECONDS", 1)
# Apps and models of which no public page shows anything: their changes leave pages as they are.
# Downloads are counted on pages, but each of them would end all pages: the number may lag a day.
NOT_ON_PAGES = {
    "admin",
    "auth",
    "contenttypes",
    "sessions",
    "django_tasks_database",
    "otp_totp",
    "otp_static",
    "axes",
    "accounts",
    "bulk",
    "content",
    "publishing",
    "publications.DownloadCount",
    # All that visitors write.
    "icma_portal",
    "china_center.EventRegistration",
    "china_center.Attendance",
    "china_center.CertificateCounter",
    "search.SearchRebuild",
}
# What pages are made of as well, in too many rows to note which have changed.
CHANGES_WITHOUT_ROWS = {"search.SearchName", "search.SearchPassage", "search.SearchWord"}

# Languages --------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Frozen: a further language is a migration of every translated model.
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "icma_portal" / "locale"]
FORMAT_MODULE_PATH = ["icma_portal.bilingual.locale_formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
# Copying English into empty Chinese columns would make the coverage figures lie.
MODELTRANSLATION_AUTO_POPULATE = False
MODELTRANSLATION_ENABLE_FALLBACKS = False

# Files ------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "icma_portal.web.stylesheet.StylesheetFinder",
]
# Uploaded and generated documents: outside any web root, served by one gated view only.
MEDIA_ROOT = VAR_DIR / "files"
MEDIA_URL = ""
# The address under which nginx finds MEDIA_ROOT by itself (an internal location), "" without nginx.
FILES_ACCEL_PREFIX = os.environ.get("FILES_ACCEL_PREFIX", "")
FILES_S3_BUCKET = os.environ.get("FILES_S3_BUCKET", "")
if FILES_ACCEL_PREFIX and FILES_S3_BUCKET:
    raise ImproperlyConfigured("FILES_ACCEL_PREFIX is for files on the disk, not for S3.")
if FILES_ACCEL_PREFIX and not re.fullmatch(r"/([\w-]+/)+", FILES_ACCEL_PREFIX):
    raise ImproperlyConfigured("FILES_ACCEL_PREFIX must be a path such as /stored/.")
# boto3 finds the keys: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of the machine.
BUCKET = {
    "BACKEND": "icma_portal.files.bucket.BucketStorage",
    "OPTIONS": {
        "bucket_name": FILES_S3_BUCKET,
        "endpoint_url": os.environ.get("FILES_S3_ENDPOINT", "") or None,
        "region_name": os.environ.get("FILES_S3_REGION", "") or None,
        # Names are random, so none is taken; what is read beyond this goes to the disk.
        "file_overwrite": True,
        "max_memory_size": 5 * 1024 * 1024,
    },
}
STORAGES = {
    "default": (
        BUCKET if FILES_S3_BUCKET else {"BACKEND": "icma_portal.files.storage.PrivateStorage"}
    ),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if ENVIRONMENT in ("development", "test")
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "icma_portal.files.uploads.SparingUploadHandler",
]
# Uploads of forms that are still being mended, for a day.
KEPT_UPLOADS = VAR_DIR / "kept_uploads"
# The virus scanner that every upload is shown to: tcp://host:port or unix:///path, "" for none.
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")

# Work in the background ---------------------------------------------------------

# Where work goes: a worker takes it from the database (manage.py db_worker), it is done at once, or
# it is only noted.
TASK_BACKENDS = {
    "database": "django_tasks_db.DatabaseBackend",
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    "none": "django_tasks.backends.dummy.DummyBackend",
}
# Tests read the files that they are about themselves; reading all takes them minutes.
DEFAULT_TASKS = {"production": "database", "test": "none"}.get(ENVIRONMENT, "immediate")
TASKS = {
    "default": {"BACKEND": TASK_BACKENDS[env_choice("BACKGROUND", DEFAULT_TASKS, TASK_BACKENDS)]}
}

# Publication ------------------------------------------------------------------

# True: nobody publishes what they have written themselves, and changes of what is public are put
# aside until somebody else makes them live.
REVIEW_BY_ANOTHER = env_bool("REVIEW_BY_ANOTHER", False)

# Certificates -----------------------------------------------------------------

# The private key that signs them (manage.py make_certificate_key); None: it is kept in
# CERTIFICATE_KEY_FILE, made on first use. In production there is no such file.
CERTIFICATE_KEY = next(iter(env_keys("CERTIFICATE_KEY")), None)
CERTIFICATE_KEY_FILE = None if IS_PRODUCTION else VAR_DIR / "certificate_key"
# Public keys of earlier years, so that what they signed can still be checked.
CERTIFICATE_FORMER_KEYS = env_keys("CERTIFICATE_FORMER_KEYS")

# Mail -------------------------------------------------------------------------

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portal@localhost")
# Where messages of the contact form go; they are stored in any case.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")

# What visitors write -------------------------------------------------------------

# A form that comes back sooner was filled in by a program. The tests are programs.
VISITOR_FORM_SECONDS = env_number("VISITOR_FORM_SECONDS", 0 if ENVIRONMENT == "test" else 3)
# Months after which manage.py delete_personal_data deletes a message that has been settled. The
# forms tell the visitors.
MESSAGES_KEPT_MONTHS = env_number("MESSAGES_KEPT_MONTHS", 24)
# The same for registrations, counted from the end of the event.
REGISTRATIONS_KEPT_MONTHS = env_number("REGISTRATIONS_KEPT_MONTHS", 6)

# Security ---------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "icma_portal.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # Browsers take these names only over TLS, from this very host, for all of it.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"

# Staff accounts -----------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "icma_portal.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "icma_portal.accounts.passwords.ContextValidator"},
]
# True: whoever signs in gives a code of an app as well, and is nobody until then.
STAFF_SECOND_FACTOR = env_bool("STAFF_SECOND_FACTOR", IS_PRODUCTION)
OTP_TOTP_ISSUER = "ICMA international portal"
# At most; half an hour without a sign of life ends a session too (accounts/sessions.py).
SESSION_COOKIE_AGE = 12 * 60 * 60
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Ten wrong tries under one name, or from one address, lock that name, or that address.
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_COOLOFF_TIME = timedelta(minutes=30)
# Else whoever goes on trying would keep an account locked for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Else one's own sign-in would wipe the tries of an address against others (accounts/receivers.py).
AXES_RESET_ON_SUCCESS = False
AXES_LOCKOUT_CALLABLE = "icma_portal.accounts.locking.locked_out"
AXES_CLIENT_IP_CALLABLE = "icma_portal.web.limits.client_address"
# The portal's own security log tells of all this.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Where this portal can be reached from outside: in feeds, sitemaps and fact sheets.
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

# Under which terms ICMA lets the data and texts be used: "CC BY 4.0" and its address, for example.
# Empty says that none has been stated, which is what is known.
CONTENT_LICENSE = os.environ.get("CONTENT_LICENSE", "").strip()
CONTENT_LICENSE_URL = os.environ.get("CONTENT_LICENSE_URL", "").strip()

LOGGING = logging_configuration(IS_PRODUCTION)

# Neither library is imported unless it is asked for (requirements-watching.txt).
METRICS_TOKEN = env_token("METRICS_TOKEN")
if METRICS_TOKEN:
    MIDDLEWARE.insert(0, "icma_portal.web.metrics.timed_views")
if SENTRY_DSN := os.environ.get("SENTRY_DSN", ""):
    import_module("icma_portal.web.sentry").start(SENTRY_DSN, ENVIRONMENT)
