-- name: find_schemes
-- The schemes that whoever asks sees and that pass the filters, by name.
SELECT s.id, s.reference, s.name, s.kind, s.support_level, s.staffing, s.rating_scheme, s.rating,
       l.name AS landlord, m.name AS manager, p.name AS place, d.name AS district,
       (SELECT count(*) FROM units AS u WHERE u.scheme_id = s.id) AS n_units,
       (SELECT count(*) FROM units AS u JOIN unit_loans AS n ON n.unit_id = u.id
        WHERE u.scheme_id = s.id AND n.returned_on IS NULL) AS n_lent
FROM schemes AS s
JOIN landlords AS l ON l.id = s.landlord_id
LEFT JOIN landlords AS m ON m.id = s.manager_id
JOIN places AS p ON p.id = s.place_id
JOIN districts AS d ON d.code = s.district_code
WHERE (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
  AND (%(landlord_id)s::bigint IS NULL OR %(landlord_id)s IN (s.landlord_id, s.manager_id))
  AND (%(text)s::text IS NULL
       OR strpos(lower(s.reference || ' ' || s.name), lower(%(text)s)) > 0)
ORDER BY name, id;

-- name: count_schemes
-- How many schemes pass the filters.
SELECT count(*)
FROM schemes AS s
WHERE (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
  AND (%(landlord_id)s::bigint IS NULL OR %(landlord_id)s IN (s.landlord_id, s.manager_id))
  AND (%(text)s::text IS NULL
       OR strpos(lower(s.reference || ' ' || s.name), lower(%(text)s)) > 0);

-- name: get_scheme
-- One scheme with every fact, its organisations and places by name.
SELECT s.id, s.version, s.reference, s.name, s.kind, s.support_level, s.client_groups, s.age_min,
       s.age_max, s.sexes, s.intended_stay, s.postcode, s.place_id, s.district_code, s.source,
       s.landlord_id, s.manager_id, s.support_provider_id, s.staffing, s.rating_scheme, s.rating,
       s.rated_on, s.gate_holds, s.household_kind, s.household_max, s.connection_districts,
       s.nominating_districts, s.nomination_quota, s.pets_allowed, l.name AS landlord,
       m.name AS manager, sp.name AS support_provider, p.name AS place, d.name AS district
FROM schemes AS s
JOIN landlords AS l ON l.id = s.landlord_id
LEFT JOIN landlords AS m ON m.id = s.manager_id
LEFT JOIN support_providers AS sp ON sp.id = s.support_provider_id
JOIN places AS p ON p.id = s.place_id
JOIN districts AS d ON d.code = s.district_code
WHERE s.id = %(scheme_id)s;

-- name: count_lettings
-- Of the lettings of a scheme's homes from a day on, how many there are and how many of them were
-- nominated from the registers of some districts; and how many of its homes are to be let.
SELECT count(*) AS n_lettings, count(*) FILTER (WHERE a.district_code = ANY (s.nominating_districts))
       AS n_nominated,
       (SELECT count(*) FROM vacancies AS v JOIN units AS h ON h.id = v.unit_id
        WHERE h.scheme_id = %(scheme_id)s
          AND v.state IN ('registered', 'open', 'reserved', 'offered')) AS n_vacancies
FROM lettings AS t
JOIN units AS u ON u.id = t.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
LEFT JOIN applicants AS a ON a.id = t.applicant_id
WHERE u.scheme_id = %(scheme_id)s AND t.starts_on >= %(since)s;

-- name: add_scheme
-- The new scheme's id; no row where the reference is taken.
INSERT INTO schemes (
    reference, landlord_id, manager_id, support_provider_id, name, kind, support_level, client_groups,
    age_min, age_max, sexes, intended_stay, postcode, place_id, district_code, source, staffing,
    rating_scheme, rating, rated_on, gate_holds, household_kind, household_max,
    connection_districts, nominating_districts, nomination_quota, pets_allowed)
SELECT t.reference, t.landlord_id, t.manager_id, t.support_provider_id, t.name, t.kind,
       t.support_level, t.client_groups, t.age_min, t.age_max, t.sexes, t.intended_stay, t.postcode,
       t.place_id, t.district_code, t.source, t.staffing, t.rating_scheme, t.rating, t.rated_on,
       t.gate_holds, t.household_kind, t.household_max, t.connection_districts,
       t.nominating_districts, t.nomination_quota, t.pets_allowed
FROM jsonb_populate_record(NULL::schemes, %(values)s) AS t
ON CONFLICT (reference) DO NOTHING
RETURNING id;

-- name: set_scheme
-- Nothing; columns that are not named stay as they are.
UPDATE schemes AS s SET (
    landlord_id, manager_id, support_provider_id, name, kind, support_level, client_groups, age_min,
    age_max, sexes, intended_stay, postcode, place_id, district_code, source, staffing,
    rating_scheme, rating, rated_on, gate_holds, household_kind, household_max,
    connection_districts, nominating_districts, nomination_quota, pets_allowed) = (
    SELECT t.landlord_id, t.manager_id, t.support_provider_id, t.name, t.kind, t.support_level,
           t.client_groups, t.age_min, t.age_max, t.sexes, t.intended_stay, t.postcode, t.place_id,
           t.district_code, t.source, t.staffing, t.rating_scheme, t.rating, t.rated_on,
           t.gate_holds, t.household_kind, t.household_max, t.connection_districts,
           t.nominating_districts, t.nomination_quota, t.pets_allowed
    FROM jsonb_populate_record(s, %(values)s) AS t)
WHERE s.id = %(scheme_id)s;

-- name: find_crossed_home
-- The first home of a scheme whose youngest age is above its oldest, by its own rules and its scheme's.
SELECT u.reference
FROM homes_on(uk_today()) AS h
JOIN units AS u ON u.id = h.unit_id
WHERE h.scheme_id = %(scheme_id)s AND h.age_min > h.age_max
ORDER BY u.reference, u.id
LIMIT 1;
