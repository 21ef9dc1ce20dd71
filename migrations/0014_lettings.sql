-- The life of a nomination up to a signed letting: its steps, what is due and when, the decision as it
-- was made, what is written to organisations, and versions of rows so that no change is lost.

-- Each change of a row that people edit counts its version on, which a later writer must name.
CREATE FUNCTION count_version() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
$$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['landlords', 'schemes', 'units', 'vacancies', 'applicants',
                                'nominations'] LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN version integer NOT NULL DEFAULT 1', name);
        EXECUTE format('CREATE TRIGGER %1$s_version BEFORE UPDATE ON %1$I FOR EACH ROW '
                       'WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION count_version()', name);
        EXECUTE format('COMMENT ON COLUMN %I.version IS '
                       '''How often the row was changed, so that no change is lost. '
                       'Category: not personal. Kept: %s.''', name,
                       CASE name WHEN 'applicants' THEN 'application'
                                 WHEN 'nominations' THEN 'nomination' ELSE 'home' END);
    END LOOP;
END
$$;

-- As before (migrations/0011), but that a version says nothing which the other columns do not.
CREATE OR REPLACE FUNCTION changed_rows(name regclass, keys text[], person text, secret text[]) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT format(
        'SELECT %1$s AS person, %2$s AS other, jsonb_build_object(%3$s) AS row_key, '
        '%4$s AS before, %5$s AS after '
        'FROM gone AS g FULL JOIN added AS a ON jsonb_build_array(%6$s) = jsonb_build_array(%7$s), '
        'LATERAL (SELECT ARRAY[%8$s]::text[] AS columns) AS same '
        'WHERE g IS DISTINCT FROM a',
        CASE person WHEN '' THEN 'NULL::bigint' ELSE format('coalesce(g.%1$I, a.%1$I)', person) END,
        CASE person WHEN '' THEN 'NULL::bigint' ELSE format('a.%I', person) END,
        (SELECT string_agg(format('%1$L, coalesce(g.%1$I, a.%1$I)', k), ', ') FROM unnest(keys) AS k),
        CASE secret WHEN '{}' THEN 'to_jsonb(g) - same.columns'
            ELSE format('untold(to_jsonb(g) - same.columns, %L)', secret) END,
        CASE secret WHEN '{}' THEN 'to_jsonb(a) - same.columns'
            ELSE format('untold(to_jsonb(a) - same.columns, %L)', secret) END,
        (SELECT string_agg(format('g.%I', k), ', ' ORDER BY k) FROM unnest(keys) AS k),
        (SELECT string_agg(format('a.%I', k), ', ' ORDER BY k) FROM unnest(keys) AS k),
        (SELECT string_agg(format('CASE WHEN %2$L OR g.%1$I IS NOT DISTINCT FROM a.%1$I '
                                  'THEN %1$L END', attname, attname = 'version'),
                           ', ' ORDER BY attnum)
         FROM pg_attribute WHERE attrelid = name AND attnum > 0 AND NOT attisdropped))
$$;

ALTER TABLE vacancies
    ADD COLUMN nominees smallint NOT NULL DEFAULT 1 CHECK (nominees BETWEEN 1 AND 5);
COMMENT ON COLUMN vacancies.nominees IS
    'How many people the landlord asks to choose from at once. Category: not personal. Kept: home.';

