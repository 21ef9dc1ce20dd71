-- Who may sign in, their sessions, and what they did.

CREATE TABLE accounts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('officer', 'landlord', 'planner')),
    landlord_id bigint REFERENCES landlords,
    password_hash text NOT NULL,
    disabled_at timestamptz,
    CHECK ((role = 'landlord') = (landlord_id IS NOT NULL))
);

CREATE TABLE sessions (
    token_sha256 bytea PRIMARY KEY,              -- the cookie itself is never stored
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    csrf_token text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_subject ON audit (subject, at);
