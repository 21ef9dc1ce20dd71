-- Restricted records, protected addresses, nominations and what was told of whom, and what is kept of
-- people after their record is gone.

ALTER TABLE applicants
    ADD COLUMN is_restricted boolean NOT NULL DEFAULT false;  -- kept by the trigger below

CREATE TABLE restrictions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('staff_relative', 'high_risk', 'domestic_abuse')),
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    lifted_by text,
    lifted_at timestamptz CHECK (lifted_at >= made_at),
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
CREATE UNIQUE INDEX restrictions_one_of_a_kind ON restrictions (applicant_id, kind)
    WHERE lifted_at IS NULL;

CREATE FUNCTION keep_is_restricted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    id_of bigint := coalesce(NEW.applicant_id, OLD.applicant_id);
    is_so boolean;
BEGIN
    SELECT EXISTS (SELECT FROM restrictions AS r
                   WHERE r.applicant_id = id_of AND r.lifted_at IS NULL) INTO is_so;
    UPDATE applicants SET is_restricted = is_so WHERE id = id_of AND is_restricted <> is_so;
    RETURN NULL;
END
$$;
CREATE TRIGGER restrictions_keep AFTER INSERT OR UPDATE OR DELETE ON restrictions
    FOR EACH ROW EXECUTE FUNCTION keep_is_restricted();

-- Who may read a restricted record without asking each time.
CREATE TABLE named_readers (
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    named_by text NOT NULL,
    named_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (applicant_id, account_id)
);
CREATE INDEX named_readers_account ON named_readers (account_id);

-- Breaking the glass: a restricted record opened for an hour with a reason, which is looked at after.
CREATE TABLE openings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    applicant_reference text NOT NULL,           -- as it was: the reviewer sees no record
    account_id bigint NOT NULL REFERENCES accounts,
    opened_by text NOT NULL,
    reason text NOT NULL CHECK (length(btrim(reason)) >= 10),
    opened_at timestamptz NOT NULL DEFAULT now(),
    open_until timestamptz NOT NULL CHECK (open_until > opened_at),
    reviewed_by text,
    reviewed_at timestamptz,
    was_justified boolean,
    review_note text,
    CHECK (num_nonnulls(reviewed_by, reviewed_at, was_justified) IN (0, 3))
);
CREATE INDEX openings_account ON openings (account_id, applicant_id);
CREATE INDEX openings_unreviewed ON openings (opened_at) WHERE reviewed_at IS NULL;

-- Where refuges and the like are. Nothing else of Homeward reads it: not the match, lists, exports or
-- search. Their schemes carry a town and a district, and no postcode.
CREATE TABLE protected_addresses (
    scheme_id bigint PRIMARY KEY REFERENCES schemes ON DELETE CASCADE,
    address text NOT NULL CHECK (address <> ''),
    postcode text NOT NULL REFERENCES postcodes,
    kept_by text NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO protected_addresses (scheme_id, address, postcode, kept_by)
SELECT id, name, postcode, 'Homeward'            -- what was known of it until now
FROM schemes
WHERE kind IN ('refuge', 'dispersed', 'second_stage') AND postcode IS NOT NULL;
UPDATE schemes SET postcode = NULL WHERE kind IN ('refuge', 'dispersed', 'second_stage');
ALTER TABLE schemes
    ADD CONSTRAINT schemes_protected_check
        CHECK (postcode IS NULL OR kind NOT IN ('refuge', 'dispersed', 'second_stage'));

-- An applicant put forward for a vacancy. Only a person nominates.
CREATE TABLE nominations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vacancy_id bigint NOT NULL REFERENCES vacancies,
    applicant_id bigint REFERENCES applicants,   -- NULL: their record was erased
    state text NOT NULL CHECK (state IN ('nominated', 'withdrawn')),
    nominated_by text NOT NULL,
    nominated_at timestamptz NOT NULL DEFAULT now(),
    run_id bigint REFERENCES match_runs ON DELETE SET NULL,  -- the run that proposed the two, if one did
    withdrawn_by text,
    withdrawn_at timestamptz,
    withdrawn_because text,
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK (num_nonnulls(withdrawn_by, withdrawn_at, withdrawn_because) IN (0, 3))
);
CREATE UNIQUE INDEX nominations_one_live_a_vacancy ON nominations (vacancy_id)
    WHERE state = 'nominated';
CREATE UNIQUE INDEX nominations_one_live_an_applicant ON nominations (applicant_id)
    WHERE state = 'nominated';
CREATE INDEX nominations_applicant ON nominations (applicant_id);

-- What was told of a person, to whom, and why that was lawful: what landlords and support providers see
-- of people is this and no more.
CREATE TABLE disclosures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nomination_id bigint NOT NULL REFERENCES nominations ON DELETE CASCADE,
    applicant_id bigint REFERENCES applicants,   -- NULL: their record was erased
    landlord_id bigint REFERENCES landlords,
    provider_id bigint REFERENCES support_providers,
    told jsonb,                                  -- field -> value as told; NULL: taken back
    lawful_basis text NOT NULL CHECK (lawful_basis IN (
        'consent', 'public_task', 'legal_obligation', 'vital_interests')),
    consented_on date,
    told_by text NOT NULL,
    told_at timestamptz NOT NULL DEFAULT now(),
    taken_back_at timestamptz,
    taken_back_because text,
    CHECK (num_nonnulls(landlord_id, provider_id) = 1),
    CHECK ((lawful_basis = 'consent') = (consented_on IS NOT NULL)),
    CHECK ((told IS NULL) = (taken_back_at IS NOT NULL)),
    CHECK ((taken_back_at IS NULL) = (taken_back_because IS NULL)),
    UNIQUE NULLS NOT DISTINCT (nomination_id, landlord_id, provider_id)
);
CREATE INDEX disclosures_applicant ON disclosures (applicant_id);

-- What is kept of an application for the statistics when the record is erased: nobody can be found by it.
CREATE TABLE past_applications (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),  -- a count would stand in step with erasures
    district_code text NOT NULL REFERENCES districts,
    tier smallint NOT NULL CHECK (tier BETWEEN 1 AND 5),
    bedrooms smallint NOT NULL,                  -- bedroom standard, 5 is 5 or more
    support_level smallint NOT NULL CHECK (support_level BETWEEN 0 AND 3),
    outcome text NOT NULL CHECK (outcome IN ('housed', 'withdrawn', 'live', 'parked')),
    registered_year smallint NOT NULL,
    erased_year smallint NOT NULL
);

-- When each record was erased and by which rule; the audit's check believes a gap only with one of these.
CREATE TABLE erasures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant_id bigint NOT NULL UNIQUE,         -- of the record that is gone
    rule text NOT NULL,
    erased_by text NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now()
);

-- Since when each applicant is in a state: what retention counts from.
ALTER TABLE applicants
    ADD COLUMN state_since date NOT NULL DEFAULT current_date;
CREATE FUNCTION keep_state_since() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.state_since := current_date;
    RETURN NEW;
END
$$;
CREATE TRIGGER applicants_state_since BEFORE UPDATE OF state ON applicants
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION keep_state_since();
