-- name: add_support_provider
-- Its id.
INSERT INTO support_providers (name) VALUES (%(name)s) RETURNING id;

-- name: give_schemes
-- Nothing; of a landlord's schemes with support, those with most.
UPDATE schemes SET support_provider_id = %(provider_id)s
WHERE id IN (
    SELECT s.id FROM schemes AS s
    WHERE s.landlord_id = %(landlord_id)s AND s.support_level > 0
    ORDER BY s.support_level DESC, s.id
    LIMIT %(n)s);

-- name: find_names
-- The name of each that whoever asks may see.
SELECT name FROM support_providers ORDER BY name;
