import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from complaints.reading import read
from portal.serving.settling import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# The web process keeps its connections in a pool; workers and commands open one of their own (portal.settings).
os.environ.setdefault("DATABASE_POOL", "8")
# Seconds that a page waits for a broker that took the connection and says nothing; a worker is more patient.
os.environ.setdefault("BROKER_PATIENCE", "2")

application = get_wsgi_application()


def _settle() -> None:
    """Read code and corpus before the processes of the web are forked: they share it, their first visitors wait for none of
    it, and no collection of garbage goes through it, which took a tenth of a second of one page in forty."""
    import_module("portal.urls")
    # The wordings of the reader and its learned tables, which take a third of a second.
    read("【示例】您好")
    settle()


_settle()
