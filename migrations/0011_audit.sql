-- The record of who did what: rows are added and never changed, and each is chained to the one before
-- by a hash when its transaction commits. What a write changed is kept beside it, value by value, with
-- its own salted hash in the chain, so that a person's values can be erased and the chain still holds.
-- Why it was done is kept in the same way, for free words can tell of a person.

ALTER TABLE audit
    ADD COLUMN account_id bigint,                -- of the person; no reference: accounts may go, this stays
    ADD COLUMN role text,
    ADD COLUMN source text,                      -- the network address it came from
    ADD COLUMN reason text,
    ADD COLUMN reason_salt uuid,                 -- NULL: there is no reason, or it was erased
    ADD COLUMN reason_sha256 bytea,              -- of salt and reason, as they were
    ADD COLUMN applicant_ids bigint[],           -- whose records were read or written
    ADD CHECK ((reason IS NULL) = (reason_salt IS NULL)),
    ADD CHECK (reason IS NULL OR reason_sha256 IS NOT NULL);
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_applicants ON audit USING gin (applicant_ids);
CREATE INDEX audit_account ON audit (account_id, at);
CREATE INDEX audit_action ON audit (action, id);

CREATE TABLE audit_changes (
    audit_id bigint NOT NULL REFERENCES audit,
    position integer NOT NULL,
    applicant_id bigint,
    row_key jsonb,
    before jsonb,                                -- the columns that changed, or the whole row that went
    after jsonb,
    salt uuid,                                   -- NULL: key and values were erased
    sha256 bytea NOT NULL,                       -- of salt, key, before and after, as they were
    PRIMARY KEY (audit_id, position),
    CHECK ((salt IS NULL) = (row_key IS NULL)),
    CHECK (salt IS NOT NULL OR num_nonnulls(before, after) = 0)
);
CREATE INDEX audit_changes_applicant ON audit_changes (applicant_id);

CREATE TABLE audit_chain (
    position bigint PRIMARY KEY CHECK (position > 0),  -- 1, 2, 3 and so on, without a gap
    audit_id bigint NOT NULL UNIQUE REFERENCES audit,
    sha256 bytea NOT NULL                        -- of the link before and of the row's words
);