ALTER TABLE nominations
    DROP CONSTRAINT nominations_state_check,
    ADD CONSTRAINT nominations_state_check CHECK (state IN (
        'nominated', 'offered', 'viewing', 'accepted', 'move_in_set', 'let', 'decline_review',
        'declined', 'withdrawn', 'expired', 'superseded')),
    ADD COLUMN is_live boolean GENERATED ALWAYS AS (state IN (
        'nominated', 'offered', 'viewing', 'accepted', 'move_in_set', 'decline_review')) STORED,
    ADD COLUMN is_offer boolean GENERATED ALWAYS AS (state IN (
        'offered', 'viewing', 'accepted', 'move_in_set')) STORED,
    ADD COLUMN state_since timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN due_on date,                      -- NULL: nobody is waited for
    ADD COLUMN reminders smallint NOT NULL DEFAULT 0 CHECK (reminders >= 0),
    ADD COLUMN escalated_on date,
    ADD COLUMN support_agreed_by text,           -- the support provider will support this person
    ADD COLUMN support_agreed_at timestamptz,
    ADD COLUMN viewing_at timestamptz,
    ADD COLUMN move_in_on date,
    ADD COLUMN declined_party text CHECK (declined_party IN (
        'applicant', 'landlord', 'support_provider', 'system')),
    ADD COLUMN declined_reason text,             -- service.domain.declines
    ADD COLUMN n_considered integer CHECK (n_considered >= 0),   -- who fitted the vacancy that day
    ADD COLUMN n_passed_over integer CHECK (n_passed_over BETWEEN 0 AND n_considered),
    ADD CHECK (num_nonnulls(support_agreed_by, support_agreed_at) IN (0, 2)),
    ADD CHECK (num_nonnulls(declined_party, declined_reason) IN (0, 2)),
    ADD CHECK (state NOT IN ('decline_review', 'declined') OR declined_reason IS NOT NULL);
DROP INDEX nominations_one_live_a_vacancy, nominations_one_live_an_applicant;
CREATE UNIQUE INDEX nominations_one_live_an_applicant ON nominations (applicant_id) WHERE is_live;
CREATE UNIQUE INDEX nominations_one_live_of_a_pair ON nominations (vacancy_id, applicant_id)
    WHERE is_live;
CREATE UNIQUE INDEX nominations_one_offer_a_vacancy ON nominations (vacancy_id) WHERE is_offer;
CREATE INDEX nominations_live_of_a_vacancy ON nominations (vacancy_id) WHERE is_live;
CREATE INDEX nominations_due ON nominations (due_on) WHERE due_on IS NOT NULL;

-- Since when a nomination is in its state: what deadlines and reports count from.
CREATE FUNCTION keep_nomination_since() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.state_since := now();
    RETURN NEW;
END
$$;
CREATE TRIGGER nominations_since BEFORE UPDATE OF state ON nominations
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION keep_nomination_since();

COMMENT ON COLUMN nominations.is_live IS
    'Whether it stands, which follows from its state. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.is_offer IS
    'Whether the home is offered to them, which follows from its state. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.state_since IS
    'Since when it is in its state. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.due_on IS
    'Day by which the next step is due. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.reminders IS
    'How often somebody was reminded of the next step. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.escalated_on IS
    'Day on which officers were told that the next step is late. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.support_agreed_by IS
    'Name of whoever said that the support provider agrees. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nominations.support_agreed_at IS
    'When the support provider agreed. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.viewing_at IS
    'When they view the home. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.move_in_on IS
    'Day on which they are to move in. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.declined_party IS
    'Who declined: the applicant, the landlord, the support provider, or neither of them. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.declined_reason IS
    'Why it was declined, out of a list. Category: personal. Kept: application.';
COMMENT ON COLUMN nominations.n_considered IS
    'How many applicants the vacancy was open to on the day. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.n_passed_over IS
    'How many of them stood before the person nominated. Category: not personal. Kept: nomination.';

