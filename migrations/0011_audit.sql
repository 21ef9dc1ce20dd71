-- The record of who did what: rows are added and never changed, and each is chained to the one before
-- by a hash when its transaction commits. What a write changed is kept beside it, value by value, with
-- its own salted hash in the chain, so that a person's values can be erased and the chain still holds.

ALTER TABLE audit
    ADD COLUMN account_id bigint,                -- of the person; no reference: accounts may go, this stays
    ADD COLUMN role text,
    ADD COLUMN source text,                      -- the network address it came from
    ADD COLUMN reason text,
    ADD COLUMN applicant_ids bigint[];           -- whose records were read or written
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_applicants ON audit USING gin (applicant_ids);
CREATE INDEX audit_account ON audit (account_id, at);

CREATE TABLE audit_changes (
    audit_id bigint NOT NULL REFERENCES audit,
    position integer NOT NULL,
    applicant_id bigint,
    row_key jsonb NOT NULL,
    before jsonb,                                -- the columns that changed, or the whole row that went
    after jsonb,
    salt uuid,                                   -- NULL: the values were erased
    sha256 bytea NOT NULL,                       -- of salt, before and after, as they were
    PRIMARY KEY (audit_id, position),
    CHECK (salt IS NOT NULL OR num_nonnulls(before, after) = 0)
);
CREATE INDEX audit_changes_applicant ON audit_changes (applicant_id);

CREATE TABLE audit_chain (
    position bigint PRIMARY KEY CHECK (position > 0),  -- 1, 2, 3 and so on, without a gap
    audit_id bigint NOT NULL UNIQUE REFERENCES audit,
    sha256 bytea NOT NULL                        -- of the link before and of the row's words
);

CREATE FUNCTION change_words(salt uuid, before jsonb, after jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT convert_to(jsonb_build_array(salt, before, after)::text, 'UTF8')
$$;

-- Everything that an audit row says, as one text: what the chain is worked out from.
CREATE FUNCTION audit_words(one audit) RETURNS bytea
LANGUAGE sql STABLE
AS $$
    SELECT convert_to(jsonb_build_array(
        one.id, extract(epoch FROM one.at), one.actor, one.account_id, one.role, one.source,
        one.action, one.subject, one.reason, one.applicant_ids, one.details,
        (SELECT jsonb_agg(encode(c.sha256, 'hex') ORDER BY c.position)
         FROM audit_changes AS c WHERE c.audit_id = one.id))::text, 'UTF8')
$$;

-- Who and when are what the transaction says, never what the writer says.
CREATE FUNCTION sign_audit() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.at := now();
    NEW.actor := coalesce(asking('name'), NEW.actor, session_user);
    NEW.account_id := asking_account();
    NEW.role := coalesce(asking('role'), 'owner');
    NEW.source := asking('source');
    NEW.reason := coalesce(NEW.reason, asking('reason'));
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_sign BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION sign_audit();

-- At commit: one transaction after another adds its rows to the end of the chain.
CREATE FUNCTION chain_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    last audit_chain;
    row_said audit;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('homeward.audit', 0));
    SELECT * INTO last FROM audit_chain ORDER BY position DESC LIMIT 1;
    SELECT * INTO row_said FROM audit WHERE id = NEW.id;
    INSERT INTO audit_chain (position, audit_id, sha256)
    VALUES (coalesce(last.position, 0) + 1, NEW.id,
            sha256(coalesce(last.sha256, '\x'::bytea) || audit_words(row_said)));
    RETURN NULL;
END
$$;

DO $$
DECLARE
    row_said audit;
    link bytea := '\x';
    position_of bigint := 0;
BEGIN
    FOR row_said IN SELECT * FROM audit ORDER BY id LOOP
        position_of := position_of + 1;
        link := sha256(link || audit_words(row_said));
        INSERT INTO audit_chain VALUES (position_of, row_said.id, link);
    END LOOP;
END
$$;

CREATE CONSTRAINT TRIGGER audit_chain AFTER INSERT ON audit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_audit();

CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added and never changed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_changes_stay BEFORE DELETE OR TRUNCATE ON audit_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Of a change only the values may go, all of them at once.
CREATE FUNCTION only_erase() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF num_nonnulls(NEW.salt, NEW.before, NEW.after) > 0
       OR (NEW.audit_id, NEW.position, NEW.row_key, NEW.sha256)
          IS DISTINCT FROM (OLD.audit_id, OLD.position, OLD.row_key, OLD.sha256)
       OR NEW.applicant_id IS DISTINCT FROM OLD.applicant_id THEN
        RAISE EXCEPTION 'of a change in the audit only the values can be erased'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_changes_erase BEFORE UPDATE ON audit_changes
    FOR EACH ROW EXECUTE FUNCTION only_erase();

