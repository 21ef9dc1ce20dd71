-- Applicants as officers write them down: what benefits and local connections hang on, changes of
-- circumstance from a day, who is out of the queue and until when, and drafts of the form in steps.

-- NULL: not known, which is not no.
ALTER TABLE applicants
    ADD COLUMN access_category smallint CHECK (access_category BETWEEN 0 AND 4),
    ADD COLUMN has_pets boolean,
    ADD COLUMN claims_housing_costs boolean,
    ADD COLUMN is_care_leaver boolean,
    ADD COLUMN hostel_three_months boolean,
    ADD COLUMN has_care_benefit boolean,
    ADD COLUMN is_mappa_managed boolean,
    ADD COLUMN fled_abuse boolean,
    ADD COLUMN fled_slavery boolean,
    ADD COLUMN has_served boolean,
    ADD COLUMN connections_known boolean NOT NULL DEFAULT false;  -- false: nobody asked yet

COMMENT ON COLUMN applicants.access_category IS
    'Part M category that the home must reach. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.has_pets IS
    'Whether they would bring a pet; empty: not known. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.claims_housing_costs IS
    'Whether they claim help with rent; empty: not known. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.is_care_leaver IS
    'Whether they left care; empty: not known. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.hostel_three_months IS
    'Whether they stayed in homeless hostels for 3 months with support; empty: not known. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.has_care_benefit IS
    'Whether they get a disability benefit''s care or daily living part; empty: not known. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.is_mappa_managed IS
    'Whether they are managed under MAPPA; empty: not known. Category: criminal offence. Kept: application.';
COMMENT ON COLUMN applicants.fled_abuse IS
    'Whether they fled domestic abuse; empty: not known. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.fled_slavery IS
    'Whether they are a victim of modern slavery; empty: not known. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.has_served IS
    'Whether they serve or served in the armed forces; empty: not known. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.connections_known IS
    'Whether somebody asked for their local connections. Category: personal. Kept: application.';


-- The numbers of references that Homeward gives.
CREATE SEQUENCE applicant_references;
GRANT USAGE ON SEQUENCE applicant_references TO homeward_app;

-- What ties somebody to a district; no row: nothing, or nobody asked.
CREATE TABLE connections (
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    position smallint NOT NULL CHECK (position BETWEEN 1 AND 20),
    district_code text NOT NULL REFERENCES districts,
    ground text NOT NULL CHECK (ground IN ('residence', 'employment', 'family', 'special')),
    since date,                                  -- NULL: not known
    until date CHECK (until >= since),           -- NULL: it goes on
    PRIMARY KEY (applicant_id, position)
);

-- What changed in somebody's record, from which day, and what followed of it.
CREATE TABLE circumstances (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    from_on date NOT NULL,
    changes jsonb NOT NULL,                      -- field -> {"before": ..., "after": ...}
    why text NOT NULL CHECK (why <> ''),
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    taken_at timestamptz,                        -- NULL: its day has not come
    effects jsonb NOT NULL DEFAULT '[]',         -- sentences, once it was taken
    failed_because text,                         -- it could not be taken on its day
    cancelled_by text,
    cancelled_at timestamptz,
    CHECK (num_nonnulls(cancelled_by, cancelled_at) IN (0, 2)),
    CHECK (num_nonnulls(taken_at, cancelled_at, failed_because) <= 1)
);
CREATE INDEX circumstances_applicant ON circumstances (applicant_id, from_on, id);
CREATE INDEX circumstances_waiting ON circumstances (from_on)
    WHERE taken_at IS NULL AND cancelled_at IS NULL AND failed_because IS NULL;