-- Every step that was taken with a nomination, by whom, and whether it was undone.
CREATE TABLE nomination_steps (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nomination_id bigint NOT NULL REFERENCES nominations ON DELETE CASCADE,
    applicant_id bigint REFERENCES applicants,   -- NULL: their record was erased
    step text NOT NULL CHECK (step <> ''),       -- service.domain.steps
    from_state text,                             -- NULL: it did not exist
    to_state text NOT NULL,
    account_id bigint REFERENCES accounts,       -- NULL: Homeward itself
    taken_by text NOT NULL,
    taken_role text NOT NULL,
    on_behalf_of text CHECK (on_behalf_of IN ('applicant', 'landlord', 'support_provider')),
    taken_at timestamptz NOT NULL DEFAULT now(),
    reason text,                                 -- out of a list
    note text,                                   -- free words; only 'erased' once the record is erased
    before jsonb NOT NULL DEFAULT '{}',          -- columns of the nomination as they were, to undo it
    undone_by text,
    undone_at timestamptz,
    CHECK (num_nonnulls(undone_by, undone_at) IN (0, 2))
);
CREATE INDEX nomination_steps_nomination ON nomination_steps (nomination_id, id);
CREATE INDEX nomination_steps_applicant ON nomination_steps (applicant_id);
CREATE INDEX nomination_steps_taken ON nomination_steps (taken_at, id);

-- The decision as it was: who was considered for the vacancy, in which order, and why who was passed
-- over. Those behind whoever was nominated are counted, and the first of them kept.
CREATE TABLE considered (
    nomination_id bigint NOT NULL REFERENCES nominations ON DELETE CASCADE,
    position integer NOT NULL CHECK (position > 0),  -- in the order of priority
    applicant_id bigint REFERENCES applicants ON DELETE SET NULL,  -- NULL: their record was erased
    tier smallint NOT NULL CHECK (tier BETWEEN 1 AND 5),
    registered_on date NOT NULL,
    worth integer NOT NULL,                      -- points of fit
    outcome text NOT NULL CHECK (outcome IN ('nominated', 'passed_over', 'after')),
    because text,                                -- why they were passed over, out of a list
    PRIMARY KEY (nomination_id, position)
);
CREATE INDEX considered_applicant ON considered (applicant_id);

-- A home let to a person from a day. A unit has one letting that goes on.
CREATE TABLE lettings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nomination_id bigint NOT NULL UNIQUE REFERENCES nominations,
    vacancy_id bigint NOT NULL UNIQUE REFERENCES vacancies,
    unit_id bigint NOT NULL REFERENCES units,
    applicant_id bigint REFERENCES applicants,   -- NULL: their record was erased
    signed_on date NOT NULL,
    starts_on date NOT NULL,
    ended_on date CHECK (ended_on >= starts_on),
    tenure text NOT NULL CHECK (tenure IN (
        'assured', 'assured_shorthold', 'starter', 'secure', 'flexible', 'licence', 'other')),
    rent_pence integer NOT NULL CHECK (rent_pence BETWEEN 0 AND 1000000),
    reference text,                              -- the landlord's own for the tenancy
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX lettings_one_a_unit ON lettings (unit_id) WHERE ended_on IS NULL;
CREATE INDEX lettings_applicant ON lettings (applicant_id);
CREATE INDEX lettings_starts ON lettings (starts_on);

-- How many working days each state may last, when it is escalated, and when it expires.
CREATE TABLE step_deadlines (
    state text PRIMARY KEY CHECK (state IN (
        'nominated', 'offered', 'viewing', 'accepted', 'move_in_set', 'decline_review')),
    working_days smallint NOT NULL CHECK (working_days BETWEEN 0 AND 60),
    escalate_after smallint NOT NULL CHECK (escalate_after BETWEEN 0 AND 60),
    expire_after smallint CHECK (expire_after BETWEEN 0 AND 120)   -- NULL: it never expires
);
INSERT INTO step_deadlines (state, working_days, escalate_after, expire_after) VALUES
    ('nominated', 3, 2, 10), ('offered', 3, 2, 10), ('viewing', 5, 2, 10), ('accepted', 5, 3, NULL),
    ('move_in_set', 3, 3, NULL), ('decline_review', 2, 2, NULL);

