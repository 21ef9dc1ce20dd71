"""Nomination quotas: the share of a scheme's lettings that some registers have the right to."""


def n_kept(percent: int, *, n_lettings: int, n_nominated: int, n_vacancies: int) -> int:
    """How many of the next vacancies only the registers with the right may nominate to.

    Args:
        percent: Their share of the lettings of a year.
        n_lettings: Lettings of the year so far.
        n_nominated: Those of them that were theirs.
        n_vacancies: How many vacancies are let next.
    """
    due = -(-percent * (n_lettings + n_vacancies) // 100)  # a part of a letting is a whole one
    return min(n_vacancies, max(0, due - n_nominated))


def is_kept(percent: int, *, n_lettings: int, n_nominated: int, place: int) -> bool:
    """Whether the vacancy at a place in the order, from 1, is only theirs to nominate to."""
    before, after = (
        n_kept(percent, n_lettings=n_lettings, n_nominated=n_nominated, n_vacancies=n)
        for n in (place - 1, place)
    )
    return after > before
