-- name: add_account
-- The id of the new account, or no row when the email address has one.
INSERT INTO accounts (email, name, role, landlord_id, provider_id, district_code, password_hash)
VALUES (%(email)s, %(name)s, %(role)s, %(landlord_id)s, %(provider_id)s, %(district_code)s,
        %(password_hash)s)
ON CONFLICT (email) DO NOTHING
RETURNING id;

-- name: find_account
-- The account that may sign in with an email address.
SELECT id, email, name, role, landlord_id, provider_id, district_code, password_hash
FROM accounts
WHERE email = %(email)s AND disabled_at IS NULL;

-- name: find_open_account
-- The account that may sign in, by its id.
SELECT id, email, name, role, landlord_id, provider_id, district_code, password_hash
FROM accounts
WHERE id = %(account_id)s AND disabled_at IS NULL;

-- name: set_password_hash
-- Nothing.
UPDATE accounts SET password_hash = %(password_hash)s WHERE id = %(account_id)s;

-- name: set_signed_in
-- Nothing.
UPDATE accounts SET signed_in_at = now() WHERE id = %(account_id)s;

-- name: set_disabled
-- Nothing.
UPDATE accounts
SET disabled_at = CASE WHEN %(is_disabled)s THEN coalesce(disabled_at, now()) END
WHERE id = %(account_id)s;

-- name: find_listed
-- Every account, by name, with whose it is and how it is signed in to; or the one that is asked for.
SELECT a.id, a.email, a.name, a.role, coalesce(l.name, p.name, d.name) AS kept_to,
       a.password_hash IS NOT NULL AS has_password,
       a.password_hash IS NULL AND NOT EXISTS (
           SELECT FROM identities AS i WHERE i.account_id = a.id) AS is_invited,
       a.disabled_at IS NOT NULL AS is_disabled, a.signed_in_at,
       EXISTS (SELECT FROM second_factors AS f
               WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) AS has_second_factor
FROM accounts AS a
LEFT JOIN landlords AS l ON l.id = a.landlord_id
LEFT JOIN support_providers AS p ON p.id = a.provider_id
LEFT JOIN districts AS d ON d.code = a.district_code
WHERE %(account_id)s::bigint IS NULL OR a.id = %(account_id)s
ORDER BY a.name, a.id;

-- name: find_provider_names
-- Each support provider's id and name.
SELECT id::text, name FROM support_providers ORDER BY name;

