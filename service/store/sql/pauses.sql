-- name: find_pauses
-- Every pause of an applicant, the latest first.
SELECT id, kind, reason, note, until, made_by, made_at, ended_by, ended_at
FROM pauses
WHERE applicant_id = %(applicant_id)s
ORDER BY made_at DESC, id DESC;

-- name: set_state
UPDATE applicants SET state = %(kind)s WHERE id = %(applicant_id)s AND state <> %(kind)s;

-- name: end_standing
UPDATE pauses SET ended_by = %(made_by)s, ended_at = now()
WHERE applicant_id = %(applicant_id)s AND ended_at IS NULL;

-- name: add_pause
INSERT INTO pauses (applicant_id, kind, reason, note, until, made_by)
VALUES (%(applicant_id)s, %(kind)s, %(reason)s, %(note)s, %(until)s, %(made_by)s);

-- name: set_live
UPDATE applicants SET state = 'live' WHERE id = %(applicant_id)s;

-- name: end_due
-- How many are live again: those whose day has come and whom nobody else holds.
WITH due AS (
    SELECT a.id
    FROM applicants AS a
    JOIN pauses AS p ON p.applicant_id = a.id AND p.ended_at IS NULL AND p.kind = 'parked'
    WHERE a.state = 'parked' AND p.until <= %(on)s
    ORDER BY a.id
    FOR UPDATE OF a SKIP LOCKED
), back AS (
    UPDATE applicants AS a SET state = 'live' FROM due WHERE a.id = due.id RETURNING a.id
)
SELECT count(*) FROM back;
