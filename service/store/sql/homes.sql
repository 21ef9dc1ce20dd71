-- name: drop_incoming
-- Nothing.
DROP TABLE incoming_landlords, incoming_schemes, incoming_units;

-- name: make_incoming
-- Nothing; the tables that rows are copied into, gone with the transaction at the latest.
CREATE TEMP TABLE incoming_landlords (position integer, name text, kind text) ON COMMIT DROP;
CREATE TEMP TABLE incoming_schemes (
    position integer, reference text, landlord text, name text, kind text, support_level smallint,
    client_groups text[], age_min smallint, age_max smallint, sexes text, intended_stay text,
    postcode text, place text, district text, source text, terms jsonb
) ON COMMIT DROP;
CREATE TEMP TABLE incoming_units (
    position integer, reference text, scheme text, bedrooms smallint, shared boolean,
    floor smallint, features text[], rent_pence integer, terms jsonb
) ON COMMIT DROP;

-- name: copy_landlords
-- Takes position, name, kind.
COPY incoming_landlords FROM STDIN;

-- name: copy_schemes
-- Takes position and the fields of a Scheme in their order.
COPY incoming_schemes FROM STDIN;

-- name: copy_units
-- Takes position and the fields of a Unit in their order.
COPY incoming_units FROM STDIN;

-- name: merge_landlords
-- One row a landlord that was written: whether it is new.
INSERT INTO landlords AS l (name, kind)
SELECT name, kind FROM incoming_landlords ORDER BY position
ON CONFLICT (name) DO UPDATE SET kind = EXCLUDED.kind
WHERE l.kind IS DISTINCT FROM EXCLUDED.kind
RETURNING l.xmax = 0;

-- name: find_unresolved_scheme
-- A sentence about the first scheme that names what is not there; no row when all is well.
SELECT CASE
    WHEN l.id IS NULL THEN concat('Scheme ', i.reference, ' names the landlord "', i.landlord,
        '", which is not known; add the landlord first.')
    WHEN p.id IS NULL THEN concat('Scheme ', i.reference, ' names the town "', i.place,
        '", which is not known; use a town of the gazetteer.')
    WHEN d.code IS NULL THEN concat('Scheme ', i.reference, ' names the district "', i.district,
        '", which is not known; use a district of the gazetteer.')
    ELSE concat('Scheme ', i.reference, ' has the postcode "', i.postcode,
        '", which is not in the directory; correct it or leave it empty.')
    END
FROM incoming_schemes i
LEFT JOIN landlords l ON l.name = i.landlord
LEFT JOIN places p ON p.name = i.place
LEFT JOIN districts d ON d.name = i.district
LEFT JOIN postcodes c ON c.postcode = i.postcode
WHERE l.id IS NULL OR p.id IS NULL OR d.code IS NULL
   OR (i.postcode IS NOT NULL AND c.postcode IS NULL)
ORDER BY i.position
LIMIT 1;

-- name: merge_schemes
-- One row a scheme that was written: whether it is new. Of its terms what is not said stays as it is.
INSERT INTO schemes AS s (
    reference,
    landlord_id, name, kind, support_level, client_groups, age_min, age_max, sexes,
    intended_stay, postcode, place_id, district_code, source, manager_id,
    support_provider_id, staffing, rating_scheme, rating, rated_on, gate_holds, household_kind,
    household_max, connection_districts, nominating_districts, nomination_quota, pets_allowed)
SELECT i.reference, l.id, i.name, i.kind, i.support_level, i.client_groups, i.age_min, i.age_max,
       i.sexes, i.intended_stay, i.postcode, p.id, d.code, i.source,
       t.manager_id, t.support_provider_id, t.staffing, t.rating_scheme, t.rating, t.rated_on,
       t.gate_holds, t.household_kind, t.household_max, t.connection_districts, t.nominating_districts,
       t.nomination_quota, t.pets_allowed
FROM incoming_schemes i
JOIN landlords l ON l.name = i.landlord
JOIN places p ON p.name = i.place
JOIN districts d ON d.name = i.district
LEFT JOIN schemes was ON was.reference = i.reference
CROSS JOIN LATERAL jsonb_populate_record(
    NULL::schemes,
    '{"gate_holds": true, "household_kind": "any", "connection_districts": [],
      "nominating_districts": []}'
    || coalesce(to_jsonb(was), '{}') || i.terms
    || CASE WHEN i.terms ? 'manager' THEN jsonb_build_object('manager_id', (
           SELECT m.id FROM landlords m WHERE m.name = i.terms ->> 'manager' AND m.id <> l.id))
       ELSE '{}' END
    || CASE WHEN i.terms ? 'support_provider' THEN jsonb_build_object('support_provider_id', (
           SELECT sp.id FROM support_providers sp WHERE sp.name = i.terms ->> 'support_provider'))
       ELSE '{}' END) t
