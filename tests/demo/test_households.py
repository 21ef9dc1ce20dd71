from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.demo.households import born_on, draw_household

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
SEEDS = st.integers(0, 2**32 - 1)


@given(DAYS, st.integers(0, 90), SEEDS)
def test_somebody_is_as_old_as_drawn_on_any_day(today, age, seed):
    birthday = born_on(age, today, np.random.default_rng(seed))

    had_it = (today.month, today.day) >= (birthday.month, birthday.day)
    assert today.year - birthday.year - (not had_it) == age
    assert birthday <= today


@given(st.integers(1, 4), st.integers(21, 88), st.booleans(), DAYS, SEEDS)
def test_a_household_of_any_age_needs_the_bedrooms_asked_for(bedrooms, age, abused, today, seed):
    household = draw_household(
        bedrooms, age, abused=abused, today=today, rng=np.random.default_rng(seed)
    )

    assert min(household.bedrooms(today), 4) == bedrooms
    assert household.members[0].age_on(today) == age