CREATE FUNCTION change_words(salt uuid, row_key jsonb, before jsonb, after jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT convert_to(jsonb_build_array(salt, row_key, before, after)::text, 'UTF8')
$$;

CREATE FUNCTION reason_words(salt uuid, reason text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT convert_to(jsonb_build_array(salt, reason)::text, 'UTF8')
$$;

-- Everything that an audit row says, as one text: what the chain is worked out from. The check of the
-- chain (service/store/sql/audit_chain.sql) spells the same words by itself.
CREATE FUNCTION audit_words(one audit) RETURNS bytea
LANGUAGE sql STABLE
AS $$
    SELECT convert_to(jsonb_build_array(
        one.id, extract(epoch FROM one.at), one.actor, one.account_id, one.role, one.source,
        one.action, one.subject, encode(one.reason_sha256, 'hex'), one.applicant_ids, one.details,
        (SELECT jsonb_agg(jsonb_build_array(c.position, c.applicant_id, encode(c.sha256, 'hex'))
                          ORDER BY c.position)
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
    NEW.reason_salt := CASE WHEN NEW.reason IS NOT NULL THEN gen_random_uuid() END;
    NEW.reason_sha256 := CASE WHEN NEW.reason IS NOT NULL
        THEN sha256(reason_words(NEW.reason_salt, NEW.reason)) END;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_sign BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION sign_audit();

-- At commit: one transaction after another adds its rows to the end of the chain. Each statement here
-- sees what has committed by then, as READ COMMITTED has it; a transaction that must see one moment
-- throughout and writes too is refused by the key of position, and may try again.
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
CREATE TRIGGER audit_stays BEFORE DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_changes_stay BEFORE DELETE OR TRUNCATE ON audit_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Of a change only the values may go, all of them at once and the row's key with them.
CREATE FUNCTION only_erase() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF num_nonnulls(NEW.salt, NEW.before, NEW.after) > 0
       OR (NEW.audit_id, NEW.position, NEW.sha256)
          IS DISTINCT FROM (OLD.audit_id, OLD.position, OLD.sha256)
       OR NEW.applicant_id IS DISTINCT FROM OLD.applicant_id THEN
        RAISE EXCEPTION 'of a change in the audit only the values can be erased'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.row_key := NULL;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_changes_erase BEFORE UPDATE ON audit_changes
    FOR EACH ROW EXECUTE FUNCTION only_erase();

-- Of a row only the reason may go, once the record of somebody it concerns is erased.
CREATE FUNCTION only_erase_reason() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF num_nonnulls(NEW.reason, NEW.reason_salt) > 0
       OR to_jsonb(NEW) - ARRAY['reason', 'reason_salt']
          IS DISTINCT FROM to_jsonb(OLD) - ARRAY['reason', 'reason_salt']
       OR NOT EXISTS (SELECT FROM erasures AS e WHERE e.applicant_id = ANY (OLD.applicant_ids)) THEN
        RAISE EXCEPTION 'of a row of the audit only the reason can be erased, with an applicant'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_erase BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION only_erase_reason();

-- A row with the values of secret columns told only as being there.
CREATE FUNCTION untold(one jsonb, secret text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT jsonb_object_agg(
        key, CASE WHEN key = ANY (secret) AND value <> 'null' THEN '"(not kept)"' ELSE value END)
    FROM jsonb_each(one)
$$;

-- The query that tells each row that an update changed, as it was and as it is: only the columns that
-- differ, and nothing of a row that stayed as it was. A row whose key changed is told as one that went
-- and one that came. The columns are spelt out because it has to be quick: an import changes ten
-- thousand rows at once.
CREATE FUNCTION changed_rows(name regclass, keys text[], person text, secret text[]) RETURNS text
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
        (SELECT string_agg(format('CASE WHEN g.%1$I IS NOT DISTINCT FROM a.%1$I THEN %1$L END',
                                  attname), ', ' ORDER BY attnum)
         FROM pg_attribute WHERE attrelid = name AND attnum > 0 AND NOT attisdropped))
$$;

-- The query that tells each row that a delete took away, whole.
CREATE FUNCTION deleted_rows(keys text[], person text, secret text[]) RETURNS text
LANGUAGE sql STABLE
AS $$
    SELECT format(
        'SELECT %1$s AS person, NULL::bigint AS other, jsonb_build_object(%2$s) AS row_key, '
        '%3$s AS before, NULL::jsonb AS after FROM gone AS g',
        CASE person WHEN '' THEN 'NULL::bigint' ELSE format('g.%I', person) END,
        (SELECT string_agg(format('%1$L, g.%1$I', k), ', ') FROM unnest(keys) AS k),
        CASE secret WHEN '{}' THEN 'to_jsonb(g)' ELSE format('untold(to_jsonb(g), %L)', secret) END)
$$;

-- Writes down one statement's writes. Arguments: the key's columns, the column that names the
-- applicant ('' when there is none), and the columns whose values are secret. Of added rows only the
-- applicants are told, or the keys where there are none: what they hold is in the rows, and in what is
-- told when they change.
CREATE FUNCTION audit_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    keys text[] := string_to_array(TG_ARGV[0], ',');
    person text := TG_ARGV[1];
    secret text[] := string_to_array(TG_ARGV[2], ',');
    -- While a record is erased, what goes with it is not written down anew: only that it went.
    is_erasing boolean := coalesce(asking('erasing') = 'yes' AND asking_role() = 'system', false);
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format(
            'INSERT INTO audit (actor, action, subject, applicant_ids, details) '
            'SELECT NULL, ''add'', $1, %s, jsonb_build_object(''rows'', count(*)%s) '
            'FROM added AS a HAVING count(*) > 0',
            CASE person WHEN '' THEN 'NULL'
                ELSE format('array_agg(DISTINCT a.%1$I ORDER BY a.%1$I)', person) END,
            CASE WHEN person = '' AND NOT is_erasing THEN (
                SELECT format(', ''keys'', jsonb_agg(jsonb_build_object(%s))',
                              string_agg(format('%1$L, a.%1$I', k), ', '))
                FROM unnest(keys) AS k) END)
        USING TG_TABLE_NAME;
        RETURN NULL;
    END IF;
    EXECUTE format(
        'WITH written AS MATERIALIZED (%s), '
        'told AS MATERIALIZED (SELECT row_number() OVER () AS position, gen_random_uuid() AS salt, * '
        'FROM written), '
        'noted AS (INSERT INTO audit (actor, action, subject, applicant_ids, details) '
        'SELECT NULL, $1, $2, (SELECT array_agg(id ORDER BY id) FROM ('
        'SELECT person FROM told UNION SELECT other FROM told) AS people(id) WHERE id IS NOT NULL), '
        'jsonb_build_object(''rows'', count(*)) FROM told HAVING count(*) > 0 RETURNING id) '
        'INSERT INTO audit_changes '
        '(audit_id, position, applicant_id, row_key, before, after, salt, sha256) '
        'SELECT noted.id, t.position, t.person, kept.*, '
        'sha256(change_words(t.salt, t.row_key, t.before, t.after)) '
        'FROM noted CROSS JOIN told AS t '
        'LEFT JOIN LATERAL (SELECT t.row_key, t.before, t.after, t.salt) AS kept ON NOT $3',
        CASE TG_OP WHEN 'UPDATE' THEN changed_rows(TG_RELID, keys, person, secret)
            ELSE deleted_rows(keys, person, secret) END)
    USING CASE TG_OP WHEN 'UPDATE' THEN 'change' ELSE 'delete' END, TG_TABLE_NAME, is_erasing;
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
CALL audit_table('schemes', 'id', '', 'postcode');  -- a refuge's must not be left here
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
