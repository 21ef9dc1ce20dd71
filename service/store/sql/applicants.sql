-- name: lock_applicant
-- An applicant's state, whether they are restricted, and the district whose register they wait on; held
-- until the transaction ends. Rows that point at them may still be written: others are considered beside
-- them in that moment, and would wait in a ring.
SELECT state, is_restricted, district_code
FROM applicants
WHERE id = %(applicant_id)s
FOR NO KEY UPDATE;

-- name: new_reference
-- The next reference that Homeward gives and that nobody has: six digits, more from a million on.
WITH RECURSIVE tried AS (
    SELECT nextval('applicant_references') AS number
    UNION ALL
    SELECT nextval('applicant_references')
    FROM tried
    WHERE EXISTS (SELECT FROM applicants
                  WHERE reference = 'HW-' || lpad(number::text, greatest(6, length(number::text)), '0'))
)
SELECT 'HW-' || lpad(max(number)::text, greatest(6, length(max(number)::text)), '0') FROM tried;

-- name: find_id
-- The id of the applicant with a reference.
SELECT id FROM applicants WHERE reference = %(reference)s;

-- name: make_incoming
-- Nothing; the tables that rows are copied into, gone with the transaction at the latest.
CREATE TEMP TABLE incoming_applicants (
    position integer, reference text, name text, state text, tier smallint, registered_on date,
    district text, support_level smallint, floating_level smallint, client_groups text[],
    accessibility_needs text[], rent_limit_pence integer, ready_on date, needed_by date,
    overnight_carer boolean, current_unit text, access_category smallint, has_pets boolean,
    claims_housing_costs boolean, is_care_leaver boolean, hostel_three_months boolean,
    has_care_benefit boolean, is_mappa_managed boolean, fled_abuse boolean, fled_slavery boolean,
    has_served boolean, connections_known boolean, park_reason text, parked_until date, id bigint
) ON COMMIT DROP;
CREATE TEMP TABLE incoming_members (
    applicant integer, position smallint, relation text, born_on date, sex text,
    needs_own_room boolean
) ON COMMIT DROP;
CREATE TEMP TABLE incoming_bedrooms (
    applicant integer, rule text, bedrooms smallint, worked_out_on date
) ON COMMIT DROP;
CREATE TEMP TABLE incoming_areas (
    applicant integer, rank smallint, place text, district text, place_id integer,
    district_code text
) ON COMMIT DROP;
CREATE TEMP TABLE incoming_connections (
    applicant integer, position smallint, district text, ground text, since date, until date,
    district_code text
) ON COMMIT DROP;
CREATE TEMP TABLE incoming_restrictions (applicant integer, kind text) ON COMMIT DROP;
CREATE TEMP TABLE touched_applicants (id bigint) ON COMMIT DROP;

-- name: drop_incoming
-- Nothing.
DROP TABLE incoming_applicants, incoming_members, incoming_bedrooms, incoming_areas,
    incoming_connections, incoming_restrictions, touched_applicants;

-- name: copy_applicants
-- Takes position and the fields of an Applicant in their order, without household and areas.
COPY incoming_applicants (
    position, reference, name, state, tier, registered_on, district, support_level, floating_level,
    client_groups, accessibility_needs, rent_limit_pence, ready_on, needed_by, overnight_carer,
    current_unit, access_category, has_pets, claims_housing_costs, is_care_leaver,
    hostel_three_months, has_care_benefit, is_mappa_managed, fled_abuse, fled_slavery, has_served,
    connections_known, park_reason, parked_until) FROM STDIN;

-- name: copy_members
-- Takes the applicant's position, the member's, and the fields of a Member in their order.
COPY incoming_members FROM STDIN;

-- name: copy_bedrooms
-- Takes the applicant's position, the rule, the number of bedrooms and the day it holds for.
COPY incoming_bedrooms FROM STDIN;

-- name: copy_areas
-- Takes the applicant's position, the rank (NULL: excluded), and a place or a district.
COPY incoming_areas (applicant, rank, place, district) FROM STDIN;

-- name: copy_connections
-- Takes the applicant's position, the fact's, its district by name, ground and days.
COPY incoming_connections (applicant, position, district, ground, since, until) FROM STDIN;

-- name: copy_restrictions
-- Takes the applicant's position and the kind.
COPY incoming_restrictions FROM STDIN;

