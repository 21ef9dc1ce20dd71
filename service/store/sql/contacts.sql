-- name: find_contacts
-- The contacts that whoever asks may see, by organisation and name; of one if asked.
SELECT c.id, c.landlord_id, c.provider_id, c.district_code,
       coalesce(l.name, p.name, d.name || ' council') AS organisation,
       c.name, c.email, c.phone, c.job, c.about, c.how, c.version
FROM contacts AS c
LEFT JOIN landlords AS l ON l.id = c.landlord_id
LEFT JOIN support_providers AS p ON p.id = c.provider_id
LEFT JOIN districts AS d ON d.code = c.district_code
WHERE (%(contact_id)s::bigint IS NULL OR c.id = %(contact_id)s)
  AND (NOT %(of_one)s OR (c.landlord_id IS NOT DISTINCT FROM %(landlord_id)s::bigint
                          AND c.provider_id IS NOT DISTINCT FROM %(provider_id)s::bigint
                          AND c.district_code IS NOT DISTINCT FROM %(district_code)s::text))
ORDER BY organisation NULLS FIRST, name, id;

-- name: count_contacts
-- How many contacts whoever asks may see, of one organisation if asked.
SELECT count(*)
FROM contacts AS c
WHERE NOT %(of_one)s OR (c.landlord_id IS NOT DISTINCT FROM %(landlord_id)s::bigint
                         AND c.provider_id IS NOT DISTINCT FROM %(provider_id)s::bigint
                         AND c.district_code IS NOT DISTINCT FROM %(district_code)s::text);

-- name: has_organisation
-- Whether at most one organisation is named, and whoever asks may see it.
SELECT num_nonnulls(%(landlord_id)s::bigint, %(provider_id)s::bigint, %(district_code)s::text)
       = (SELECT count(*) FROM landlords WHERE id = %(landlord_id)s)
       + (SELECT count(*) FROM support_providers WHERE id = %(provider_id)s)
       + (SELECT count(*) FROM districts WHERE code = %(district_code)s)
   AND num_nonnulls(%(landlord_id)s::bigint, %(provider_id)s::bigint, %(district_code)s::text) <= 1;

-- name: add_contact
-- The new contact's id; nothing where the organisation has one with this address.
INSERT INTO contacts (landlord_id, provider_id, district_code, name, email, phone, job, about, how)
VALUES (%(landlord_id)s, %(provider_id)s, %(district_code)s, %(name)s, %(email)s, %(phone)s,
        %(job)s, %(about)s, %(how)s)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: change_contact
-- The contact's id; nothing where another of the organisation has this address.
UPDATE contacts AS c
SET name = %(name)s, email = %(email)s, phone = %(phone)s, job = %(job)s, about = %(about)s,
    how = %(how)s
WHERE c.id = %(contact_id)s
  AND NOT EXISTS (
      SELECT FROM contacts AS o
      WHERE o.id <> c.id AND o.email = %(email)s
        AND o.landlord_id IS NOT DISTINCT FROM c.landlord_id
        AND o.provider_id IS NOT DISTINCT FROM c.provider_id
        AND o.district_code IS NOT DISTINCT FROM c.district_code)
RETURNING c.id;

-- name: delete_contact
-- The id of the contact that is gone.
DELETE FROM contacts WHERE id = %(contact_id)s RETURNING id;

-- name: find_providers
-- Support providers that whoever asks may see, by name.
SELECT id, name FROM support_providers ORDER BY name, id;
