"""What every test may use; the rooms say how: servers and database, workers, browsers."""

from hypothesis import HealthCheck, settings

# How quick a machine is says nothing of the code: no example and no search for one is a failure by its time.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = [
    "tests.garbage",
    "tests.once",
    "tests.servers",
    "tests.workers",
    "tests.browsers",
    "tests.counting",
    "tests.calendars",
    "tests.remembering",
    "tests.spoken",
]
