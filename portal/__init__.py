"""The project: settings, addresses, jobs, health, servers. No domain logic."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
