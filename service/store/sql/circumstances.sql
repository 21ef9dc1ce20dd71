-- name: add_circumstance
-- The id of the change.
INSERT INTO circumstances (applicant_id, from_on, changes, why, made_by, taken_at, effects)
VALUES (%(applicant_id)s, %(from_on)s, %(changes)s, %(why)s, %(made_by)s,
        CASE WHEN %(is_taken)s THEN now() END, %(effects)s)
RETURNING id;

-- name: find_circumstances
-- Every change of a record, the latest first.
SELECT id, applicant_id, from_on, changes, why, made_by, made_at, taken_at, effects, failed_because,
       cancelled_by, cancelled_at
FROM circumstances
WHERE applicant_id = %(applicant_id)s
ORDER BY from_on DESC, id DESC;

-- name: take_next_due
-- The first change whose day has come, held; one that somebody else holds is theirs.
SELECT id, applicant_id, from_on, changes, why, made_by, made_at, taken_at, effects, failed_because,
       cancelled_by, cancelled_at
FROM circumstances
WHERE from_on <= %(on)s AND taken_at IS NULL AND cancelled_at IS NULL AND failed_because IS NULL
ORDER BY from_on, id
LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: set_taken
UPDATE circumstances SET taken_at = now(), effects = %(effects)s WHERE id = %(id)s;

-- name: set_failed
UPDATE circumstances SET failed_because = %(because)s WHERE id = %(id)s;

-- name: set_cancelled
-- The id, if it waited.
UPDATE circumstances SET cancelled_by = %(cancelled_by)s, cancelled_at = now()
WHERE id = %(id)s AND applicant_id = %(applicant_id)s
  AND taken_at IS NULL AND cancelled_at IS NULL AND failed_because IS NULL
RETURNING id;
