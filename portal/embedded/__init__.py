"""The embedded servers: PostgreSQL and Valkey of our own, for a machine that has neither.

``hold()`` keeps those running that the environment does not name elsewhere (DATABASE_URL, BROKER_URL).
"""

import os

from portal.embedded.broker import Broker
from portal.embedded.cluster import Cluster
from portal.embedded.holders import Hold
from portal.embedded.home import home, make_sockets, remove_sockets, sockets_of
from portal.embedded.programs import ServerFailed, ended

DATABASE = "anning"

__all__ = ["DATABASE", "Hold", "ServerFailed", "cluster", "ended", "hold"]


def cluster() -> Cluster:
    return Cluster(home() / "pg", sockets_of(home()))


def hold() -> Hold | None:
    """A hold, not yet taken, on the embedded servers; None when the environment names others for both."""
    with_database = not os.environ.get("DATABASE_URL", "").strip()
    with_broker = not os.environ.get("BROKER_URL", "").strip()
    if not with_database and not with_broker:
        return None
    folder = home()

    def start() -> None:
        sockets = make_sockets(folder)
        if with_broker:
            Broker(folder / "run", sockets).start()
        if with_database:
            own = Cluster(folder / "pg", sockets)
            own.start()
            own.ensure(DATABASE)

    def stop() -> None:
        sockets = sockets_of(folder)
        if (folder / "pg" / "postmaster.pid").is_file():
            Cluster(folder / "pg", sockets).stop()
        Broker(folder / "run", sockets).stop()
        remove_sockets(folder)

    return Hold(folder / "run", start=start, stop=stop)
