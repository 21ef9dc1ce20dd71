-- name: add_session
-- Nothing.
INSERT INTO sessions (token_sha256, account_id, csrf_token, needs, source, browser)
VALUES (%(token_sha256)s, %(account_id)s, %(csrf_token)s, %(needs)s, %(source)s, %(browser)s);

-- name: find_session
-- The account behind a session that has timed out neither idle nor absolutely.
SELECT a.id, a.name, a.role, a.landlord_id, a.provider_id, a.district_code,
       s.id AS session_id, s.csrf_token, s.needs, s.seen_at < now() - interval '1 minute' AS is_due
FROM sessions AS s
JOIN accounts AS a ON a.id = s.account_id
WHERE s.token_sha256 = %(token_sha256)s AND a.disabled_at IS NULL
  AND s.seen_at > now() - %(idle)s::interval AND s.started_at > now() - %(absolute)s::interval
  AND (s.needs IS NULL OR s.started_at > now() - %(half)s::interval);

-- name: see_session
-- Nothing.
UPDATE sessions SET seen_at = now() WHERE token_sha256 = %(token_sha256)s;

-- name: find_open
-- The sessions of an account that are open, the one used last first.
SELECT id, source, browser, started_at, seen_at
FROM sessions
WHERE account_id = %(account_id)s AND needs IS NULL
  AND seen_at > now() - %(idle)s::interval AND started_at > now() - %(absolute)s::interval
ORDER BY seen_at DESC, id DESC;

-- name: delete_session
-- The account whose session it was.
DELETE FROM sessions WHERE token_sha256 = %(token_sha256)s RETURNING account_id;

-- name: delete_sessions_of
-- Nothing.
DELETE FROM sessions WHERE account_id = %(account_id)s;

-- name: delete_old_sessions
-- Nothing; one that has timed out for another reason is seen no more either.
DELETE FROM sessions WHERE seen_at < now() - %(keep)s::interval;