-- name: add_restrictions
-- The applicants whose records are restricted for a reason that did not hold yet.
INSERT INTO restrictions (applicant_id, kind, made_by)
SELECT i.id, r.kind, coalesce(asking('name'), 'Homeward')
FROM incoming_restrictions r
JOIN incoming_applicants i ON i.position = r.applicant
ORDER BY i.id, r.kind
ON CONFLICT (applicant_id, kind) WHERE lifted_at IS NULL DO NOTHING
RETURNING applicant_id;

-- name: end_other_pauses
-- Nothing; ends what stands of those who are parked for another reason or until another day than said.
-- A reason without a day leaves the day as it is.
UPDATE pauses AS p SET ended_by = coalesce(asking('name'), 'Homeward'), ended_at = now()
FROM incoming_applicants i
WHERE p.applicant_id = i.id AND p.ended_at IS NULL AND i.state = 'parked'
  AND i.park_reason IS NOT NULL
  AND (p.reason <> i.park_reason OR p.until IS DISTINCT FROM coalesce(i.parked_until, p.until));

-- name: add_pauses
-- The applicants who are parked anew, for a reason that was said.
INSERT INTO pauses (applicant_id, kind, reason, until, made_by)
SELECT i.id, 'parked', i.park_reason, i.parked_until, coalesce(asking('name'), 'Homeward')
FROM incoming_applicants i
WHERE i.state = 'parked' AND i.park_reason IS NOT NULL
  AND NOT EXISTS (SELECT FROM pauses p WHERE p.applicant_id = i.id AND p.ended_at IS NULL)
ORDER BY i.id
RETURNING applicant_id;

-- name: find_unresolved
-- A sentence about the first applicant who names what is not there; no row when all is well.
SELECT message
FROM (
    SELECT i.position, concat('Applicant ', i.reference, ' names the district "', i.district,
               '", which is not known; use a district of the gazetteer.') AS message
    FROM incoming_applicants i
    LEFT JOIN districts d ON d.name = i.district
    WHERE d.code IS NULL
    UNION ALL
    SELECT i.position, concat('Applicant ', i.reference, ' names the unit "', i.current_unit,
               '", which is not known; add the unit first.')
    FROM incoming_applicants i
    LEFT JOIN units u ON u.reference = i.current_unit
    WHERE i.current_unit IS NOT NULL AND u.id IS NULL
    UNION ALL
    SELECT i.position, concat('Applicant ', i.reference, ' names the area "',
               coalesce(a.place, a.district),
               '", which is not known; use a town or district of the gazetteer.')
    FROM incoming_areas a
    JOIN incoming_applicants i ON i.position = a.applicant
    LEFT JOIN places p ON p.name = a.place
    LEFT JOIN districts d ON d.name = a.district
    WHERE num_nonnulls(p.id, d.code) <> 1
    UNION ALL
    SELECT i.position, concat('Applicant ', i.reference, ' has a connection with the district "',
               c.district, '", which is not known; use a district of the gazetteer.')
    FROM incoming_connections c
    JOIN incoming_applicants i ON i.position = c.applicant
    LEFT JOIN districts d ON d.name = c.district
    WHERE d.code IS NULL
) faults
ORDER BY position
LIMIT 1;

-- name: find_shared_unit
-- A sentence about the first unit that two applicants would live in; no row when all is well.
WITH homes AS (
    SELECT i.reference, i.position, i.current_unit AS unit
    FROM incoming_applicants i
    WHERE i.current_unit IS NOT NULL
    UNION ALL
    SELECT a.reference, NULL, u.reference
    FROM applicants a
    JOIN units u ON u.id = a.current_unit_id
    WHERE NOT EXISTS (SELECT FROM incoming_applicants i WHERE i.reference = a.reference)
)
SELECT concat('Unit ', unit, ' would be the home of ',
              string_agg(reference, ' and ' ORDER BY reference),
              '; a unit is the home of one applicant.')
FROM homes
GROUP BY unit
HAVING count(*) > 1 AND count(position) > 0
ORDER BY min(position)
LIMIT 1;

-- name: leave_units
-- Nothing; takes applicants out of the units they leave, so that two may change places.
UPDATE applicants a
SET current_unit_id = NULL
FROM incoming_applicants i
LEFT JOIN units u ON u.reference = i.current_unit
WHERE a.reference = i.reference AND a.current_unit_id IS DISTINCT FROM u.id
  AND a.current_unit_id IS NOT NULL;

