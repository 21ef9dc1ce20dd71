-- Applicants: the household, what it needs, where it wants and must not live, and its priority.

CREATE TABLE applicants (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text NOT NULL UNIQUE CHECK (reference <> ''),
    name text NOT NULL CHECK (name <> ''),
    state text NOT NULL CHECK (state IN ('live', 'parked', 'housed', 'withdrawn')),
    tier smallint NOT NULL CHECK (tier BETWEEN 1 AND 5),     -- 1 is the most urgent
    registered_on date NOT NULL,
    district_code text NOT NULL REFERENCES districts,        -- whose register they wait on
    support_level smallint NOT NULL CHECK (support_level BETWEEN 0 AND 3),
    floating_level smallint NOT NULL DEFAULT 0 CHECK (floating_level BETWEEN 0 AND 3), -- met by floating support they already have
    client_groups text[] NOT NULL,
    accessibility_needs text[] NOT NULL,                     -- features the home must have
    rent_limit_pence integer CHECK (rent_limit_pence >= 0),  -- a week; NULL: not known
    ready_on date NOT NULL,                                  -- the first day they could move
    needed_by date CHECK (needed_by >= ready_on),            -- NULL: no last day
    overnight_carer boolean NOT NULL DEFAULT false,
    current_unit_id bigint REFERENCES units,                 -- where they live, if it is a unit of ours
    UNIQUE (current_unit_id)
);
CREATE INDEX applicants_queue ON applicants (tier, registered_on, id) WHERE state = 'live';

CREATE TABLE household_members (
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    position smallint NOT NULL CHECK (position BETWEEN 1 AND 20),  -- 1 is the lead applicant
    relation text NOT NULL CHECK (relation IN ('lead', 'partner', 'child', 'other')),
    born_on date NOT NULL,
    sex text NOT NULL CHECK (sex IN ('female', 'male')),
    needs_own_room boolean NOT NULL DEFAULT false,           -- cannot share, for disability or health
    PRIMARY KEY (applicant_id, position),
    CHECK ((position = 1) = (relation = 'lead'))
);

-- What bedrooms each rule set gives the household, by ages on a day; worked out anew when a birthday
-- that counts has passed.
CREATE TABLE bedroom_needs (
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    rule text NOT NULL CHECK (rule IN ('lha_uc', 'hb_social', 'bedroom_standard')),
    bedrooms smallint NOT NULL CHECK (bedrooms BETWEEN 1 AND 20),
    worked_out_on date NOT NULL,
    PRIMARY KEY (applicant_id, rule)
);

-- No row: anywhere. Rank 1 is the first choice.
CREATE TABLE wanted_areas (
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    rank smallint NOT NULL CHECK (rank BETWEEN 1 AND 20),
    place_id integer REFERENCES places,
    district_code text REFERENCES districts,
    PRIMARY KEY (applicant_id, rank),
    CHECK (num_nonnulls(place_id, district_code) = 1),
    UNIQUE NULLS NOT DISTINCT (applicant_id, place_id, district_code)
);

-- Never broken by any policy; for some it is where a perpetrator lives.
CREATE TABLE excluded_areas (
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    place_id integer REFERENCES places,
    district_code text REFERENCES districts,
    CHECK (num_nonnulls(place_id, district_code) = 1),
    UNIQUE NULLS NOT DISTINCT (applicant_id, place_id, district_code)
);
