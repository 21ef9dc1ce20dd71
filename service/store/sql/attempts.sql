-- name: take_turn
-- Nothing that is read: tries of one thing wait for each other until their transactions end.
SELECT pg_advisory_xact_lock(hashtextextended(%(kind)s || encode(%(key_sha256)s, 'hex'), 0));

-- name: count_failures
-- How many failed within the window, and in how many seconds one more may be made.
WITH failed AS (
    SELECT at, row_number() OVER (ORDER BY at DESC) AS nth
    FROM attempts
    WHERE kind = %(kind)s AND key_sha256 = %(key_sha256)s AND at > now() - %(window)s::interval
)
SELECT count(*),
       ceil(coalesce(extract(epoch FROM max(at) FILTER (WHERE nth = %(most)s)
                             + %(window)s::interval - now()), 0))::integer
FROM failed;

-- name: find_sources_of_failures
-- From where somebody failed to sign in to an account within the window, as the audit says.
SELECT DISTINCT source
FROM audit
WHERE action = 'fail to sign in' AND subject = %(subject)s AND source IS NOT NULL
  AND at > now() - %(window)s::interval
ORDER BY source;

-- name: add_attempt
-- Its id.
INSERT INTO attempts (kind, key_sha256) VALUES (%(kind)s, %(key_sha256)s) RETURNING id;

-- name: delete_attempts
-- Nothing.
DELETE FROM attempts WHERE id = ANY (%(ids)s);

-- name: delete_attempts_of
-- Nothing.
DELETE FROM attempts WHERE kind = %(kind)s AND key_sha256 = %(key_sha256)s;

-- name: delete_old_attempts
-- Nothing.
DELETE FROM attempts WHERE at < now() - %(keep)s::interval;
