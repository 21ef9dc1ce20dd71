from datetime import date

import pytest

from service.demo.county import County, draw_county

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="session")
def county() -> County:
    return draw_county(1, today=TODAY)
