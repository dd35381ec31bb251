"""The years that workdays can count: those of chinese_calendar, so that no test depends on what another imported."""

from collections.abc import Iterator

import pytest

from legal import holidays
from legal.reasoning import workdays


@pytest.fixture(autouse=True)
def _no_imported_year() -> Iterator[None]:
    before = workdays.use(lambda year: None)
    yield
    workdays.use(before)


@pytest.fixture
def imported_years(db: None) -> Iterator[None]:
    """As the portal runs: years are looked up among the imported notices."""
    holidays.forget()
    before = workdays.use(holidays.imported_year)
    yield
    workdays.use(before)
    holidays.forget()
