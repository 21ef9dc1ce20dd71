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