-- name: merge_applicants
-- Each applicant that was written: the id and whether it is new.
INSERT INTO applicants AS a (
    reference, name, state, tier, registered_on, district_code, support_level, floating_level,
    client_groups, accessibility_needs, rent_limit_pence, ready_on, needed_by, overnight_carer,
    current_unit_id, access_category, has_pets, claims_housing_costs, is_care_leaver,
    hostel_three_months, has_care_benefit, is_mappa_managed, fled_abuse, fled_slavery, has_served,
    connections_known)
SELECT i.reference, i.name, i.state, i.tier, i.registered_on, d.code, i.support_level,
       i.floating_level, i.client_groups, i.accessibility_needs, i.rent_limit_pence, i.ready_on,
       i.needed_by, i.overnight_carer, u.id, i.access_category, i.has_pets,
       i.claims_housing_costs, i.is_care_leaver, i.hostel_three_months, i.has_care_benefit,
       i.is_mappa_managed, i.fled_abuse, i.fled_slavery, i.has_served, i.connections_known
FROM incoming_applicants i
JOIN districts d ON d.name = i.district
LEFT JOIN units u ON u.reference = i.current_unit
ORDER BY i.position
ON CONFLICT (reference) DO UPDATE SET
    name = EXCLUDED.name, state = EXCLUDED.state, tier = EXCLUDED.tier,
    registered_on = EXCLUDED.registered_on, district_code = EXCLUDED.district_code,
    support_level = EXCLUDED.support_level, floating_level = EXCLUDED.floating_level,
    client_groups = EXCLUDED.client_groups, accessibility_needs = EXCLUDED.accessibility_needs,
    rent_limit_pence = EXCLUDED.rent_limit_pence, ready_on = EXCLUDED.ready_on,
    needed_by = EXCLUDED.needed_by, overnight_carer = EXCLUDED.overnight_carer,
    current_unit_id = EXCLUDED.current_unit_id, access_category = EXCLUDED.access_category,
    has_pets = EXCLUDED.has_pets, claims_housing_costs = EXCLUDED.claims_housing_costs,
    is_care_leaver = EXCLUDED.is_care_leaver, hostel_three_months = EXCLUDED.hostel_three_months,
    has_care_benefit = EXCLUDED.has_care_benefit, is_mappa_managed = EXCLUDED.is_mappa_managed,
    fled_abuse = EXCLUDED.fled_abuse, fled_slavery = EXCLUDED.fled_slavery,
    has_served = EXCLUDED.has_served, connections_known = EXCLUDED.connections_known
WHERE (a.name, a.state, a.tier, a.registered_on, a.district_code, a.support_level,
       a.floating_level, a.client_groups, a.accessibility_needs, a.rent_limit_pence, a.ready_on,
       a.needed_by, a.overnight_carer, a.current_unit_id, a.access_category, a.has_pets,
       a.claims_housing_costs, a.is_care_leaver, a.hostel_three_months, a.has_care_benefit,
       a.is_mappa_managed, a.fled_abuse, a.fled_slavery, a.has_served, a.connections_known)
    IS DISTINCT FROM (
       EXCLUDED.name, EXCLUDED.state, EXCLUDED.tier, EXCLUDED.registered_on,
       EXCLUDED.district_code, EXCLUDED.support_level, EXCLUDED.floating_level,
       EXCLUDED.client_groups, EXCLUDED.accessibility_needs, EXCLUDED.rent_limit_pence,
       EXCLUDED.ready_on, EXCLUDED.needed_by, EXCLUDED.overnight_carer, EXCLUDED.current_unit_id,
       EXCLUDED.access_category, EXCLUDED.has_pets, EXCLUDED.claims_housing_costs,
       EXCLUDED.is_care_leaver, EXCLUDED.hostel_three_months, EXCLUDED.has_care_benefit,
       EXCLUDED.is_mappa_managed, EXCLUDED.fled_abuse, EXCLUDED.fled_slavery, EXCLUDED.has_served,
       EXCLUDED.connections_known)
RETURNING a.id, a.xmax = 0;

