-- Signing in: second factors, links, sign-in with an organisation's own accounts, lock-outs, tokens.
-- No secret is kept that could be used as it stands: tokens and codes are kept as SHA-256 digests.
-- The key of a second factor has to be kept as it is, since its codes are worked out from it.

DELETE FROM sessions;
ALTER TABLE sessions
    ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD COLUMN needs text CHECK (needs IN ('code', 'second_factor')),  -- NULL: wholly signed in
    ADD COLUMN source text,                      -- the network address it was opened from
    ADD COLUMN browser text;                     -- what browser opened it, in a few words

CREATE TABLE second_factors (
    account_id bigint PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    secret text NOT NULL,                        -- base32, RFC 6238
    confirmed_at timestamptz,                    -- NULL: shown, and no code given yet
    last_step bigint NOT NULL DEFAULT 0          -- of the last code taken: each is taken once
);

CREATE TABLE recovery_codes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    code_sha256 bytea NOT NULL,
    used_at timestamptz,
    UNIQUE (account_id, code_sha256)
);

-- Invitations and new passwords: a link that works once.
CREATE TABLE links (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('invitation', 'new_password')),
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL CHECK (expires_at > made_at),
    used_at timestamptz
);
CREATE INDEX links_account ON links (account_id);

-- Proofs that failed or are being looked at, by what was tried (an account's address, known or not)
-- and by where from. One that succeeds is taken out again.
CREATE TABLE attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('address', 'source', 'code', 'token')),
    key_sha256 bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attempts_key ON attempts (kind, key_sha256, at);

-- Who an account is to an organisation's own sign-in (OpenID Connect).
CREATE TABLE identities (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    linked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (issuer, subject),
    UNIQUE (account_id, issuer)                  -- an account is one person to a provider
);

-- Sign-ins that have gone to the organisation and are not back yet.
CREATE TABLE sign_in_flows (
    state_sha256 bytea PRIMARY KEY,
    browser_sha256 bytea NOT NULL,               -- of a cookie: only the browser that began may end it
    nonce text NOT NULL,
    code_verifier text NOT NULL,
    next_path text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_tokens (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    landlord_id bigint NOT NULL REFERENCES landlords,
    name text NOT NULL CHECK (name <> ''),
    token_sha256 bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL CHECK (
        scopes <> '{}' AND scopes <@ '{read_vacancies,read_nominations}'::text[]),
    made_by bigint NOT NULL REFERENCES accounts,
    made_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL CHECK (expires_at > made_at),
    revoked_at timestamptz
);
CREATE INDEX api_tokens_landlord ON api_tokens (landlord_id);

-- Apart from the tokens, whose every change the audit keeps: a use is no change.
CREATE TABLE api_token_uses (
    token_id bigint PRIMARY KEY REFERENCES api_tokens ON DELETE CASCADE,
    last_used_at timestamptz NOT NULL DEFAULT now()  -- to the minute
);