-- Why somebody is out of the queue, and until when. One stands at a time.
CREATE TABLE pauses (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('parked', 'withdrawn')),
    reason text NOT NULL CHECK (reason <> ''),   -- service.domain.pauses
    note text,
    until date,                                  -- NULL: until somebody says so
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    ended_by text,
    ended_at timestamptz,
    CHECK (num_nonnulls(ended_by, ended_at) IN (0, 2)),
    CHECK (kind = 'parked' OR until IS NULL)
);
CREATE UNIQUE INDEX pauses_one_stands ON pauses (applicant_id) WHERE ended_at IS NULL;
CREATE INDEX pauses_applicant ON pauses (applicant_id, id);
CREATE INDEX pauses_until ON pauses (until) WHERE ended_at IS NULL AND until IS NOT NULL;

-- Answers of the form in steps that are not in a record yet; they go by themselves.
CREATE TABLE applicant_drafts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    applicant_id bigint REFERENCES applicants ON DELETE CASCADE,  -- NULL: somebody new
    answers jsonb NOT NULL DEFAULT '{}',
    base jsonb NOT NULL DEFAULT '{}',            -- the record as it was when the draft began
    started_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX applicant_drafts_account ON applicant_drafts (account_id, changed_at);
CREATE INDEX applicant_drafts_applicant ON applicant_drafts (applicant_id);

-- Whoever is no longer parked or withdrawn, whatever moved them, has no such pause any more.
CREATE FUNCTION end_pauses() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE pauses SET ended_at = now(), ended_by = coalesce(asking('name'), 'Homeward')
    WHERE applicant_id = NEW.id AND ended_at IS NULL AND kind <> NEW.state;
    RETURN NULL;
END
$$;
CREATE TRIGGER applicants_pauses AFTER UPDATE OF state ON applicants
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION end_pauses();