ORDER BY i.position
ON CONFLICT (reference) DO UPDATE SET
    landlord_id = EXCLUDED.landlord_id, name = EXCLUDED.name, kind = EXCLUDED.kind,
    support_level = EXCLUDED.support_level, client_groups = EXCLUDED.client_groups,
    age_min = EXCLUDED.age_min, age_max = EXCLUDED.age_max, sexes = EXCLUDED.sexes,
    intended_stay = EXCLUDED.intended_stay, postcode = EXCLUDED.postcode,
    place_id = EXCLUDED.place_id, district_code = EXCLUDED.district_code,
    source = EXCLUDED.source, manager_id = EXCLUDED.manager_id,
    support_provider_id = EXCLUDED.support_provider_id, staffing = EXCLUDED.staffing,
    rating_scheme = EXCLUDED.rating_scheme, rating = EXCLUDED.rating,
    rated_on = EXCLUDED.rated_on, gate_holds = EXCLUDED.gate_holds,
    household_kind = EXCLUDED.household_kind, household_max = EXCLUDED.household_max,
    connection_districts = EXCLUDED.connection_districts,
    nominating_districts = EXCLUDED.nominating_districts,
    nomination_quota = EXCLUDED.nomination_quota, pets_allowed = EXCLUDED.pets_allowed
WHERE (
       s.landlord_id, s.name, s.kind, s.support_level, s.client_groups, s.age_min, s.age_max,
       s.sexes, s.intended_stay, s.postcode, s.place_id, s.district_code, s.source, s.manager_id,
       s.support_provider_id, s.staffing, s.rating_scheme, s.rating, s.rated_on, s.gate_holds, s.household_kind,
       s.household_max, s.connection_districts, s.nominating_districts, s.nomination_quota,
       s.pets_allowed)
    IS DISTINCT FROM (
       EXCLUDED.landlord_id, EXCLUDED.name, EXCLUDED.kind, EXCLUDED.support_level,
       EXCLUDED.client_groups, EXCLUDED.age_min, EXCLUDED.age_max, EXCLUDED.sexes,
       EXCLUDED.intended_stay, EXCLUDED.postcode, EXCLUDED.place_id, EXCLUDED.district_code,
       EXCLUDED.source, EXCLUDED.manager_id, EXCLUDED.support_provider_id, EXCLUDED.staffing, EXCLUDED.rating_scheme,
       EXCLUDED.rating, EXCLUDED.rated_on, EXCLUDED.gate_holds, EXCLUDED.household_kind,
       EXCLUDED.household_max, EXCLUDED.connection_districts, EXCLUDED.nominating_districts,
       EXCLUDED.nomination_quota, EXCLUDED.pets_allowed)
RETURNING s.xmax = 0;

-- name: find_unresolved_unit
-- A sentence about the first unit whose scheme is not there; no row when all is well.
SELECT concat('Unit ', i.reference, ' names the scheme "', i.scheme,
              '", which is not known; add the scheme first.')
FROM incoming_units i
LEFT JOIN schemes s ON s.reference = i.scheme
WHERE s.id IS NULL
ORDER BY i.position
LIMIT 1;

-- name: merge_units
-- One row a unit that was written: whether it is new. Of its terms what is not said stays as it is, but
-- for charges that do not come to a new rent any more.
INSERT INTO units AS u (
    reference,
    scheme_id, bedrooms, shared, floor, features, rent_pence, lift, part_m, facilities,
    charge_period, basic_rent_pence, eligible_charge_pence, ineligible_charge_pence,
    personal_charge_pence, support_level, client_groups, age_min, age_max, sexes, household_kind,
    household_max, pets_allowed)
SELECT i.reference, s.id, i.bedrooms, i.shared, i.floor, i.features, i.rent_pence,
       t.lift, t.part_m, t.facilities, t.charge_period, t.basic_rent_pence,
       t.eligible_charge_pence, t.ineligible_charge_pence, t.personal_charge_pence,
       t.support_level, t.client_groups, t.age_min, t.age_max, t.sexes, t.household_kind,
       t.household_max, t.pets_allowed
FROM incoming_units i
JOIN schemes s ON s.reference = i.scheme
LEFT JOIN units was ON was.reference = i.reference
CROSS JOIN LATERAL jsonb_populate_record(
    NULL::units,
    '{"facilities": []}' || coalesce(to_jsonb(was), '{}')
    || CASE WHEN was.rent_pence <> i.rent_pence
       THEN '{"charge_period": null, "basic_rent_pence": null, "eligible_charge_pence": null,
              "ineligible_charge_pence": null, "personal_charge_pence": null}'::jsonb
       ELSE '{}' END
    || i.terms) t
