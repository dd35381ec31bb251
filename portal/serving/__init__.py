"""``make run``: everything that the portal needs, started, watched and stopped together."""