-- Whom an organisation wants written to, and of what.
CREATE TABLE contacts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    landlord_id bigint REFERENCES landlords ON DELETE CASCADE,
    provider_id bigint REFERENCES support_providers ON DELETE CASCADE,
    district_code text REFERENCES districts,     -- none of the three: the county's own officers
    name text NOT NULL CHECK (name <> ''),
    email text NOT NULL CHECK (email = lower(email) AND email <> ''),
    phone text,
    job text,                                    -- such as lettings, repairs
    about text[] NOT NULL,                       -- kinds of message; service.domain.messages
    how text NOT NULL CHECK (how IN ('each', 'daily', 'never')),
    CHECK (num_nonnulls(landlord_id, provider_id, district_code) <= 1),
    UNIQUE NULLS NOT DISTINCT (landlord_id, provider_id, district_code, email)
);

-- What is written to people by e-mail: no person's details, only a reference and where to look.
CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (key <> ''),  -- what it is about, so that nothing is written twice
    kind text NOT NULL,
    to_name text NOT NULL,
    to_email text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    nomination_id bigint REFERENCES nominations ON DELETE SET NULL,
    vacancy_id bigint REFERENCES vacancies ON DELETE SET NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    send_after timestamptz NOT NULL DEFAULT now(),   -- later: it waits for a daily digest
    tries smallint NOT NULL DEFAULT 0,
    error text,                                  -- of the last try
    sent_at timestamptz,
    sent_by text CHECK (sent_by IN ('outbox', 'smtp', 'notify')),
    given_up_at timestamptz,
    CHECK ((sent_at IS NULL) = (sent_by IS NULL)),
    CHECK (sent_at IS NULL OR given_up_at IS NULL)
);
CREATE INDEX messages_waiting ON messages (send_after)
    WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX messages_made ON messages (made_at, id);

-- What was answered to a request that names a key, so that asking again does nothing twice.
CREATE TABLE idempotency_keys (
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    key text NOT NULL CHECK (key <> ''),
    request_sha256 bytea NOT NULL,               -- of method, address and body
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_keys_made ON idempotency_keys (made_at);

CALL audit_table('nomination_steps', 'id', 'applicant_id');
CALL audit_table('considered', 'nomination_id,position', 'applicant_id');
CALL audit_table('lettings', 'id', 'applicant_id');
CALL audit_table('step_deadlines', 'state');
CALL audit_table('contacts', 'id');

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['nomination_steps', 'considered', 'lettings', 'step_deadlines',
                                'contacts', 'messages', 'idempotency_keys'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO homeward_app', name);
        EXECUTE format('CREATE POLICY homeward ON %I TO homeward_app '
                       'USING ((SELECT asking_role() = ''system'')) '
                       'WITH CHECK ((SELECT asking_role() = ''system''))', name);
    END LOOP;
    -- Steps of a nomination are seen by whoever sees the nomination.
    CREATE POLICY those_who_see_it ON nomination_steps FOR SELECT TO homeward_app USING (
        (SELECT asking_role() IN ('officer', 'landlord', 'support_provider'))
        AND EXISTS (SELECT FROM nominations AS n WHERE n.id = nomination_id));
    CREATE POLICY officers ON considered FOR SELECT TO homeward_app USING (
        (SELECT asking_role() = 'officer')
        AND EXISTS (SELECT FROM applicants AS a WHERE a.id = applicant_id));
    -- Whoever sees the nomination that a letting came of sees the letting.
    CREATE POLICY those_who_see_it ON lettings FOR SELECT TO homeward_app USING (
        (SELECT asking_role() IN ('officer', 'landlord', 'support_provider'))
        AND EXISTS (SELECT FROM nominations AS n WHERE n.id = nomination_id));
    CREATE POLICY anybody ON step_deadlines FOR SELECT TO homeward_app
        USING ((SELECT asking_role() IN ('officer', 'landlord', 'support_provider',
                                         'administrator')));
    CREATE POLICY administrators ON step_deadlines FOR UPDATE TO homeward_app
        USING ((SELECT asking_role() = 'administrator'))
        WITH CHECK ((SELECT asking_role() = 'administrator'));
    CREATE POLICY officers ON contacts FOR SELECT TO homeward_app
        USING ((SELECT asking_role() = 'officer'));
    CREATE POLICY administrators ON contacts TO homeward_app
        USING ((SELECT asking_role() = 'administrator'))
        WITH CHECK ((SELECT asking_role() = 'administrator'));
    CREATE POLICY own ON contacts TO homeward_app USING (
        ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord()))
        OR ((SELECT asking_role() = 'support_provider')
            AND provider_id = (SELECT asking_provider()))) WITH CHECK (
        ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord()))
        OR ((SELECT asking_role() = 'support_provider')
            AND provider_id = (SELECT asking_provider())));
    CREATE POLICY administrators ON messages FOR SELECT TO homeward_app
        USING ((SELECT asking_role() = 'administrator'));
