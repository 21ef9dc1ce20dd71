-- name: make_table
-- Nothing; only under the lock.
CREATE TABLE migrations (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- name: has_table
-- Whether any migration was ever applied here.
SELECT to_regclass('migrations') IS NOT NULL;

-- name: lock
-- Nothing; holds other migrators off until the transaction ends.
SELECT pg_advisory_xact_lock(hashtext('homeward migrate'));

-- name: find_applied
-- The name and hash of each migration applied.
SELECT name, sha256 FROM migrations ORDER BY name;

-- name: add_applied
INSERT INTO migrations (name, sha256) VALUES (%(name)s, %(sha256)s);

-- name: grant_jobs
-- Nothing; the application queues jobs and looks at them. A job holds the number of a run, no more.
GRANT SELECT, INSERT ON procrastinate_jobs, procrastinate_events TO homeward_app;
GRANT SELECT ON procrastinate_workers TO homeward_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO homeward_app;
