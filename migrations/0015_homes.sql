-- Homes as landlords know them: who runs a scheme, its staffing, rating and lettings rules; a home's
-- floor, charges and rules of its own; and homes that are lent for another use until a day.

ALTER TABLE schemes
    ADD COLUMN manager_id bigint REFERENCES landlords CHECK (manager_id <> landlord_id),
    ADD COLUMN staffing text CHECK (staffing IN (
        'none', 'visiting', 'daytime', 'night_sleeping', 'waking_24_hours')),
    ADD COLUMN rating_scheme text CHECK (rating_scheme IN ('cqc', 'pamms', 'qaf')),
    ADD COLUMN rating text,
    ADD COLUMN rated_on date,
    ADD COLUMN gate_holds boolean NOT NULL DEFAULT true,
    ADD COLUMN household_kind text NOT NULL DEFAULT 'any'
        CHECK (household_kind IN ('any', 'single_people', 'couples')),
    ADD COLUMN household_max smallint CHECK (household_max BETWEEN 1 AND 50),
    ADD COLUMN connection_districts text[] NOT NULL DEFAULT '{}',
    ADD COLUMN nominating_districts text[] NOT NULL DEFAULT '{}',
    ADD COLUMN nomination_quota smallint CHECK (nomination_quota BETWEEN 0 AND 100),
    ADD COLUMN pets_allowed boolean,             -- NULL: nobody told us
    ADD CONSTRAINT schemes_rating_check CHECK (
        CASE rating_scheme
            WHEN 'cqc' THEN rating IN ('outstanding', 'good', 'requires_improvement', 'inadequate')
            WHEN 'pamms' THEN rating IN ('excellent', 'good', 'requires_improvement', 'poor')
            WHEN 'qaf' THEN rating IN ('a', 'b', 'c', 'd')
            ELSE rating IS NULL AND rated_on IS NULL
        END);
CREATE INDEX schemes_manager ON schemes (manager_id);
CREATE INDEX schemes_district ON schemes (district_code);

-- What is NULL of a unit's own rules is as the scheme has it.
ALTER TABLE units
    ADD COLUMN lift boolean,                     -- NULL: nobody told us
    ADD COLUMN part_m text CHECK (part_m IN ('m4_1', 'm4_2', 'm4_3_2_a', 'm4_3_2_b')),
    ADD COLUMN facilities text[] NOT NULL DEFAULT '{}',  -- shared; service.domain.terms.Facility
    ADD COLUMN charge_period text CHECK (charge_period IN (
        'weekly', 'fortnightly', 'four_weekly', 'monthly')),
    ADD COLUMN basic_rent_pence integer CHECK (basic_rent_pence BETWEEN 0 AND 5000000),
    ADD COLUMN eligible_charge_pence integer CHECK (eligible_charge_pence BETWEEN 0 AND 5000000),
    ADD COLUMN ineligible_charge_pence integer
        CHECK (ineligible_charge_pence BETWEEN 0 AND 5000000),
    ADD COLUMN personal_charge_pence integer CHECK (personal_charge_pence BETWEEN 0 AND 5000000),
    ADD COLUMN support_level smallint CHECK (support_level BETWEEN 0 AND 3),
    ADD COLUMN client_groups text[],
    ADD COLUMN age_min smallint CHECK (age_min BETWEEN 0 AND 120),
    ADD COLUMN age_max smallint CHECK (age_max BETWEEN age_min AND 120),
    ADD COLUMN sexes text CHECK (sexes IN ('any', 'women', 'men')),
    ADD COLUMN household_kind text CHECK (household_kind IN ('any', 'single_people', 'couples')),
    ADD COLUMN household_max smallint CHECK (household_max BETWEEN 1 AND 50),
    ADD COLUMN pets_allowed boolean,
    ADD CONSTRAINT units_charges_check CHECK (num_nonnulls(
        charge_period, basic_rent_pence, eligible_charge_pence, ineligible_charge_pence,
        personal_charge_pence) IN (0, 5));