END
$$;

COMMENT ON TABLE nomination_steps IS
    'What was done with each nomination, step by step.';
COMMENT ON COLUMN nomination_steps.id IS
    'Number of the step. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.nomination_id IS
    'Nomination that it is of. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.applicant_id IS
    'Applicant who was put forward; empty once erased. Category: personal. Kept: application.';
COMMENT ON COLUMN nomination_steps.step IS
    'What was done. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.from_state IS
    'State of the nomination before. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.to_state IS
    'State of the nomination after. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.account_id IS
    'Account of whoever did it, who alone may undo it. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.taken_by IS
    'Name of whoever did it. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.taken_role IS
    'Role in which they did it. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.on_behalf_of IS
    'Whose answer they wrote down. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.taken_at IS
    'When it was done. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.reason IS
    'Why, out of a list. Category: personal. Kept: application.';
COMMENT ON COLUMN nomination_steps.note IS
    'Why, in free words; only ''erased'' once the record is erased. Category: personal. Kept: application.';
COMMENT ON COLUMN nomination_steps.before IS
    'Days and answers as they were before, so that it can be undone. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.undone_by IS
    'Name of whoever undid it. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nomination_steps.undone_at IS
    'When it was undone. Category: not personal. Kept: nomination.';

COMMENT ON TABLE considered IS
    'Who was considered for a vacancy when somebody was nominated, in the order of that day.';
COMMENT ON COLUMN considered.nomination_id IS
    'Nomination that was decided. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN considered.position IS
    'Place in the order of priority. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN considered.applicant_id IS
    'Applicant who was considered; empty once erased. Category: personal. Kept: application.';
COMMENT ON COLUMN considered.tier IS
    'Tier that they were in that day. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN considered.registered_on IS
    'Day from which their waiting counted. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN considered.worth IS
    'How well the home fitted them, in points. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN considered.outcome IS
    'Whether they were nominated, passed over, or stood after whoever was. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN considered.because IS
    'Why they were passed over, out of a list. Category: not personal. Kept: nomination.';

COMMENT ON TABLE lettings IS
    'Homes that were let through Homeward, and to whom.';
COMMENT ON COLUMN lettings.id IS
    'Number of the letting. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.nomination_id IS
    'Nomination that it came of. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.vacancy_id IS
    'Vacancy that was let. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.unit_id IS
    'Home that was let. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.applicant_id IS
    'Applicant to whom it was let; empty once erased. Category: personal. Kept: application.';
COMMENT ON COLUMN lettings.signed_on IS
    'Day on which the tenancy was signed. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.starts_on IS
    'First day of the tenancy. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.ended_on IS
    'Last day of the tenancy, once it is over. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.tenure IS
    'Kind of tenancy. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.rent_pence IS
    'Rent with charges as let, pence a week. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.reference IS
    'The landlord''s own reference of the tenancy. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN lettings.made_by IS
    'Name of whoever wrote it down. Category: staff. Kept: nomination.';
COMMENT ON COLUMN lettings.made_at IS
    'When it was written down. Category: not personal. Kept: nomination.';

