-- name: delete_old_flows
-- Nothing.
DELETE FROM sign_in_flows WHERE started_at < now() - %(keep)s::interval;

-- name: add_flow
-- Nothing.
INSERT INTO sign_in_flows (state_sha256, browser_sha256, nonce, code_verifier, next_path)
VALUES (%(state_sha256)s, %(browser_sha256)s, %(nonce)s, %(code_verifier)s, %(next_path)s);

-- name: take_flow
-- What a sign-in was begun with, if this browser began it lately; it is gone afterwards.
DELETE FROM sign_in_flows
WHERE state_sha256 = %(state_sha256)s AND browser_sha256 = %(browser_sha256)s
  AND started_at > now() - %(longest)s::interval
RETURNING nonce, code_verifier, next_path;

-- name: find_by_subject
-- The account that is linked with an identity.
SELECT a.id, a.name, a.role, a.landlord_id, a.provider_id, a.district_code,
       a.disabled_at IS NOT NULL AS is_disabled,
       EXISTS (SELECT FROM second_factors AS f
               WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS has_second_factor,
       true AS has_identity
FROM identities AS i
JOIN accounts AS a ON a.id = i.account_id
WHERE i.issuer = %(issuer)s AND i.subject = %(subject)s;

-- name: lock_by_address
-- The account of an e-mail address, and whether it is linked with the provider already.
SELECT a.id, a.name, a.role, a.landlord_id, a.provider_id, a.district_code,
       a.disabled_at IS NOT NULL AS is_disabled,
       EXISTS (SELECT FROM second_factors AS f
               WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS has_second_factor,
       EXISTS (SELECT FROM identities AS i
               WHERE i.account_id = a.id AND i.issuer = %(issuer)s) AS has_identity
FROM accounts AS a
WHERE a.email = %(email)s
FOR UPDATE OF a;

-- name: add_identity
-- Nothing.
INSERT INTO identities (issuer, subject, account_id)
VALUES (%(issuer)s, %(subject)s, %(account_id)s)
ON CONFLICT (issuer, subject) DO NOTHING;
