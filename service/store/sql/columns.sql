-- name: applicants
-- A row of numbers for each live applicant who is nominated for no home (or for the one asked for), in
-- the order of id. What is not known is 0, but where it says otherwise.
WITH people AS MATERIALIZED (
    SELECT id, tier, registered_on, support_level, floating_level, client_groups, accessibility_needs,
           rent_limit_pence, ready_on, needed_by, district_code, access_category, has_pets
    FROM applicants AS a
    WHERE a.id = %(applicant_id)s
       OR (%(applicant_id)s::bigint IS NULL AND a.state = 'live'
           AND (%(registers)s::text[] IS NULL OR a.district_code = ANY(%(registers)s))
           AND NOT EXISTS (SELECT FROM nominations AS o
                           WHERE o.applicant_id = a.id AND o.is_live))
), members AS (
    SELECT applicant_id, max(born_on) FILTER (WHERE position = 1) AS lead_born_on,
           bit_or(CASE sex WHEN 'female' THEN 1 ELSE 2 END)
               FILTER (WHERE position = 1 OR born_on <= %(on)s - interval '18 years') AS sexes,
           greatest(1, count(*) FILTER (WHERE born_on <= %(on)s)) AS household_size,
           CASE count(*) FILTER (WHERE born_on <= %(on)s)
               WHEN 1 THEN 1
               WHEN 2 THEN CASE WHEN bool_or(relation = 'partner') THEN 2 ELSE 0 END
               ELSE 0
           END + CASE WHEN bool_or(relation NOT IN ('lead', 'partner')
                                   AND born_on > %(on)s - interval '18 years') THEN 4 ELSE 0 END
               AS household_kinds
    FROM household_members
    WHERE %(applicant_id)s::bigint IS NULL OR applicant_id = %(applicant_id)s
    GROUP BY applicant_id
), needs AS (
    SELECT applicant_id, max(bedrooms) FILTER (WHERE rule = 'lha_uc') AS lha_uc,
           max(bedrooms) FILTER (WHERE rule = 'hb_social') AS hb_social,
           max(bedrooms) FILTER (WHERE rule = 'bedroom_standard') AS bedroom_standard
    FROM bedroom_needs
    WHERE %(applicant_id)s::bigint IS NULL OR applicant_id = %(applicant_id)s
    GROUP BY applicant_id
), groups AS MATERIALIZED (
    SELECT client_groups,
           (SELECT coalesce(sum(1::bigint << array_position(%(groups)s, one) - 1), 0)
            FROM unnest(client_groups) AS one) AS bits
    FROM (SELECT DISTINCT client_groups FROM people) AS each
), features AS MATERIALIZED (
    SELECT accessibility_needs,
           (SELECT coalesce(sum(1::bigint << array_position(%(features)s, one) - 1), 0)
            FROM unnest(accessibility_needs) AS one) AS bits
    FROM (SELECT DISTINCT accessibility_needs FROM people) AS each
)
SELECT a.id::bigint, a.tier::smallint, a.registered_on - DATE '1970-01-01' AS registered_day,
       n.lha_uc::smallint, n.hb_social::smallint, n.bedroom_standard::smallint,
       a.support_level::smallint, a.floating_level::smallint, g.bits::bigint AS client_groups,
       greatest(0, extract(year FROM age(%(on)s, m.lead_born_on)))::smallint AS age,
       m.sexes::smallint, f.bits::bigint AS accessibility_needs,
       coalesce(a.rent_limit_pence, -1)::integer AS rent_limit_pence,
       a.ready_on - DATE '1970-01-01' AS ready_day,
       coalesce(a.needed_by - DATE '1970-01-01', %(no_day)s)::integer AS needed_by_day,
       array_position(%(codes)s, a.district_code)::smallint AS district,
       m.household_size::smallint, m.household_kinds::smallint,
       coalesce(a.access_category, 0)::smallint AS access_category,
       coalesce(a.has_pets, false)::integer::smallint AS pets
FROM people AS a
JOIN members AS m ON m.applicant_id = a.id AND m.lead_born_on IS NOT NULL
JOIN needs AS n ON n.applicant_id = a.id AND n.bedroom_standard IS NOT NULL
JOIN groups AS g USING (client_groups)
JOIN features AS f USING (accessibility_needs)
ORDER BY a.id

-- name: wanted
-- Each area that a live applicant (or the one asked for) wants, with its rank: a place, or else a
-- district by where it stands among the codes; the other is 0.
SELECT w.applicant_id::bigint, w.rank::smallint, coalesce(w.place_id, 0)::integer AS place_id,
       coalesce(array_position(%(codes)s, w.district_code), 0)::smallint AS district
FROM wanted_areas AS w
WHERE w.applicant_id = %(applicant_id)s
   OR (%(applicant_id)s::bigint IS NULL
       AND w.applicant_id IN (SELECT id FROM applicants WHERE state = 'live'))
ORDER BY w.applicant_id, w.rank

-- name: excluded
-- Each area that a live applicant (or the one asked for) must not live in, in the same way.
SELECT e.applicant_id::bigint, coalesce(e.place_id, 0)::integer AS place_id,
       coalesce(array_position(%(codes)s, e.district_code), 0)::smallint AS district
FROM excluded_areas AS e
WHERE e.applicant_id = %(applicant_id)s
   OR (%(applicant_id)s::bigint IS NULL
       AND e.applicant_id IN (SELECT id FROM applicants WHERE state = 'live'))
ORDER BY e.applicant_id, e.place_id, e.district_code

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

-- name: tied
-- Each live applicant (or the one asked for) whose local connections are known, with what can spare
-- them being asked for one.
SELECT a.id, greatest(0, extract(year FROM age(%(on)s, lead.born_on)))::int AS age, a.client_groups,
       a.is_care_leaver, a.fled_abuse, a.has_served
FROM applicants AS a
JOIN household_members AS lead ON lead.applicant_id = a.id AND lead.position = 1
WHERE a.connections_known
  AND ((%(applicant_id)s::bigint IS NULL AND a.state = 'live') OR a.id = %(applicant_id)s)
ORDER BY a.id;

-- name: connections
-- Each fact that ties a live applicant (or the one asked for) to a district.
SELECT c.applicant_id, c.district_code, c.ground, c.since, c.until
FROM connections AS c
JOIN applicants AS a ON a.id = c.applicant_id
WHERE (%(applicant_id)s::bigint IS NULL AND a.state = 'live') OR a.id = %(applicant_id)s
ORDER BY c.applicant_id, c.position;