COMMENT ON TABLE step_deadlines IS
    'How long each step of a nomination may take.';
COMMENT ON COLUMN step_deadlines.state IS
    'State of a nomination. Category: not personal. Kept: home.';
COMMENT ON COLUMN step_deadlines.working_days IS
    'Working days within which the next step is due. Category: not personal. Kept: home.';
COMMENT ON COLUMN step_deadlines.escalate_after IS
    'Working days late after which officers are told. Category: not personal. Kept: home.';
COMMENT ON COLUMN step_deadlines.expire_after IS
    'Working days late after which it ends by itself. Category: not personal. Kept: home.';

COMMENT ON TABLE contacts IS
    'People of landlords, support providers and councils who are written to.';
COMMENT ON COLUMN contacts.id IS
    'Number of the contact. Category: not personal. Kept: home.';
COMMENT ON COLUMN contacts.landlord_id IS
    'Landlord that they work for. Category: staff. Kept: home.';
COMMENT ON COLUMN contacts.provider_id IS
    'Support provider that they work for. Category: staff. Kept: home.';
COMMENT ON COLUMN contacts.district_code IS
    'District whose council they work for. Category: staff. Kept: home.';
COMMENT ON COLUMN contacts.name IS
    'Their name. Category: staff. Kept: home.';
COMMENT ON COLUMN contacts.email IS
    'Address at work to write to. Category: staff. Kept: home.';
COMMENT ON COLUMN contacts.phone IS
    'Number at work to ring. Category: staff. Kept: home.';
COMMENT ON COLUMN contacts.job IS
    'What they look after. Category: staff. Kept: home.';
COMMENT ON COLUMN contacts.about IS
    'What they want to be told of. Category: staff. Kept: home.';
COMMENT ON COLUMN contacts.how IS
    'Whether they are told at once, once a day or never. Category: staff. Kept: home.';

COMMENT ON TABLE messages IS
    'E-mails to organisations, which name references and no person.';
COMMENT ON COLUMN messages.id IS
    'Number of the message. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.key IS
    'What it is about, so that nothing is written twice. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.kind IS
    'Kind of message. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.to_name IS
    'Name of whoever it is for. Category: staff. Kept: message.';
COMMENT ON COLUMN messages.to_email IS
    'Address at work that it goes to. Category: staff. Kept: message.';
COMMENT ON COLUMN messages.subject IS
    'Its subject line. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.body IS
    'Its words. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.nomination_id IS
    'Nomination that it is about. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.vacancy_id IS
    'Vacancy that it is about. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.made_at IS
    'When it was written. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.send_after IS
    'When it may go. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.tries IS
    'How often sending was tried. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.error IS
    'Why the last try failed. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.sent_at IS
    'When it went. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.sent_by IS
    'By which way it went. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.given_up_at IS
    'When sending was given up. Category: not personal. Kept: message.';

COMMENT ON TABLE idempotency_keys IS
    'Answers to requests of the API that may be sent again.';
COMMENT ON COLUMN idempotency_keys.account_id IS
    'Account that asked. Category: staff. Kept: idempotency_key.';
COMMENT ON COLUMN idempotency_keys.key IS
    'Key that the request named. Category: not personal. Kept: idempotency_key.';
COMMENT ON COLUMN idempotency_keys.request_sha256 IS
    'Digest of what was asked. Category: not personal. Kept: idempotency_key.';
COMMENT ON COLUMN idempotency_keys.status IS
    'Status that was answered. Category: not personal. Kept: idempotency_key.';
COMMENT ON COLUMN idempotency_keys.headers IS
    'Headers that were answered. Category: not personal. Kept: idempotency_key.';
COMMENT ON COLUMN idempotency_keys.body IS
    'What was answered. Category: personal. Kept: idempotency_key.';
COMMENT ON COLUMN idempotency_keys.made_at IS
    'When it was answered. Category: not personal. Kept: idempotency_key.';
