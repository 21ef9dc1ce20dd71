"""Who may say who reads a restricted record."""

import pytest

from service.domain.auditing import checked_reason
from service.domain.restrictions import check_keeper, may_keep
from service.errors import NotAllowed, RuleBroken


@pytest.mark.parametrize(
    ("is_restricted", "readers", "may"),
    [(False, set(), True), (True, {7}, True), (True, {8}, False), (True, set(), False)],
)
def test_a_restricted_record_is_kept_by_its_named_readers(
    is_restricted: bool, readers: set[int], may: bool
) -> None:
    assert may_keep(7, is_restricted=is_restricted, readers=readers) == may
    if not may:
        with pytest.raises(NotAllowed):
            check_keeper(7, is_restricted=is_restricted, readers=readers)


def test_blanks_are_no_reason() -> None:
    assert checked_reason("  because of it ", "say why", least=10) == "because of it"
    with pytest.raises(RuleBroken, match="say why"):
        checked_reason("because   \n", "say why", least=10)


def test_a_reason_is_refused_rather_than_cut() -> None:
    assert checked_reason("x" * 1000, "say why") == "x" * 1000
    with pytest.raises(RuleBroken, match="no more than 1,000") as refused:
        checked_reason("x" * 1001, "say why", field="note")
    assert refused.value.field == "note"