CALL audit_table('connections', 'applicant_id,position', 'applicant_id');
CALL audit_table('circumstances', 'id', 'applicant_id');
CALL audit_table('pauses', 'id', 'applicant_id');

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['connections', 'circumstances', 'pauses', 'applicant_drafts'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO homeward_app', name);
        EXECUTE format('CREATE POLICY homeward ON %I TO homeward_app '
                       'USING ((SELECT asking_role() = ''system'')) '
                       'WITH CHECK ((SELECT asking_role() = ''system''))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['connections', 'circumstances', 'pauses'] LOOP
        EXECUTE format('CREATE POLICY officers ON %1$I FOR SELECT TO homeward_app USING ('
                       '(SELECT asking_role() = ''officer'') AND EXISTS ('
                       'SELECT FROM applicants AS a WHERE a.id = %1$I.applicant_id))', name);
    END LOOP;
END
$$;
-- A draft is its officer's own, and of a record that they no longer see it is nobody's.
CREATE POLICY own ON applicant_drafts TO homeward_app USING (
    (SELECT asking_role() = 'officer') AND account_id = (SELECT asking_account())
    AND (applicant_id IS NULL
         OR EXISTS (SELECT FROM applicants AS a WHERE a.id = applicant_id))) WITH CHECK (
    (SELECT asking_role() = 'officer') AND account_id = (SELECT asking_account())
    AND (applicant_id IS NULL
         OR EXISTS (SELECT FROM applicants AS a WHERE a.id = applicant_id)));

COMMENT ON TABLE connections IS
    'What ties people to districts: local connections.';
COMMENT ON COLUMN connections.applicant_id IS
    'Applicant it is of. Category: personal. Kept: application.';
COMMENT ON COLUMN connections.position IS
    'Place in the list. Category: not personal. Kept: application.';
COMMENT ON COLUMN connections.district_code IS
    'District that they are tied to. Category: personal. Kept: application.';
COMMENT ON COLUMN connections.ground IS
    'What ties them to it. Category: personal. Kept: application.';
COMMENT ON COLUMN connections.since IS
    'First day; empty: not known. Category: personal. Kept: application.';
COMMENT ON COLUMN connections.until IS
    'Last day; empty: it goes on. Category: personal. Kept: application.';

COMMENT ON TABLE circumstances IS
    'Changes of people''s circumstances, each from a day.';
COMMENT ON COLUMN circumstances.id IS
    'Number of the change. Category: not personal. Kept: application.';
COMMENT ON COLUMN circumstances.applicant_id IS
    'Applicant whose record changed. Category: personal. Kept: application.';
COMMENT ON COLUMN circumstances.from_on IS
    'Day from which it holds. Category: personal. Kept: application.';
COMMENT ON COLUMN circumstances.changes IS
    'What changed, before and after. Category: special category and criminal offence. Kept: application.';
COMMENT ON COLUMN circumstances.why IS
    'Why, in free words. Category: personal. Kept: application.';
COMMENT ON COLUMN circumstances.made_by IS
    'Name of whoever wrote it down. Category: staff. Kept: application.';
COMMENT ON COLUMN circumstances.made_at IS
    'When it was written down. Category: not personal. Kept: application.';
COMMENT ON COLUMN circumstances.taken_at IS
    'When it went into the record. Category: not personal. Kept: application.';
COMMENT ON COLUMN circumstances.effects IS
    'What followed of it. Category: personal. Kept: application.';
COMMENT ON COLUMN circumstances.failed_because IS
    'Why it could not go into the record. Category: personal. Kept: application.';
COMMENT ON COLUMN circumstances.cancelled_by IS
    'Name of whoever cancelled it. Category: staff. Kept: application.';
COMMENT ON COLUMN circumstances.cancelled_at IS
    'When it was cancelled. Category: not personal. Kept: application.';

COMMENT ON TABLE pauses IS
    'People out of the queue: parked, or withdrawn.';
COMMENT ON COLUMN pauses.id IS
    'Number of the pause. Category: not personal. Kept: application.';
COMMENT ON COLUMN pauses.applicant_id IS
    'Applicant who is out of the queue. Category: personal. Kept: application.';
COMMENT ON COLUMN pauses.kind IS
    'Whether they are parked or withdrew. Category: personal. Kept: application.';
COMMENT ON COLUMN pauses.reason IS
    'Why, out of a list. Category: special category and criminal offence. Kept: application.';
COMMENT ON COLUMN pauses.note IS
    'Why, in free words. Category: special category and criminal offence. Kept: application.';
COMMENT ON COLUMN pauses.until IS
    'Day on which they are looked at again. Category: personal. Kept: application.';
COMMENT ON COLUMN pauses.made_by IS
    'Name of whoever wrote it down. Category: staff. Kept: application.';
COMMENT ON COLUMN pauses.made_at IS
    'When it began. Category: not personal. Kept: application.';
COMMENT ON COLUMN pauses.ended_by IS
    'Name of whoever ended it. Category: staff. Kept: application.';
COMMENT ON COLUMN pauses.ended_at IS
    'When it ended. Category: not personal. Kept: application.';

COMMENT ON TABLE applicant_drafts IS
    'Answers of the form for applicants that are not finished.';
COMMENT ON COLUMN applicant_drafts.id IS
    'Number of the draft. Category: not personal. Kept: draft.';
COMMENT ON COLUMN applicant_drafts.account_id IS
    'Account whose draft it is. Category: staff. Kept: draft.';
COMMENT ON COLUMN applicant_drafts.applicant_id IS
    'Applicant whose change it is; empty: somebody new. Category: personal. Kept: draft.';
COMMENT ON COLUMN applicant_drafts.answers IS
    'Answers so far. Category: special category and criminal offence. Kept: draft.';
COMMENT ON COLUMN applicant_drafts.base IS
    'The record as it was when the draft began. Category: special category and criminal offence. Kept: draft.';
COMMENT ON COLUMN applicant_drafts.started_at IS
    'When it was begun. Category: not personal. Kept: draft.';
COMMENT ON COLUMN applicant_drafts.changed_at IS
    'When it was last changed. Category: not personal. Kept: draft.';
