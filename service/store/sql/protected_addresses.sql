-- name: get_scheme
-- A scheme whose address is kept apart, if whoever asks sees it.
SELECT s.id, s.name, s.kind, s.district_code, d.name AS district, p.name AS place,
       l.name AS landlord
FROM schemes AS s
JOIN districts AS d ON d.code = s.district_code
JOIN places AS p ON p.id = s.place_id
JOIN landlords AS l ON l.id = s.landlord_id
WHERE s.id = %(scheme_id)s;

-- name: find_address
-- The address of a scheme.
SELECT address, postcode, kept_by, kept_at
FROM protected_addresses
WHERE scheme_id = %(scheme_id)s;

-- name: set_address
-- Nothing.
INSERT INTO protected_addresses (scheme_id, address, postcode, kept_by)
VALUES (%(scheme_id)s, %(address)s, %(postcode)s, %(kept_by)s)
ON CONFLICT (scheme_id) DO UPDATE
SET address = EXCLUDED.address, postcode = EXCLUDED.postcode, kept_by = EXCLUDED.kept_by,
    kept_at = now();
