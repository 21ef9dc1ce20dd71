-- name: find_token
-- A token that is neither revoked nor expired, of a maker whose account is open; and whether its use
-- is to be written down again.
SELECT t.id, t.landlord_id, t.name, t.scopes,
       coalesce(u.last_used_at < now() - interval '1 minute', true) AS is_due
FROM api_tokens AS t
JOIN accounts AS a ON a.id = t.made_by AND a.disabled_at IS NULL
LEFT JOIN api_token_uses AS u ON u.token_id = t.id
WHERE t.token_sha256 = %(token_sha256)s AND t.revoked_at IS NULL AND t.expires_at > now();

-- name: see_token
-- Nothing.
INSERT INTO api_token_uses (token_id) VALUES (%(token_id)s)
ON CONFLICT (token_id) DO UPDATE SET last_used_at = now();

-- name: find_ids
-- The ids of the tokens that whoever asks may see.
SELECT id FROM api_tokens ORDER BY id;

-- name: find_tokens
-- The tokens of some ids with who made them, those in use first and then the newest.
SELECT t.id, l.name AS landlord, t.name, t.scopes, a.name AS made_by, t.made_at, t.expires_at,
       u.last_used_at,
       CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked'
            WHEN t.expires_at <= now() THEN 'expired'
            WHEN a.disabled_at IS NOT NULL THEN 'shut'
            ELSE 'in_use' END AS state
FROM api_tokens AS t
JOIN landlords AS l ON l.id = t.landlord_id
JOIN accounts AS a ON a.id = t.made_by
LEFT JOIN api_token_uses AS u ON u.token_id = t.id
WHERE t.id = ANY (%(ids)s)
ORDER BY t.revoked_at IS NULL AND t.expires_at > now() DESC, t.made_at DESC, t.id DESC;

-- name: is_name_in_use
-- Whether a landlord has a token of a name, however cased, that is neither revoked nor expired.
SELECT EXISTS (SELECT FROM api_tokens
               WHERE landlord_id = %(landlord_id)s AND lower(name) = lower(%(name)s)
                 AND revoked_at IS NULL AND expires_at > now());

-- name: add_token
-- Nothing.
INSERT INTO api_tokens (landlord_id, name, token_sha256, scopes, made_by, expires_at)
VALUES (%(landlord_id)s, %(name)s, %(token_sha256)s, %(scopes)s, %(made_by)s,
        now() + %(days)s * interval '1 day');

-- name: revoke_token
-- The id of the token, or no row when whoever asks may not, or it is revoked.
UPDATE api_tokens SET revoked_at = now()
WHERE id = %(token_id)s AND revoked_at IS NULL
RETURNING id;
