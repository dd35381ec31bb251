import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# The web process keeps its connections in a pool; workers and commands open one of their own (portal.settings).
os.environ.setdefault("DATABASE_POOL", "8")
# Seconds that a page waits for a broker that took the connection and says nothing; a worker is more patient.
os.environ.setdefault("BROKER_PATIENCE", "2")

application = get_asgi_application()