-- name: link_incoming
-- Nothing; gives the copied rows the ids of what they name.
UPDATE incoming_applicants i SET id = a.id FROM applicants a WHERE a.reference = i.reference;
UPDATE incoming_areas i SET place_id = p.id FROM places p WHERE p.name = i.place;
UPDATE incoming_areas i SET district_code = d.code FROM districts d WHERE d.name = i.district;
UPDATE incoming_connections i SET district_code = d.code
FROM districts d WHERE d.name = i.district;
ANALYZE incoming_applicants, incoming_members, incoming_bedrooms, incoming_areas;

-- name: note_touched
-- Nothing; notes the applicants whose household, bedrooms, areas or
-- connections are not as given.
INSERT INTO touched_applicants
WITH given_members AS (
    SELECT i.id, m.position, m.relation, m.born_on, m.sex, m.needs_own_room
    FROM incoming_members m JOIN incoming_applicants i ON i.position = m.applicant
), kept_members AS (
    SELECT m.applicant_id, m.position, m.relation, m.born_on, m.sex, m.needs_own_room
    FROM household_members m JOIN incoming_applicants i ON i.id = m.applicant_id
), given_bedrooms AS (
    SELECT i.id, b.rule, b.bedrooms
    FROM incoming_bedrooms b JOIN incoming_applicants i ON i.position = b.applicant
), kept_bedrooms AS (
    SELECT b.applicant_id, b.rule, b.bedrooms
    FROM bedroom_needs b JOIN incoming_applicants i ON i.id = b.applicant_id
), given_areas AS (
    SELECT i.id, a.rank, a.place_id, a.district_code
    FROM incoming_areas a JOIN incoming_applicants i ON i.position = a.applicant
), kept_areas AS (
    SELECT a.applicant_id, a.rank, a.place_id, a.district_code
    FROM wanted_areas a JOIN incoming_applicants i ON i.id = a.applicant_id
    UNION ALL
    SELECT a.applicant_id, NULL, a.place_id, a.district_code
    FROM excluded_areas a JOIN incoming_applicants i ON i.id = a.applicant_id
), given_connections AS (
    SELECT i.id, c.position, c.district_code, c.ground, c.since, c.until
    FROM incoming_connections c JOIN incoming_applicants i ON i.position = c.applicant
), kept_connections AS (
    SELECT c.applicant_id, c.position, c.district_code, c.ground, c.since, c.until
    FROM connections c JOIN incoming_applicants i ON i.id = c.applicant_id
)
SELECT id FROM (SELECT * FROM given_members EXCEPT SELECT * FROM kept_members) other
UNION SELECT applicant_id
FROM (SELECT * FROM kept_members EXCEPT SELECT * FROM given_members) other
UNION SELECT id FROM (SELECT * FROM given_bedrooms EXCEPT SELECT * FROM kept_bedrooms) other
UNION SELECT applicant_id
FROM (SELECT * FROM kept_bedrooms EXCEPT SELECT * FROM given_bedrooms) other
UNION SELECT id FROM (SELECT * FROM given_areas EXCEPT SELECT * FROM kept_areas) other
UNION SELECT applicant_id FROM (SELECT * FROM kept_areas EXCEPT SELECT * FROM given_areas) other
UNION SELECT id
FROM (SELECT * FROM given_connections EXCEPT SELECT * FROM kept_connections) other
UNION SELECT applicant_id
FROM (SELECT * FROM kept_connections EXCEPT SELECT * FROM given_connections) other;

-- name: find_touched
-- Ids of the applicants noted.
SELECT id FROM touched_applicants ORDER BY id;

