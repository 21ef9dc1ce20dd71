-- name: find_units
-- The homes of a scheme by reference, each with the rules that hold for it today.
SELECT u.id, u.reference, u.bedrooms, u.shared, u.floor, u.rent_pence, h.kind, h.support_level,
       h.loan_id, h.due_back_on, n.starts_on AS lent_from
FROM units AS u
JOIN homes_on(uk_today()) AS h ON h.unit_id = u.id
LEFT JOIN unit_loans AS n ON n.unit_id = u.id AND n.returned_on IS NULL
WHERE u.scheme_id = %(scheme_id)s
ORDER BY reference, id;

-- name: count_units
-- How many homes a scheme has.
SELECT count(*) FROM units WHERE scheme_id = %(scheme_id)s;

-- name: get_unit
-- One home: what is written of it, and the rules that hold for it today.
SELECT u.id, u.version, u.reference, u.scheme_id, u.bedrooms, u.shared, u.floor, u.features,
       u.rent_pence, u.lift, u.part_m, u.facilities, u.charge_period, u.basic_rent_pence,
       u.eligible_charge_pence, u.ineligible_charge_pence, u.personal_charge_pence,
       u.support_level, u.client_groups, u.age_min, u.age_max, u.sexes, u.household_kind,
       u.household_max, u.pets_allowed,
       jsonb_build_object(
           'kind', h.kind, 'support_level', h.support_level, 'client_groups', h.client_groups,
           'age_min', h.age_min, 'age_max', h.age_max, 'sexes', h.sexes,
           'household_kind', h.household_kind, 'household_max', h.household_max,
           'pets_allowed', h.pets_allowed, 'features', h.features) AS holds,
       h.loan_id, s.name AS scheme, s.reference AS scheme_reference, s.kind AS scheme_kind,
       s.landlord_id, s.manager_id, s.district_code, l.name AS landlord, d.name AS district,
       p.name AS place, v.id AS vacancy_id, v.reference AS vacancy
FROM units AS u
JOIN homes_on(uk_today()) AS h ON h.unit_id = u.id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN districts AS d ON d.code = s.district_code
JOIN places AS p ON p.id = s.place_id
LEFT JOIN vacancies AS v ON v.unit_id = u.id
    AND v.state IN ('draft', 'registered', 'open', 'reserved', 'offered')
WHERE u.id = %(unit_id)s;

-- name: add_unit
-- The new home's id; no row where the reference is taken.
INSERT INTO units (
    scheme_id, reference, bedrooms, shared, floor, features, rent_pence, lift, part_m, facilities,
    charge_period, basic_rent_pence, eligible_charge_pence, ineligible_charge_pence,
    personal_charge_pence, support_level, client_groups, age_min, age_max, sexes, household_kind,
    household_max, pets_allowed)
SELECT t.scheme_id, t.reference, t.bedrooms, t.shared, t.floor, t.features, t.rent_pence, t.lift,
       t.part_m, t.facilities, t.charge_period, t.basic_rent_pence, t.eligible_charge_pence,
       t.ineligible_charge_pence, t.personal_charge_pence, t.support_level, t.client_groups,
       t.age_min, t.age_max, t.sexes, t.household_kind, t.household_max, t.pets_allowed
FROM jsonb_populate_record(NULL::units, %(values)s) AS t
ON CONFLICT (reference) DO NOTHING
RETURNING id;

-- name: set_unit
-- Nothing; columns that are not named stay as they are.
UPDATE units AS u SET (
    bedrooms, shared, floor, features, rent_pence, lift, part_m, facilities, charge_period,
    basic_rent_pence, eligible_charge_pence, ineligible_charge_pence, personal_charge_pence,
    support_level, client_groups, age_min, age_max, sexes, household_kind, household_max,
    pets_allowed) = (
    SELECT t.bedrooms, t.shared, t.floor, t.features, t.rent_pence, t.lift, t.part_m, t.facilities,
           t.charge_period, t.basic_rent_pence, t.eligible_charge_pence, t.ineligible_charge_pence,
           t.personal_charge_pence, t.support_level, t.client_groups, t.age_min, t.age_max, t.sexes,
           t.household_kind, t.household_max, t.pets_allowed
    FROM jsonb_populate_record(u, %(values)s) AS t)
WHERE u.id = %(unit_id)s;