ORDER BY i.position
ON CONFLICT (reference) DO UPDATE SET
    scheme_id = EXCLUDED.scheme_id, bedrooms = EXCLUDED.bedrooms, shared = EXCLUDED.shared,
    floor = EXCLUDED.floor, features = EXCLUDED.features, rent_pence = EXCLUDED.rent_pence,
    lift = EXCLUDED.lift, part_m = EXCLUDED.part_m, facilities = EXCLUDED.facilities,
    charge_period = EXCLUDED.charge_period, basic_rent_pence = EXCLUDED.basic_rent_pence,
    eligible_charge_pence = EXCLUDED.eligible_charge_pence,
    ineligible_charge_pence = EXCLUDED.ineligible_charge_pence,
    personal_charge_pence = EXCLUDED.personal_charge_pence,
    support_level = EXCLUDED.support_level, client_groups = EXCLUDED.client_groups,
    age_min = EXCLUDED.age_min, age_max = EXCLUDED.age_max, sexes = EXCLUDED.sexes,
    household_kind = EXCLUDED.household_kind, household_max = EXCLUDED.household_max,
    pets_allowed = EXCLUDED.pets_allowed
WHERE (
       u.scheme_id, u.bedrooms, u.shared, u.floor, u.features, u.rent_pence, u.lift, u.part_m,
       u.facilities, u.charge_period, u.basic_rent_pence, u.eligible_charge_pence,
       u.ineligible_charge_pence, u.personal_charge_pence, u.support_level, u.client_groups,
       u.age_min, u.age_max, u.sexes, u.household_kind, u.household_max, u.pets_allowed)
    IS DISTINCT FROM (
       EXCLUDED.scheme_id, EXCLUDED.bedrooms, EXCLUDED.shared, EXCLUDED.floor, EXCLUDED.features,
       EXCLUDED.rent_pence, EXCLUDED.lift, EXCLUDED.part_m, EXCLUDED.facilities,
       EXCLUDED.charge_period, EXCLUDED.basic_rent_pence, EXCLUDED.eligible_charge_pence,
       EXCLUDED.ineligible_charge_pence, EXCLUDED.personal_charge_pence, EXCLUDED.support_level,
       EXCLUDED.client_groups, EXCLUDED.age_min, EXCLUDED.age_max, EXCLUDED.sexes,
       EXCLUDED.household_kind, EXCLUDED.household_max, EXCLUDED.pets_allowed)
RETURNING u.xmax = 0;

-- name: find_owners
-- The landlord's name of every scheme and of every unit: is it a unit, its reference, the name.
SELECT false AS is_unit, s.reference, l.name
FROM schemes s JOIN landlords l ON l.id = s.landlord_id
UNION ALL
SELECT true, u.reference, l.name
FROM units u JOIN schemes s ON s.id = u.scheme_id JOIN landlords l ON l.id = s.landlord_id
ORDER BY is_unit, reference;

-- name: find_postcodes
-- Of some postcodes those in the directory, each with its district and nearest place by name.
SELECT c.postcode, d.name, p.name
FROM postcodes c
JOIN districts d ON d.code = c.district_code
JOIN places p ON p.id = c.nearest_place_id
WHERE c.postcode = ANY (%(postcodes)s)
ORDER BY c.postcode;

-- name: find_homes_for_export
-- Every unit with its scheme and landlord, in the order of the fields of HomeRow.
SELECT l.name AS landlord, l.kind AS landlord_kind, s.reference AS scheme, s.name AS scheme_name,
       s.kind AS scheme_kind, s.support_level, s.client_groups, s.age_min, s.age_max, s.sexes,
       s.intended_stay, s.postcode, p.name AS place, d.name AS district, s.source,
       u.reference AS unit, u.bedrooms, u.shared, u.floor, u.features, u.rent_pence,
       to_jsonb(s) || jsonb_build_object('manager', m.name, 'support_provider', sp.name)
           AS scheme_terms,
       to_jsonb(u) AS unit_terms
FROM units u
JOIN schemes s ON s.id = u.scheme_id
JOIN landlords l ON l.id = s.landlord_id
LEFT JOIN landlords m ON m.id = s.manager_id
LEFT JOIN support_providers sp ON sp.id = s.support_provider_id
JOIN places p ON p.id = s.place_id
JOIN districts d ON d.code = s.district_code
ORDER BY l.name, s.reference, u.reference;
