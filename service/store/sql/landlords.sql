-- name: has_landlords
-- Whether there is any landlord.
SELECT EXISTS (SELECT FROM landlords);

-- name: find_largest_landlord
-- The id of the landlord with most open vacancies.
SELECT s.landlord_id
FROM schemes AS s
JOIN units AS u ON u.scheme_id = s.id
JOIN vacancies AS v ON v.unit_id = u.id AND v.state = 'open'
GROUP BY s.landlord_id
ORDER BY count(*) DESC, s.landlord_id
LIMIT 1;

-- name: find_landlords
-- The id and name of every landlord that whoever asks may see, by name.
SELECT id, name FROM landlords ORDER BY name;

-- name: find_organisations
-- Every landlord that whoever asks may see, by name, with how many schemes and homes it owns and how
-- many it manages for others.
SELECT l.id, l.version, l.name, l.kind,
       (SELECT count(*) FROM schemes AS s WHERE s.landlord_id = l.id) AS n_schemes,
       (SELECT count(*) FROM schemes AS s JOIN units AS u ON u.scheme_id = s.id
        WHERE s.landlord_id = l.id) AS n_units,
       (SELECT count(*) FROM schemes AS s WHERE s.manager_id = l.id) AS n_managed
FROM landlords AS l
WHERE %(landlord_id)s::bigint IS NULL OR l.id = %(landlord_id)s
ORDER BY name, id;

-- name: count_organisations
-- How many landlords whoever asks may see.
SELECT count(*) FROM landlords;

-- name: add_landlord
-- The new landlord's id; no row where the name is taken.
INSERT INTO landlords (name, kind) VALUES (%(name)s, %(kind)s)
ON CONFLICT (name) DO NOTHING
RETURNING id;

-- name: is_name_taken
-- Whether another landlord has a name, however it is spelt in case.
SELECT EXISTS (SELECT FROM landlords WHERE lower(name) = lower(%(name)s)
               AND id IS DISTINCT FROM %(but_id)s::bigint);

-- name: set_landlord
-- Nothing.
UPDATE landlords SET name = %(name)s, kind = %(kind)s WHERE id = %(landlord_id)s;
