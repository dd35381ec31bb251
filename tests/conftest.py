"""What every test may use; the rooms say how: servers and database, workers, browsers."""

pytest_plugins = [
    "tests.once",
    "tests.servers",
    "tests.workers",
    "tests.browsers",
    "tests.counting",
    "tests.calendars",
    "tests.remembering",
    "tests.spoken",
]
