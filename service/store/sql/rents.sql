-- name: find_rented
-- The home of a vacancy, what it counts as on a day (a home lent out as its loan says), its rent and
-- its landlord's kind.
SELECT u.rent_pence, h.kind, l.kind AS landlord_kind, p.name AS town, u.bedrooms
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN homes_on(%(on)s) AS h ON h.unit_id = u.id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN places AS p ON p.id = s.place_id
WHERE v.id = %(vacancy_id)s;
