"""One change at a time: an allocation that is kept the best while people and homes come and go."""

from matching.live.live import Change, Live, Move, Standing

__all__ = ["Change", "Live", "Move", "Standing"]
