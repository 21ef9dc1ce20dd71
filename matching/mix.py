"""Best assignments in which pairs take of more than a place, for use without a problem."""

from matching.side.losses import NoAllocationError
from matching.side.mix import Effort, Mixed, best_with_resources, best_with_rows
from matching.side.rows import Rows

__all__ = [
    "Effort",
    "Mixed",
    "NoAllocationError",
    "Rows",
    "best_with_resources",
    "best_with_rows",
]
