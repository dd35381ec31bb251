"""The portal's WSGI application with the empty view beside it; started by ``manage.py bench`` alone."""

from django.conf import settings

from portal.wsgi import application

settings.ROOT_URLCONF = "workbench.bench.urls"

__all__ = ["application"]
