"""Django's settings for the newsroom, the press and the readers' pages. What a house may choose is in terbit.config."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from terbit.config import settings as terbit
from terbit.house.databases import house_database
from terbit.house.keys import django_secret
from terbit.mail.address import mail_settings

THEME = Path(__file__).parent / "theme"
TERBIT_THEME_DIR = THEME
TERBIT_DEMO = terbit.demo
TERBIT_HOME = terbit.home

SECRET_KEY = django_secret(terbit.keys_folder)
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "terbit.house",
    "terbit.dispatch",
    "terbit.newsroom",
    "terbit.press",
    "terbit.readers",
    "terbit.mail",
    "terbit.wire",
    "allauth",
    "allauth.account",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.sites",
    "terbit.newsroom.admin.people_app.PeopleConfig",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "taggit",
    "modelcluster",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "terbit.readers.middleware.ReaderPassMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "terbit.house.urls"
WSGI_APPLICATION = "terbit.house.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [THEME / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "terbit.press.render.django_environment",
            "context_processors": [
                "terbit.house.account_pages.account_page",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
DATABASES = {"default": house_database(terbit)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "readers.User"
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [THEME / "locale", Path(__file__).parent / "locale_wagtail"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = terbit.static_folder
STATICFILES_DIRS = [THEME / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = terbit.media_folder

# Readers and staff: one user table, one sign-in. A session lives a year, and its pass with it.
LOGIN_URL = "/akun/masuk/"
LOGIN_REDIRECT_URL = "/akun/"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_COOKIE_AGE = 365 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = terbit.base_url.startswith("https:")
LANGUAGE_COOKIE_NAME = "bahasa"
CSRF_TRUSTED_ORIGINS = [terbit.base_url]
CSRF_FAILURE_VIEW = "terbit.readers.pages.refusals.form_refused"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
ACCOUNT_ADAPTER = "terbit.readers.adapter.ReaderAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"confirm_email": "1/60s/key", "send_confirmation": "10/h/user"}
MAILBOX_FOLDER = terbit.mailbox_folder
DEFAULT_FROM_EMAIL = f"no-reply@{urlsplit(terbit.base_url).hostname}"
globals().update(mail_settings(terbit.email_url))

WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a long story is a form of many fields
WAGTAIL_SITE_NAME = "Terbit"
WAGTAILADMIN_BASE_URL = terbit.base_url
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M:%S"
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.Picture"
WAGTAILIMAGES_RENDITION_STORAGE = "pictures"
WAGTAILIMAGES_IMAGE_FORM_BASE = "terbit.newsroom.admin.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
STORAGES = {
    # Originals and whatever else is uploaded: the kiosk serves none of it.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    # Cut pictures under names that nobody guesses. The kiosk serves those as /media/ that a page shows; the desk sees
    # all of them at an address of its own.
    "pictures": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "pictures", "base_url": "/redaksi/berkas/"},
    },
    "staticfiles": {"BACKEND": "terbit.house.static_storage.HashedStaticFiles"},
}
# Requests that were refused are no events; those that failed are faults.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_faults": {"()": "terbit.house.request_faults.RequestFaults"}},
    "loggers": {"django": {"level": "ERROR"}, "django.request": {"filters": ["request_faults"]}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
