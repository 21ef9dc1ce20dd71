-- name: take_turn
-- Nothing; one transaction at a time writes many rows, so that two imports cannot deadlock.
SELECT pg_advisory_xact_lock(hashtextextended('homeward.bulk', 0));
