-- name: find_references
-- The references that are the one asked for but for the case of letters.
SELECT reference FROM applicants WHERE lower(reference) = lower(%(reference)s) LIMIT 2;

-- name: lock_restricted
-- The restricted applicant with a reference, of one district if asked; held until the transaction
-- ends, so that one officer opens it once.
SELECT id, reference
FROM applicants
WHERE reference = %(reference)s AND is_restricted
  AND (%(district_code)s::text IS NULL OR district_code = %(district_code)s)
FOR UPDATE;

-- name: find_restricted
-- The same, without holding it.
SELECT id, reference
FROM applicants
WHERE reference = %(reference)s AND is_restricted
  AND (%(district_code)s::text IS NULL OR district_code = %(district_code)s);

-- name: find_open_until
-- Till when an applicant's record is open to whoever opened it.
SELECT max(open_until) AS open_until
FROM openings
WHERE applicant_id = %(applicant_id)s AND account_id = %(account_id)s AND open_until > now();

-- name: add_opening
-- Nothing.
INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason, open_until)
VALUES (%(applicant_id)s, %(reference)s, %(account_id)s, %(opened_by)s, %(reason)s,
        now() + %(open_for)s::interval);

-- name: find_openings
-- Every opening: those that nobody has reviewed first, then the newest.
SELECT id, applicant_id, applicant_reference, account_id, opened_by, reason, opened_at, open_until,
       reviewed_by, reviewed_at, was_justified, review_note, reviewed_at IS NOT NULL AS is_reviewed
FROM openings
ORDER BY is_reviewed, opened_at DESC, id DESC;

-- name: count_openings
-- How many openings there are, and how many wait for a review.
SELECT count(*) AS n, count(*) FILTER (WHERE reviewed_at IS NULL) AS n_waiting FROM openings;

-- name: get_opening
-- One opening.
SELECT id, applicant_id, applicant_reference, account_id, opened_by, reason, opened_at, open_until,
       reviewed_by, reviewed_at, was_justified, review_note, reviewed_at IS NOT NULL AS is_reviewed
FROM openings
WHERE id = %(opening_id)s;

-- name: lock_opening
-- The same, held until the transaction ends.
SELECT id, applicant_id, applicant_reference, account_id, opened_by, reason, opened_at, open_until,
       reviewed_by, reviewed_at, was_justified, review_note, reviewed_at IS NOT NULL AS is_reviewed
FROM openings
WHERE id = %(opening_id)s
FOR UPDATE;

-- name: review_opening
-- Nothing.
UPDATE openings
SET reviewed_by = %(reviewed_by)s, reviewed_at = now(), was_justified = %(was_justified)s,
    review_note = %(note)s
WHERE id = %(opening_id)s;
