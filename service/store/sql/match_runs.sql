-- name: add_run
-- The id of the new run.
INSERT INTO match_runs (asked_by, match_on, policy, seed, seconds_allowed, memory_mb_allowed, scope)
VALUES (%(asked_by)s, %(match_on)s, %(policy)s, %(seed)s, %(seconds_allowed)s,
        %(memory_mb_allowed)s, %(scope)s)
RETURNING id;

-- name: get_run
-- One run, with every column of store.match_runs.Run.
SELECT id, asked_by, asked_at, match_on, policy, seed, state, stage, progress, seconds_allowed,
       memory_mb_allowed, started_at, finished_at, households, applicants, vacancies, pairs, placed,
       unplaced, value, bound, proved, proof, settled, comparison, faults, seconds, problem_sha256,
       versions, error, scope
FROM match_runs
WHERE id = %(run_id)s;

-- name: find_runs
-- The newest runs first.
SELECT id, asked_by, asked_at, match_on, policy, seed, state, stage, progress, seconds_allowed,
       memory_mb_allowed, started_at, finished_at, households, applicants, vacancies, pairs, placed,
       unplaced, value, bound, proved, proof, settled, comparison, faults, seconds, problem_sha256,
       versions, error, scope
FROM match_runs
ORDER BY id DESC;

-- name: count_runs
-- How many runs there are.
SELECT count(*) FROM match_runs;

-- name: find_latest_done
-- The id of the newest finished run under the policy named for the day on which it was asked (give
-- or take the time zone); another policy, another day or a part of the county is a what-if, and no
-- answer for today.
SELECT max(id)
FROM match_runs
WHERE state = 'done' AND match_on BETWEEN asked_at::date - 1 AND asked_at::date + 1
  AND coalesce(policy ->> 'name', %(policy)s) = %(policy)s
  AND scope - 'title' = '{}';

-- name: find_unfinished
-- The id of a run for the same day, policy, seed, scope and allowance that is not over yet.
SELECT max(id)
FROM match_runs
WHERE state IN ('asked', 'running')
  AND match_on = %(match_on)s AND policy = %(policy)s AND seed = %(seed)s
  AND scope = %(scope)s
  AND seconds_allowed IS NOT DISTINCT FROM %(seconds_allowed)s
  AND memory_mb_allowed IS NOT DISTINCT FROM %(memory_mb_allowed)s;

-- name: start_run
-- What the run was asked to do, if it may be taken: asked for, or running and silent for two minutes.
UPDATE match_runs
SET state = 'running', stage = 'reading the county', progress = 0, started_at = now(),
    heartbeat_at = now()
WHERE id = %(run_id)s
  AND (state = 'asked' OR (state = 'running' AND heartbeat_at < now() - interval '2 minutes'))
RETURNING match_on, policy, seed, seconds_allowed, memory_mb_allowed, scope;

-- name: find_stalled
-- The ids of runs that have waited, or whose worker has been silent, for two minutes, and that no
-- job waits for.
SELECT id
FROM match_runs
WHERE state IN ('asked', 'running')
  AND coalesce(heartbeat_at, asked_at) < now() - interval '2 minutes'
  AND NOT EXISTS (
      SELECT FROM procrastinate_jobs
      WHERE queueing_lock = 'match_run:' || match_runs.id AND status = 'todo')
ORDER BY id;

-- name: set_progress
-- Whether the run still runs; a stopped run returns no row.
UPDATE match_runs
SET stage = %(stage)s, progress = %(progress)s, heartbeat_at = now()
WHERE id = %(run_id)s AND state = 'running'
RETURNING true;

-- name: finish_run
-- The run's id, if it still ran.
UPDATE match_runs
SET state = 'done', stage = 'done', progress = 100, finished_at = now(),
    households = %(households)s, applicants = %(applicants)s, vacancies = %(vacancies)s,
    pairs = %(pairs)s, placed = %(placed)s, unplaced = %(unplaced)s, value = %(value)s,
    bound = %(bound)s, proved = %(proved)s, proof = %(proof)s, settled = %(settled)s,
    comparison = %(comparison)s, faults = %(faults)s, seconds = %(seconds)s,
    problem_sha256 = %(problem_sha256)s, versions = %(versions)s
WHERE id = %(run_id)s AND state = 'running'
RETURNING id;

-- name: fail_run
-- Nothing; a run that is over stays as it is.
UPDATE match_runs
SET state = 'failed', stage = 'failed', finished_at = now(), error = %(error)s
WHERE id = %(run_id)s AND state IN ('asked', 'running');

-- name: release_run
-- Nothing.
UPDATE match_runs
SET state = 'asked', stage = 'waiting for the worker', progress = 0
WHERE id = %(run_id)s AND state = 'running';

-- name: stop_run
-- The run's id, if it was not over.
UPDATE match_runs
SET state = 'stopped', stage = 'stopped', finished_at = now()
WHERE id = %(run_id)s AND state IN ('asked', 'running')
RETURNING id;

-- name: count_households
-- Every household that waits.
SELECT count(*) FROM applicants WHERE state IN ('live', 'parked');
