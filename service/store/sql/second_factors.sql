-- name: find_second_factor
-- The second factor of an account, confirmed or not.
SELECT secret, confirmed_at IS NOT NULL AS is_confirmed, last_step
FROM second_factors
WHERE account_id = %(account_id)s;

-- name: set_second_factor
-- Nothing; a confirmed one stays as it is.
INSERT INTO second_factors (account_id, secret)
VALUES (%(account_id)s, %(secret)s)
ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = 0
WHERE second_factors.confirmed_at IS NULL;

-- name: use_step
-- The account, when no code of this step or a later one was taken before.
UPDATE second_factors
SET last_step = %(step)s, confirmed_at = coalesce(confirmed_at, now())
WHERE account_id = %(account_id)s AND last_step < %(step)s
RETURNING account_id;

-- name: delete_second_factor
-- Nothing.
DELETE FROM second_factors WHERE account_id = %(account_id)s;

-- name: add_recovery_codes
-- Nothing.
INSERT INTO recovery_codes (account_id, code_sha256)
SELECT %(account_id)s, unnest(%(digests)s::bytea[]);

-- name: use_recovery_code
-- The code's row, when it was not used before.
UPDATE recovery_codes SET used_at = now()
WHERE account_id = %(account_id)s AND code_sha256 = %(code_sha256)s AND used_at IS NULL
RETURNING id;

-- name: count_recovery_codes
-- How many are left.
SELECT count(*) FROM recovery_codes WHERE account_id = %(account_id)s AND used_at IS NULL;

-- name: delete_recovery_codes
-- Nothing.
DELETE FROM recovery_codes WHERE account_id = %(account_id)s;
