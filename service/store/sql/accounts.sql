-- name: add_account
-- The id of the new account, or no row when the email address has one.
INSERT INTO accounts (email, name, role, landlord_id, provider_id, district_code, password_hash)
VALUES (%(email)s, %(name)s, %(role)s, %(landlord_id)s, %(provider_id)s, %(district_code)s,
        %(password_hash)s)
ON CONFLICT (email) DO NOTHING
RETURNING id;

-- name: find_account
-- The account that may sign in with an email address.
SELECT id, password_hash FROM accounts WHERE email = %(email)s AND disabled_at IS NULL;

-- name: set_password_hash
-- Nothing.
UPDATE accounts SET password_hash = %(password_hash)s WHERE id = %(account_id)s;

-- name: add_session
-- Nothing.
INSERT INTO sessions (token_sha256, account_id, csrf_token, needs, source, browser)
VALUES (%(token_sha256)s, %(account_id)s, %(csrf_token)s, %(needs)s, %(source)s, %(browser)s);

-- name: find_session
-- The account behind a session that has timed out neither idle nor absolutely.
SELECT s.id, a.id AS account_id, a.name, a.role, a.landlord_id, a.provider_id, a.district_code,
       s.csrf_token, s.needs,
       s.seen_at < now() - interval '1 minute' AS is_due
FROM sessions AS s
JOIN accounts AS a ON a.id = s.account_id
WHERE s.token_sha256 = %(token_sha256)s AND a.disabled_at IS NULL
  AND s.seen_at > now() - %(idle)s::interval AND s.started_at > now() - %(absolute)s::interval;

-- name: see_session
-- Nothing.
UPDATE sessions SET seen_at = now() WHERE token_sha256 = %(token_sha256)s;

-- name: delete_session
-- Nothing.
DELETE FROM sessions WHERE token_sha256 = %(token_sha256)s;

-- name: delete_old_sessions
-- Nothing.
DELETE FROM sessions
WHERE seen_at < now() - %(idle)s::interval OR started_at < now() - %(absolute)s::interval;
