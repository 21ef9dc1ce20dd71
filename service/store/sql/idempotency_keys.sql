-- name: claim_key
-- The key where it is new; no row where it was claimed before. A request that holds it and is not done
-- yet is waited for.
INSERT INTO idempotency_keys (account_id, key, request_sha256, status, headers, body)
VALUES (%(account_id)s, %(key)s, %(request_sha256)s, 0, '{}', '')
ON CONFLICT DO NOTHING
RETURNING key;

-- name: get_answer
-- What was asked with a key and what was answered; status 0 where the answer is not kept yet.
SELECT request_sha256, status, headers, body
FROM idempotency_keys
WHERE account_id = %(account_id)s AND key = %(key)s;

-- name: keep_answer
-- Nothing.
UPDATE idempotency_keys
SET status = %(status)s, headers = %(headers)s, body = %(body)s
WHERE account_id = %(account_id)s AND key = %(key)s AND status = 0;

-- name: delete_old_keys
-- Nothing.
DELETE FROM idempotency_keys WHERE made_at < now() - %(keep)s::interval;
