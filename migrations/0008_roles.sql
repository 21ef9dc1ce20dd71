-- The role that Homeward's own work runs as, and who is asking. The application owns nothing, and
-- without a context it sees and writes nothing: every policy asks these functions.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'homeward_app') THEN
        CREATE ROLE homeward_app LOGIN;     -- it has no password until an operator gives it one
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server made it
END
$$;
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'homeward_app', 'MEMBER') THEN
        EXECUTE format('GRANT homeward_app TO %I', current_user);
    END IF;
END
$$;
GRANT USAGE ON SCHEMA public TO homeward_app;

-- What the transaction says of who asks; NULL when it says nothing.
CREATE FUNCTION asking(what text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('homeward.' || what, true), '') $$;

-- The role that policies go by: Homeward's own while it does what no person may do by hand.
CREATE FUNCTION asking_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN asking('elevated') = 'yes' THEN 'system' ELSE asking('role') END $$;

CREATE FUNCTION asking_account() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT asking('account')::bigint $$;

CREATE FUNCTION asking_landlord() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT asking('landlord')::bigint $$;

CREATE FUNCTION asking_provider() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT asking('provider')::bigint $$;

-- The district an officer is kept to; NULL: the whole county.
CREATE FUNCTION asking_district() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT asking('district') $$;

CREATE TABLE support_providers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name <> '')
);

ALTER TABLE schemes
    ADD COLUMN support_provider_id bigint REFERENCES support_providers;
CREATE INDEX schemes_support_provider ON schemes (support_provider_id);

ALTER TABLE accounts
    DROP CONSTRAINT accounts_role_check,
    DROP CONSTRAINT accounts_check,
    ALTER COLUMN password_hash DROP NOT NULL,    -- NULL: invited, or signs in with their organisation
    ADD COLUMN provider_id bigint REFERENCES support_providers,
    ADD COLUMN district_code text REFERENCES districts,
    ADD COLUMN made_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN signed_in_at timestamptz,
    ADD CONSTRAINT accounts_role_check CHECK (role IN (
        'officer', 'landlord', 'support_provider', 'planner', 'reviewer', 'administrator', 'auditor')),
    ADD CONSTRAINT accounts_landlord_check CHECK ((role = 'landlord') = (landlord_id IS NOT NULL)),
    ADD CONSTRAINT accounts_provider_check
        CHECK ((role = 'support_provider') = (provider_id IS NOT NULL)),
    ADD CONSTRAINT accounts_district_check CHECK (district_code IS NULL OR role = 'officer');
