-- Homes: landlords own schemes, a scheme holds units, a unit stands void, a void is offered as a vacancy.
-- Money is integer pence a week.

CREATE TABLE landlords (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name <> ''),
    kind text NOT NULL CHECK (kind IN ('registered_provider', 'council', 'charity', 'private'))
);

CREATE TABLE schemes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    landlord_id bigint NOT NULL REFERENCES landlords,
    reference text NOT NULL UNIQUE CHECK (reference <> ''),
    name text NOT NULL CHECK (name <> ''),
    kind text NOT NULL CHECK (kind IN (
        'supported_living', 'independent_living', 'housing_with_care', 'enablement', 'step_down',
        'hostel', 'refuge', 'dispersed', 'second_stage', 'general_needs', 'sheltered',
        'shared_lives', 'private_rented')),
    support_level smallint NOT NULL CHECK (support_level BETWEEN 0 AND 3),
    client_groups text[] NOT NULL,               -- empty: anyone
    age_min smallint CHECK (age_min BETWEEN 0 AND 120),
    age_max smallint CHECK (age_max BETWEEN age_min AND 120),
    sexes text NOT NULL CHECK (sexes IN ('any', 'women', 'men')),
    intended_stay text NOT NULL CHECK (intended_stay IN ('very_short', 'short', 'medium', 'permanent')),
    postcode text REFERENCES postcodes,          -- empty where the address is protected
    place_id integer NOT NULL REFERENCES places,
    district_code text NOT NULL REFERENCES districts,
    source text NOT NULL                         -- who told us, or which document
);
CREATE INDEX schemes_landlord ON schemes (landlord_id);

CREATE TABLE units (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scheme_id bigint NOT NULL REFERENCES schemes,
    reference text NOT NULL UNIQUE CHECK (reference <> ''),
    bedrooms smallint NOT NULL CHECK (bedrooms BETWEEN 0 AND 10),   -- 0: a bedsit or studio
    shared boolean NOT NULL DEFAULT false,       -- a room let by itself
    floor smallint NOT NULL DEFAULT 0 CHECK (floor BETWEEN -2 AND 50),
    features text[] NOT NULL,                    -- accessibility features; service.domain.homes.Feature
    rent_pence integer NOT NULL CHECK (rent_pence BETWEEN 0 AND 1000000)
);
CREATE INDEX units_scheme ON units (scheme_id);

CREATE TABLE voids (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id bigint NOT NULL REFERENCES units,
    void_from date NOT NULL,
    ended_on date CHECK (ended_on >= void_from),
    reason text NOT NULL CHECK (reason IN (
        'new_build', 'move_on', 'tenancy_ended', 'death', 'transfer', 'abandoned', 'evicted',
        'repairs', 'other')),
    UNIQUE (id, unit_id)                         -- for vacancies to point at
);
CREATE UNIQUE INDEX voids_one_open_a_unit ON voids (unit_id) WHERE ended_on IS NULL;

CREATE TABLE vacancies (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text NOT NULL UNIQUE CHECK (reference <> ''),
    void_id bigint NOT NULL,
    unit_id bigint NOT NULL REFERENCES units,
    state text NOT NULL CHECK (state IN (
        'draft', 'registered', 'open', 'reserved', 'offered', 'let', 'withdrawn', 'out_of_service')),
    registered_on date NOT NULL,
    available_on date NOT NULL,
    bedroom_rule text NOT NULL CHECK (bedroom_rule IN ('lha_uc', 'hb_social', 'bedroom_standard')),
    bedroom_surplus smallint NOT NULL DEFAULT 0 CHECK (bedroom_surplus BETWEEN 0 AND 3),
    FOREIGN KEY (void_id, unit_id) REFERENCES voids (id, unit_id)   -- a vacancy is of its void's unit
);
CREATE UNIQUE INDEX vacancies_one_live_a_unit ON vacancies (unit_id)
    WHERE state IN ('draft', 'registered', 'open', 'reserved', 'offered');
CREATE INDEX vacancies_open ON vacancies (available_on) WHERE state = 'open';
