-- name: take_turn
-- Nothing; one transaction at a time writes many rows, so that two imports cannot deadlock.
SELECT pg_advisory_xact_lock(hashtextextended('homeward.bulk', 0));

-- name: make_incoming
-- Nothing; a table of the transaction like some columns of another.
CREATE TEMP TABLE {incoming} ON COMMIT DROP AS SELECT {columns} FROM {target} WITH NO DATA;

-- name: copy_incoming
COPY {incoming} ({columns}) FROM STDIN (FORMAT BINARY);

-- name: take_incoming
-- Nothing.
INSERT INTO {target} ({columns}) SELECT {columns} FROM {incoming};

-- name: drop_incoming
-- Nothing.
DROP TABLE {incoming};