-- Some columns of a row, with secret ones told only as being there.
CREATE FUNCTION told_columns(one jsonb, secret text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(jsonb_object_agg(
        key, CASE WHEN key = ANY (secret) THEN '"(not kept)"' ELSE value END), '{}')
    FROM jsonb_each(one)
$$;

-- Writes down one statement's writes. Arguments: the key's columns, the column that names the
-- applicant ('' when there is none), and the columns whose values are secret.
CREATE FUNCTION audit_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    keys text[] := string_to_array(TG_ARGV[0], ',');
    person text := TG_ARGV[1];
    secret text[] := string_to_array(TG_ARGV[2], ',');
    written jsonb[];
    people bigint[];
    noted bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(to_jsonb(a)) INTO written FROM added AS a;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(jsonb_build_object('before', to_jsonb(g))) INTO written FROM gone AS g;
    ELSE
        SELECT array_agg(jsonb_build_object('before', pair.old_row, 'after', pair.new_row))
        INTO written
        FROM (SELECT to_jsonb(g) AS old_row, to_jsonb(a) AS new_row
              FROM gone AS g
              JOIN added AS a
                ON (SELECT jsonb_agg(to_jsonb(g) -> k) FROM unnest(keys) AS k)
                 = (SELECT jsonb_agg(to_jsonb(a) -> k) FROM unnest(keys) AS k)
              WHERE g IS DISTINCT FROM a) AS pair;
    END IF;
    IF written IS NULL THEN
        RETURN NULL;
    END IF;
    IF person <> '' THEN
        SELECT array_agg(DISTINCT id ORDER BY id) INTO people
        FROM (SELECT coalesce(w -> 'before', w) ->> person AS id FROM unnest(written) AS w
              UNION SELECT w -> 'after' ->> person FROM unnest(written) AS w) AS named(text_id),
             LATERAL (SELECT text_id::bigint AS id) AS one
        WHERE text_id IS NOT NULL;
    END IF;
    INSERT INTO audit (actor, action, subject, applicant_ids, details)
    VALUES (NULL, CASE TG_OP WHEN 'INSERT' THEN 'add' WHEN 'UPDATE' THEN 'change' ELSE 'delete' END,
            TG_TABLE_NAME, people,
            jsonb_build_object('rows', cardinality(written)) || CASE
                WHEN TG_OP = 'INSERT' AND person = '' THEN jsonb_build_object('keys', (
                    SELECT jsonb_agg((SELECT jsonb_object_agg(k, w -> k) FROM unnest(keys) AS k))
                    FROM unnest(written) AS w))
                ELSE '{}' END)
    RETURNING id INTO noted;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO audit_changes
            (audit_id, position, applicant_id, row_key, before, after, salt, sha256)
        SELECT noted, w.position, (w.said -> 'before' ->> nullif(person, ''))::bigint,
               (SELECT jsonb_object_agg(k, w.said -> 'before' -> k) FROM unnest(keys) AS k),
               told.before, told.after, told.salt,
               sha256(change_words(told.salt, told.before, told.after))
        FROM unnest(written) WITH ORDINALITY AS w(said, position),
             LATERAL (
                 SELECT gen_random_uuid() AS salt,
                        told_columns(CASE WHEN w.said ? 'after' THEN (
                            SELECT jsonb_object_agg(key, value)
                            FROM jsonb_each(w.said -> 'before')
                            WHERE value IS DISTINCT FROM w.said -> 'after' -> key)
                            ELSE w.said -> 'before' END, secret) AS before,
                        CASE WHEN w.said ? 'after' THEN told_columns((
                            SELECT jsonb_object_agg(key, value)
                            FROM jsonb_each(w.said -> 'after')
                            WHERE value IS DISTINCT FROM w.said -> 'before' -> key), secret)
                        END AS after) AS told;
    END IF;
    RETURN NULL;
END
$$;

CREATE PROCEDURE audit_table(name regclass, keys text, person text DEFAULT '', secret text DEFAULT '')
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS added '
                   'FOR EACH STATEMENT EXECUTE FUNCTION audit_write(%L, %L, %L)',
                   name, keys, person, secret);
    EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS gone '
                   'NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_write(%L, %L, %L)',
                   name, keys, person, secret);
    EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS gone '
                   'FOR EACH STATEMENT EXECUTE FUNCTION audit_write(%L, %L, %L)',
                   name, keys, person, secret);
END
$$;

CALL audit_table('landlords', 'id');
CALL audit_table('support_providers', 'id');
CALL audit_table('schemes', 'id');
CALL audit_table('units', 'id');
CALL audit_table('voids', 'id');
CALL audit_table('vacancies', 'id');
CALL audit_table('applicants', 'id', 'id');
CALL audit_table('household_members', 'applicant_id,position', 'applicant_id');
CALL audit_table('wanted_areas', 'applicant_id,rank', 'applicant_id');
CALL audit_table('excluded_areas', 'applicant_id,place_id,district_code', 'applicant_id');
CALL audit_table('bedroom_needs', 'applicant_id,rule', 'applicant_id');
CALL audit_table('restrictions', 'id', 'applicant_id');
CALL audit_table('named_readers', 'applicant_id,account_id', 'applicant_id');
CALL audit_table('openings', 'id', 'applicant_id');
CALL audit_table('nominations', 'id', 'applicant_id');
CALL audit_table('disclosures', 'id', 'applicant_id');
CALL audit_table('protected_addresses', 'scheme_id', '', 'address,postcode');
CALL audit_table('past_applications', 'id');
CALL audit_table('erasures', 'id', 'applicant_id');
CALL audit_table('accounts', 'id', '', 'password_hash');
CALL audit_table('second_factors', 'account_id', '', 'secret,last_step');
CALL audit_table('recovery_codes', 'id', '', 'code_sha256');
CALL audit_table('links', 'id', '', 'token_sha256');
CALL audit_table('identities', 'issuer,subject');
CALL audit_table('api_tokens', 'id', '', 'token_sha256');