-- A home lent for another use: while it is lent it counts as that. One loan at a time.
CREATE TABLE unit_loans (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id bigint NOT NULL REFERENCES units,
    kind text NOT NULL CHECK (kind IN (
        'supported_living', 'independent_living', 'housing_with_care', 'enablement', 'step_down',
        'hostel', 'refuge', 'dispersed', 'second_stage', 'general_needs', 'sheltered',
        'shared_lives', 'private_rented')),
    support_level smallint NOT NULL CHECK (support_level BETWEEN 0 AND 3),
    client_groups text[] NOT NULL,               -- empty: anyone
    starts_on date NOT NULL,
    due_back_on date NOT NULL CHECK (due_back_on > starts_on),
    returned_on date CHECK (returned_on >= starts_on),
    lent_by text NOT NULL,
    lent_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX unit_loans_one_a_unit ON unit_loans (unit_id) WHERE returned_on IS NULL;
CREATE INDEX unit_loans_unit ON unit_loans (unit_id, starts_on);

CALL audit_table('unit_loans', 'id');
ALTER TABLE unit_loans ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON unit_loans TO homeward_app;
CREATE POLICY homeward ON unit_loans TO homeward_app
    USING ((SELECT asking_role() = 'system')) WITH CHECK ((SELECT asking_role() = 'system'));
CREATE POLICY officers ON unit_loans FOR SELECT TO homeward_app
    USING ((SELECT asking_role() = 'officer'));
CREATE POLICY own ON unit_loans FOR SELECT TO homeward_app USING (
    (SELECT asking_role() IN ('landlord', 'support_provider'))
    AND EXISTS (SELECT FROM units AS u WHERE u.id = unit_id));

-- A manager's people see the scheme as its landlord's do, and each sees who the other is.
ALTER POLICY own ON schemes USING (
    ((SELECT asking_role() = 'landlord')
     AND (landlord_id = (SELECT asking_landlord()) OR manager_id = (SELECT asking_landlord())))
    OR ((SELECT asking_role() = 'support_provider')
        AND support_provider_id = (SELECT asking_provider())));
ALTER POLICY own ON landlords USING (
    ((SELECT asking_role() = 'landlord') AND id = (SELECT asking_landlord()))
    OR ((SELECT asking_role() IN ('landlord', 'support_provider'))
        AND EXISTS (SELECT FROM schemes AS s
                    WHERE s.landlord_id = landlords.id OR s.manager_id = landlords.id)));
-- The rules that hold for each home on a day: its loan's, else its own, else its scheme's. The most
-- people is the least that either rule allows.
CREATE FUNCTION homes_on(day date) RETURNS TABLE (
    unit_id bigint, scheme_id bigint, kind text, support_level smallint, client_groups text[],
    age_min smallint, age_max smallint, sexes text, household_kind text, household_max integer,
    pets_allowed boolean, features text[], loan_id bigint, due_back_on date)
LANGUAGE sql STABLE
AS $$
    SELECT u.id, u.scheme_id, coalesce(n.kind, s.kind),
           coalesce(n.support_level, u.support_level, s.support_level),
           coalesce(n.client_groups, u.client_groups, s.client_groups),
           coalesce(u.age_min, s.age_min), coalesce(u.age_max, s.age_max),
           coalesce(u.sexes, s.sexes), coalesce(u.household_kind, s.household_kind),
           least(coalesce(u.household_max, s.household_max)::integer,
                 CASE coalesce(u.household_kind, s.household_kind)
                     WHEN 'single_people' THEN 1 WHEN 'couples' THEN 2 END),
           coalesce(u.pets_allowed, s.pets_allowed),
           CASE coalesce(u.pets_allowed, s.pets_allowed)
               WHEN true THEN array_remove(u.features, 'allows_pets') || '{allows_pets}'
               WHEN false THEN array_remove(u.features, 'allows_pets')
               ELSE u.features
           END,
           n.id, n.due_back_on
    FROM units AS u
    JOIN schemes AS s ON s.id = u.scheme_id
    LEFT JOIN unit_loans AS n
        ON n.unit_id = u.id AND n.returned_on IS NULL AND n.starts_on <= day
$$;
CREATE FUNCTION uk_today() RETURNS date
LANGUAGE sql STABLE
AS $$
    SELECT (now() AT TIME ZONE 'Europe/London')::date
$$;

COMMENT ON COLUMN schemes.manager_id IS
    'Organisation that runs the scheme for its landlord; empty: the landlord. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.staffing IS
    'When staff are there. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.rating_scheme IS
    'Who rated its quality: CQC, PAMMS or the QAF. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.rating IS
    'Its rating on that scale. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.rated_on IS
    'Day of the rating. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.gate_holds IS
    'Whether a rating below what is asked shuts it to new people. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.household_kind IS
    'Kind of household that it takes. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.household_max IS
    'Most people who may live in one of its homes. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.connection_districts IS
    'Districts, a local connection with one of which is asked. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.nominating_districts IS
    'Districts whose registers may nominate; none named: all. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.nomination_quota IS
    'Share of lettings that those registers nominate to, per cent. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.pets_allowed IS
    'Whether pets are allowed. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.lift IS
    'Whether a lift reaches its floor. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.part_m IS
    'Category of Part M of the Building Regulations. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.facilities IS
    'What is shared with other homes. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.charge_period IS
    'Period that the charges are for. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.basic_rent_pence IS
    'Rent without charges, pence a period. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.eligible_charge_pence IS
    'Service charges that Housing Benefit can meet, pence a period. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.ineligible_charge_pence IS
    'Service charges that it cannot meet, pence a period. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.personal_charge_pence IS
    'Charges for what is used in the home, as heating, pence a period. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.support_level IS
    'Support of this home, where it is not the scheme''s. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.client_groups IS
    'Whom this home is for, where it is not the scheme''s. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.age_min IS
    'Youngest age of this home, where it is not the scheme''s. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.age_max IS
    'Oldest age of this home, where it is not the scheme''s. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.sexes IS
    'Which adults this home is for, where it is not the scheme''s. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.household_kind IS
    'Kind of household of this home, where it is not the scheme''s. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.household_max IS
    'Most people in this home, where it is not the scheme''s. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.pets_allowed IS
    'Whether this home allows pets, where it is not the scheme''s. Category: not personal. Kept: home.';

COMMENT ON TABLE unit_loans IS
    'Homes that are lent for another use, and when they are due back.';
COMMENT ON COLUMN unit_loans.id IS
    'Number of the loan. Category: not personal. Kept: home.';
COMMENT ON COLUMN unit_loans.unit_id IS
    'Home that is lent. Category: not personal. Kept: home.';
COMMENT ON COLUMN unit_loans.kind IS
    'Kind of scheme that it counts as while it is lent. Category: not personal. Kept: home.';
COMMENT ON COLUMN unit_loans.support_level IS
    'Support given there while it is lent. Category: not personal. Kept: home.';
COMMENT ON COLUMN unit_loans.client_groups IS
    'Whom it is for while it is lent. Category: not personal. Kept: home.';
COMMENT ON COLUMN unit_loans.starts_on IS
    'First day of the loan. Category: not personal. Kept: home.';
COMMENT ON COLUMN unit_loans.due_back_on IS
    'Day on which it is due back. Category: not personal. Kept: home.';
COMMENT ON COLUMN unit_loans.returned_on IS
    'Day on which it came back; empty: it has not. Category: not personal. Kept: home.';
COMMENT ON COLUMN unit_loans.lent_by IS
    'Name of whoever lent it. Category: staff. Kept: home.';
COMMENT ON COLUMN unit_loans.lent_at IS
    'When that was written down. Category: not personal. Kept: home.';
