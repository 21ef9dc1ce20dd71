-- name: find_vacancies
-- The vacancies that pass the filters, soonest free first, with what one run says of each and
-- whom a person nominated; of people no more than whoever asks may see.
SELECT v.id, v.reference, v.state, v.available_on,
       coalesce(v.opens_on, v.available_on - 28) AS opens_on, s.name AS scheme,
       h.kind AS scheme_kind, pl.name AS place, d.name AS district, u.bedrooms, u.shared, h.support_level, u.rent_pence,
       l.name AS landlord, a.id AS proposed_id, a.reference AS proposed_reference,
       e.vacancy_id IS NOT NULL AS is_left_empty, e.rule AS empty_rule,
       e.rules AS empty_rules, o.id AS nomination_id, t.applicant_id AS nominated_id,
       t.reference AS nominated_reference
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN homes_on(uk_today()) AS h ON h.unit_id = u.id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN places AS pl ON pl.id = s.place_id
JOIN districts AS d ON d.code = s.district_code
LEFT JOIN proposals AS p ON p.run_id = %(run_id)s AND p.vacancy_id = v.id
LEFT JOIN applicants AS a ON a.id = p.applicant_id
LEFT JOIN empty_vacancies AS e ON e.run_id = %(run_id)s AND e.vacancy_id = v.id
LEFT JOIN LATERAL (
    SELECT n.id FROM nominations AS n
    WHERE n.vacancy_id = v.id AND n.is_live
    ORDER BY n.is_offer DESC, n.id LIMIT 1) AS o ON true
LEFT JOIN LATERAL (
    SELECT d.applicant_id, d.told ->> 'reference' AS reference
    FROM disclosures AS d
    WHERE d.nomination_id = o.id AND d.told IS NOT NULL
    ORDER BY d.id LIMIT 1) AS t ON true
WHERE (%(state)s::text IS NULL OR v.state = %(state)s)
  AND (%(place_id)s::integer IS NULL OR s.place_id = %(place_id)s)
  AND (%(bedrooms)s::smallint IS NULL OR u.bedrooms = %(bedrooms)s)
  AND (%(support_level)s::smallint IS NULL OR h.support_level = %(support_level)s)
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(proposed)s::boolean IS NULL
       OR CASE WHEN %(proposed)s THEN p.vacancy_id ELSE e.vacancy_id END IS NOT NULL)
  AND NOT EXISTS (
      SELECT
      FROM regexp_split_to_table(translate(lower(%(text)s::text), '-‐‑–—', ''), '\s+') AS word
      WHERE strpos(translate(lower(v.reference || ' ' || s.name), '-‐‑–—', ''), word) = 0)
ORDER BY available_on, id;

-- name: count_vacancies
-- How many vacancies pass the filters.
SELECT count(*)
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN homes_on(uk_today()) AS h ON h.unit_id = u.id
LEFT JOIN proposals AS p ON p.run_id = %(run_id)s AND p.vacancy_id = v.id
LEFT JOIN empty_vacancies AS e ON e.run_id = %(run_id)s AND e.vacancy_id = v.id
WHERE (%(state)s::text IS NULL OR v.state = %(state)s)
  AND (%(place_id)s::integer IS NULL OR s.place_id = %(place_id)s)
  AND (%(bedrooms)s::smallint IS NULL OR u.bedrooms = %(bedrooms)s)
  AND (%(support_level)s::smallint IS NULL OR h.support_level = %(support_level)s)
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(proposed)s::boolean IS NULL
       OR CASE WHEN %(proposed)s THEN p.vacancy_id ELSE e.vacancy_id END IS NOT NULL)
  AND NOT EXISTS (
      SELECT
      FROM regexp_split_to_table(translate(lower(%(text)s::text), '-‐‑–—', ''), '\s+') AS word
      WHERE strpos(translate(lower(v.reference || ' ' || s.name), '-‐‑–—', ''), word) = 0);

-- name: get_vacancy
-- One vacancy with every fact of its home.
SELECT v.id, v.reference, v.state, v.registered_on, v.available_on, v.bedroom_rule,
       v.bedroom_surplus, o.void_from, o.reason AS void_reason, u.reference AS unit, u.bedrooms,
       u.shared, u.floor, h.features, u.rent_pence, s.name AS scheme, h.kind AS scheme_kind,
       h.support_level, h.client_groups, h.age_min, h.age_max, h.sexes, s.intended_stay,
       s.postcode, pl.name AS place, d.name AS district, l.name AS landlord, s.id AS scheme_id,
       s.district_code, sp.name AS support_provider, h.due_back_on,
       coalesce(v.opens_on, v.available_on - 28) AS opens_on, v.works, v.works_from, v.works_until,
       v.turnaround_days, v.nominees, o.ended_on AS void_ended_on, v.version
FROM vacancies AS v
JOIN voids AS o ON o.id = v.void_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN homes_on(uk_today()) AS h ON h.unit_id = u.id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN places AS pl ON pl.id = s.place_id
JOIN districts AS d ON d.code = s.district_code
LEFT JOIN support_providers AS sp ON sp.id = s.support_provider_id
WHERE v.id = %(vacancy_id)s;

-- name: find_proposed
-- Of the applicant whom one run proposes for a vacancy, what a letting needs and no name.
SELECT a.id AS applicant_id, a.reference,
       (SELECT count(*) FROM household_members AS m WHERE m.applicant_id = a.id)
           AS household_size,
       n.bedrooms, a.support_level, p.worth, p.parts
FROM proposals AS p
JOIN vacancies AS v ON v.id = p.vacancy_id
JOIN applicants AS a ON a.id = p.applicant_id
JOIN bedroom_needs AS n ON n.applicant_id = a.id AND n.rule = v.bedroom_rule
WHERE p.run_id = %(run_id)s AND p.vacancy_id = %(vacancy_id)s;