-- name: rewrite_touched
-- Nothing; writes household, bedrooms, areas and connections of the noted applicants afresh.
DELETE FROM household_members WHERE applicant_id IN (SELECT id FROM touched_applicants);
DELETE FROM bedroom_needs WHERE applicant_id IN (SELECT id FROM touched_applicants);
DELETE FROM wanted_areas WHERE applicant_id IN (SELECT id FROM touched_applicants);
DELETE FROM excluded_areas WHERE applicant_id IN (SELECT id FROM touched_applicants);
DELETE FROM connections WHERE applicant_id IN (SELECT id FROM touched_applicants);
INSERT INTO connections (applicant_id, position, district_code, ground, since, until)
SELECT t.id, c.position, c.district_code, c.ground, c.since, c.until
FROM incoming_connections c
JOIN incoming_applicants i ON i.position = c.applicant
JOIN touched_applicants t ON t.id = i.id
ORDER BY t.id, c.position;
INSERT INTO household_members (applicant_id, position, relation, born_on, sex, needs_own_room)
SELECT t.id, m.position, m.relation, m.born_on, m.sex, m.needs_own_room
FROM incoming_members m
JOIN incoming_applicants i ON i.position = m.applicant
JOIN touched_applicants t ON t.id = i.id
ORDER BY t.id, m.position;
INSERT INTO bedroom_needs (applicant_id, rule, bedrooms, worked_out_on)
SELECT t.id, b.rule, b.bedrooms, b.worked_out_on
FROM incoming_bedrooms b
JOIN incoming_applicants i ON i.position = b.applicant
JOIN touched_applicants t ON t.id = i.id
ORDER BY t.id, b.rule;
INSERT INTO wanted_areas (applicant_id, rank, place_id, district_code)
SELECT t.id, a.rank, a.place_id, a.district_code
FROM incoming_areas a
JOIN incoming_applicants i ON i.position = a.applicant
JOIN touched_applicants t ON t.id = i.id
WHERE a.rank IS NOT NULL
ORDER BY t.id, a.rank;
INSERT INTO excluded_areas (applicant_id, place_id, district_code)
SELECT t.id, a.place_id, a.district_code
FROM incoming_areas a
JOIN incoming_applicants i ON i.position = a.applicant
JOIN touched_applicants t ON t.id = i.id
WHERE a.rank IS NULL
ORDER BY t.id, a.place_id, a.district_code;

-- name: find_current_units
-- The applicants who live in a unit of ours: their reference and the unit's.
SELECT a.reference, u.reference
FROM applicants a
JOIN units u ON u.id = a.current_unit_id
ORDER BY a.reference;

-- name: find_applicants_for_export
-- Every applicant, or those with some references; the household as [relation, born_on, sex, needs_own_room] in order, areas as
-- [place, district] by rank or by name, and the kinds of restrictions that hold.
SELECT a.reference, a.name, a.state, a.tier, a.registered_on, d.name AS district, a.support_level,
       a.floating_level, a.client_groups, a.accessibility_needs, a.rent_limit_pence, a.ready_on,
       a.needed_by, a.overnight_carer, u.reference AS current_unit, a.access_category, a.has_pets,
       a.claims_housing_costs, a.is_care_leaver, a.hostel_three_months, a.has_care_benefit,
       a.is_mappa_managed, a.fled_abuse, a.fled_slavery, a.has_served, a.connections_known,
       z.reason AS park_reason, z.until AS parked_until,
       (SELECT jsonb_agg(jsonb_build_array(x.name, c.ground, c.since, c.until)
                         ORDER BY c.position)
        FROM connections c JOIN districts x ON x.code = c.district_code
        WHERE c.applicant_id = a.id) AS connections,
       (SELECT jsonb_agg(jsonb_build_array(m.relation, m.born_on, m.sex, m.needs_own_room)
                         ORDER BY m.position)
        FROM household_members m WHERE m.applicant_id = a.id) AS household,
       (SELECT jsonb_agg(jsonb_build_array(p.name, w.name) ORDER BY r.rank)
        FROM wanted_areas r
        LEFT JOIN places p ON p.id = r.place_id
        LEFT JOIN districts w ON w.code = r.district_code
        WHERE r.applicant_id = a.id) AS wanted,
       (SELECT jsonb_agg(jsonb_build_array(p.name, w.name) ORDER BY p.name, w.name)
        FROM excluded_areas r
        LEFT JOIN places p ON p.id = r.place_id
        LEFT JOIN districts w ON w.code = r.district_code
        WHERE r.applicant_id = a.id) AS excluded,
       ARRAY(SELECT r.kind FROM restrictions r
             WHERE r.applicant_id = a.id AND r.lifted_at IS NULL ORDER BY r.kind) AS restrictions
FROM applicants a
JOIN districts d ON d.code = a.district_code
LEFT JOIN units u ON u.id = a.current_unit_id
LEFT JOIN pauses z ON z.applicant_id = a.id AND z.ended_at IS NULL AND z.kind = 'parked'
WHERE %(references)s::text[] IS NULL OR a.reference = ANY (%(references)s)
ORDER BY a.reference;
