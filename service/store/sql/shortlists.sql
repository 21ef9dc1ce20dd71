-- name: find_candidates
-- Name and place in the queue of the applicants asked for.
SELECT id, reference, name, tier, registered_on
FROM applicants
WHERE id = ANY(%(ids)s)
ORDER BY tier, registered_on, id;

-- name: find_homes
-- What a list says of the vacancies asked for.
SELECT v.id, v.reference, s.name AS scheme, s.kind AS scheme_kind, p.name AS place, u.bedrooms,
       s.support_level, u.rent_pence, v.available_on
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN places AS p ON p.id = s.place_id
WHERE v.id = ANY(%(ids)s)
ORDER BY v.id;

-- name: find_whereabouts
-- The town and district of the vacancies asked for.
SELECT v.id, p.name AS place, d.name AS district
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN places AS p ON p.id = s.place_id
JOIN districts AS d ON d.code = s.district_code
WHERE v.id = ANY(%(ids)s)
ORDER BY v.id;
