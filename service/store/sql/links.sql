-- name: add_link
-- Nothing.
INSERT INTO links (token_sha256, account_id, kind, made_by, expires_at)
VALUES (%(token_sha256)s, %(account_id)s, %(kind)s, %(made_by)s, now() + %(lasts)s::interval);

-- name: find_link
-- The account that a link is for, while it can be used.
SELECT a.id AS account_id, a.name, a.email, k.kind
FROM links AS k
JOIN accounts AS a ON a.id = k.account_id
WHERE k.token_sha256 = %(token_sha256)s AND k.used_at IS NULL AND k.expires_at > now()
  AND a.disabled_at IS NULL;

-- name: use_link
-- The account that the link is for, if it could still be used.
UPDATE links SET used_at = now()
WHERE token_sha256 = %(token_sha256)s AND used_at IS NULL AND expires_at > now()
RETURNING account_id;

-- name: delete_unused_links
-- Nothing.
DELETE FROM links WHERE account_id = %(account_id)s AND used_at IS NULL;

-- name: delete_old_links
-- Nothing.
DELETE FROM links WHERE least(used_at, expires_at) < now() - %(keep)s::interval;
