"""A province's real installation. Every secret must be given; nothing of the demo is allowed in."""

from django.core.exceptions import ImproperlyConfigured

from accountability.settings import env
from accountability.settings.base import *  # noqa: F403  settings modules are layered by importing the lower one
from accountability.settings.base import WORKING_DAY

if WORKING_DAY is not None:
    raise ImproperlyConfigured("WORKING_DAY is for demonstrations only: a real installation lives on today's date.")

SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure-"):
    raise ImproperlyConfigured("SECRET_KEY must be a random text of at least 50 characters.")
env.text("DATABASE_URL")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; '*' would answer to any.")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", ",".join(f"https://{host}" for host in ALLOWED_HOSTS))

SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000, least=0, most=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_NAME = "__Host-sessionid"
