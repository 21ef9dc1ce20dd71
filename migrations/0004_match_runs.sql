-- Match runs and what they suggest. A run is written once, in one transaction, and never edited after.

CREATE TABLE match_runs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    match_on date NOT NULL,                      -- ages and dates are as of this day
    policy jsonb NOT NULL,
    seed bigint NOT NULL CHECK (seed >= 0),
    state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'running', 'done', 'failed', 'stopped')),
    stage text NOT NULL DEFAULT 'waiting for the worker',
    progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    started_at timestamptz,
    heartbeat_at timestamptz,
    finished_at timestamptz,
    households integer,
    applicants integer,
    vacancies integer,
    pairs bigint,                                -- eligible applicant-vacancy pairs
    placed integer,
    unplaced integer,
    value bigint,
    bound bigint,
    proved boolean,
    faults text[],
    seconds jsonb,                               -- stage -> seconds
    problem_sha256 text CHECK (problem_sha256 ~ '^[0-9a-f]{64}$'),
    versions jsonb,
    error text,
    CHECK (state <> 'done' OR num_nulls(finished_at, households, applicants, vacancies, placed,
        unplaced, value, bound, proved, faults, seconds, problem_sha256, versions) = 0),
    CHECK (state <> 'failed' OR (error IS NOT NULL AND finished_at IS NOT NULL))
);

CREATE TABLE proposals (
    run_id bigint NOT NULL REFERENCES match_runs ON DELETE CASCADE,
    applicant_id bigint NOT NULL REFERENCES applicants,
    vacancy_id bigint NOT NULL REFERENCES vacancies,
    worth integer NOT NULL,
    parts jsonb NOT NULL,                        -- part -> points
    alternatives integer NOT NULL,               -- other vacancies that were open to them
    PRIMARY KEY (run_id, applicant_id)
);
CREATE UNIQUE INDEX proposals_one_a_vacancy ON proposals (run_id, vacancy_id);

CREATE TABLE unplaced (
    run_id bigint NOT NULL REFERENCES match_runs ON DELETE CASCADE,
    applicant_id bigint NOT NULL REFERENCES applicants,
    reason text NOT NULL CHECK (reason IN ('no_eligible_home', 'higher_priority')),
    eligible integer NOT NULL,                   -- vacancies open to them
    rule text,                                   -- the binding rule, where no home is eligible
    opens integer NOT NULL,                      -- vacancies that relaxing that rule alone would open
    rules jsonb NOT NULL,                        -- rule -> vacancies it shut
    near_misses jsonb NOT NULL,                  -- the nearest vacancies: [{"vacancy_id", "rules"}]
    last_tier smallint,                          -- of the lowest-priority holder of a home open to them
    last_registered_on date,
    PRIMARY KEY (run_id, applicant_id)
);

CREATE TABLE empty_vacancies (
    run_id bigint NOT NULL REFERENCES match_runs ON DELETE CASCADE,
    vacancy_id bigint NOT NULL REFERENCES vacancies,
    eligible integer NOT NULL,                   -- applicants it was open to
    rule text,                                   -- the rule that shut most applicants out
    rules jsonb NOT NULL,                        -- rule -> applicants it shut out
    PRIMARY KEY (run_id, vacancy_id)
);

-- What a finished run was given and what it answered, without names: gzip-compressed JSON.
CREATE TABLE match_instances (
    run_id bigint PRIMARY KEY REFERENCES match_runs ON DELETE CASCADE,
    instance bytea NOT NULL,
    result bytea NOT NULL
);
