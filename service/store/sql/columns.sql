-- name: applicants
-- A row for each live applicant who is nominated for no home (or for the one asked for), in the
-- order of id.
SELECT a.id, a.tier, a.registered_on - DATE '1970-01-01' AS registered_day,
       n.lha_uc, n.hb_social, n.bedroom_standard,
       a.support_level, a.floating_level, a.client_groups,
       greatest(0, extract(year FROM age(%(on)s, lead.born_on)))::int AS age,
       m.sexes, a.accessibility_needs,
       coalesce(a.rent_limit_pence, -1) AS rent_limit_pence,
       a.ready_on - DATE '1970-01-01' AS ready_day,
       a.needed_by - DATE '1970-01-01' AS needed_by_day, a.district_code, m.household_size,
       a.access_category, a.has_pets, a.connections_known, a.is_care_leaver, a.fled_abuse,
       a.has_served, m.household_kinds
FROM applicants AS a
JOIN household_members AS lead ON lead.applicant_id = a.id AND lead.position = 1
JOIN LATERAL (
    SELECT bit_or(CASE sex WHEN 'female' THEN 1 ELSE 2 END)
               FILTER (WHERE position = 1 OR born_on <= %(on)s - interval '18 years') AS sexes,
           greatest(1, count(*) FILTER (WHERE born_on <= %(on)s))::int AS household_size,
           CASE count(*) FILTER (WHERE born_on <= %(on)s)
               WHEN 1 THEN 1
               WHEN 2 THEN CASE WHEN bool_or(relation = 'partner') THEN 2 ELSE 0 END
               ELSE 0
           END + CASE WHEN bool_or(relation NOT IN ('lead', 'partner')
                                   AND born_on > %(on)s - interval '18 years') THEN 4 ELSE 0 END
               AS household_kinds
    FROM household_members
    WHERE applicant_id = a.id
) AS m ON true
JOIN LATERAL (
    SELECT max(bedrooms) FILTER (WHERE rule = 'lha_uc') AS lha_uc,
           max(bedrooms) FILTER (WHERE rule = 'hb_social') AS hb_social,
           max(bedrooms) FILTER (WHERE rule = 'bedroom_standard') AS bedroom_standard
    FROM bedroom_needs
    WHERE applicant_id = a.id
) AS n ON n.bedroom_standard IS NOT NULL
WHERE a.id = %(applicant_id)s
   OR (%(applicant_id)s::bigint IS NULL AND a.state = 'live'
       AND (%(registers)s::text[] IS NULL OR a.district_code = ANY(%(registers)s))
       AND NOT EXISTS (SELECT FROM nominations AS o
                       WHERE o.applicant_id = a.id AND o.is_live))
ORDER BY a.id;

-- name: wanted
-- Each area that a live applicant (or the one asked for) wants, with its rank.
SELECT w.applicant_id, w.rank, w.place_id, w.district_code
FROM wanted_areas AS w
JOIN applicants AS a ON a.id = w.applicant_id
WHERE (%(applicant_id)s::bigint IS NULL AND a.state = 'live') OR a.id = %(applicant_id)s
ORDER BY w.applicant_id, w.rank;

-- name: excluded
-- Each area that a live applicant (or the one asked for) must not live in.
SELECT e.applicant_id, e.place_id, e.district_code
FROM excluded_areas AS e
JOIN applicants AS a ON a.id = e.applicant_id
WHERE (%(applicant_id)s::bigint IS NULL AND a.state = 'live') OR a.id = %(applicant_id)s
ORDER BY e.applicant_id, e.place_id, e.district_code;

-- name: vacancies
-- A row for each open vacancy of the area, kinds, landlords and references asked for, in the order of
-- id, but those held for somebody of another register; or for those asked for and those held for
-- somebody, who is shut out of the others. With the rules that hold for its home on the day: of a loan,
-- of the home itself, or of its scheme.
SELECT v.id, u.bedrooms, v.bedroom_rule, v.bedroom_surplus, h.support_level, h.client_groups,
       s.place_id, s.district_code, coalesce(h.age_min, 0) AS age_min,
       greatest(coalesce(h.age_max, 999), coalesce(h.age_min, 0)) AS age_max, h.sexes, h.features,
       h.kind, u.rent_pence, v.available_on - DATE '1970-01-01' AS available_day,
       coalesce(h.household_max, 50) AS household_max, coalesce(h.pets_allowed, true) AS pets_allowed,
       s.rating_scheme, s.rating, s.gate_holds, u.part_m,
       s.connection_districts, s.nominating_districts, h.household_kind, s.nomination_quota,
       q.n_lettings, q.n_nominated, q.place AS quota_place
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN homes_on(%(on)s) AS h ON h.unit_id = u.id
LEFT JOIN quota_places(%(on)s) AS q ON q.vacancy_id = v.id
WHERE v.id = ANY(%(vacancy_ids)s)
   OR (v.state = 'open'
       AND (%(vacancy_ids)s::bigint[] IS NULL
            OR EXISTS (SELECT FROM pair_marks AS k
                       WHERE k.vacancy_id = v.id AND k.mark = 'locked' AND k.lifted_at IS NULL))
       AND (num_nonnulls(%(districts)s::text[], %(places)s::int[]) = 0
            OR s.district_code = ANY(%(districts)s) OR s.place_id = ANY(%(places)s))
       AND (%(kinds)s::text[] IS NULL OR h.kind = ANY(%(kinds)s))
       AND (%(landlords)s::bigint[] IS NULL OR s.landlord_id = ANY(%(landlords)s))
       AND (%(references)s::text[] IS NULL OR v.reference = ANY(%(references)s))
       AND (%(registers)s::text[] IS NULL
            OR NOT EXISTS (SELECT FROM pair_marks AS k JOIN applicants AS a ON a.id = k.applicant_id
                           WHERE k.vacancy_id = v.id AND k.mark = 'locked' AND k.lifted_at IS NULL
                             AND a.state = 'live' AND a.district_code <> ALL(%(registers)s))))
ORDER BY v.id;

-- name: districts
-- The code of every district, in its order.
SELECT code FROM districts ORDER BY code;

-- name: connections
-- Each fact that ties a live applicant (or the one asked for) to a district.
SELECT c.applicant_id, c.district_code, c.ground, c.since, c.until
FROM connections AS c
JOIN applicants AS a ON a.id = c.applicant_id
WHERE (%(applicant_id)s::bigint IS NULL AND a.state = 'live') OR a.id = %(applicant_id)s
ORDER BY c.applicant_id, c.position;
