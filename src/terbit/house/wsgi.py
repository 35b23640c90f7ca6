"""The newsroom's WSGI application: Django, reached over a Unix socket (`house/server.py`)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from terbit.cli.lifeline import die_with_parent

die_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.house.settings")
application = get_wsgi_application()
get_resolver().reverse_dict  # noqa: B018  load every view now, so that the first reader does not wait for it
