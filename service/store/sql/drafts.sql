-- name: add_draft
-- The id.
INSERT INTO applicant_drafts (account_id, applicant_id, answers, base)
VALUES (%(account_id)s, %(applicant_id)s, %(base)s, %(base)s)
RETURNING id;

-- name: get_draft
-- A draft that whoever asks may see.
SELECT d.id, d.applicant_id, a.reference AS applicant_reference, d.answers, d.base, d.changed_at
FROM applicant_drafts AS d
LEFT JOIN applicants AS a ON a.id = d.applicant_id
WHERE d.id = %(id)s;

-- name: find_drafts
-- The drafts that whoever asks may see, the latest first.
SELECT d.id, d.applicant_id, a.reference AS applicant_reference, d.answers, d.base, d.changed_at
FROM applicant_drafts AS d
LEFT JOIN applicants AS a ON a.id = d.applicant_id
ORDER BY d.changed_at DESC, d.id;

-- name: set_answers
UPDATE applicant_drafts SET answers = answers || %(answers)s, changed_at = now() WHERE id = %(id)s;

-- name: delete_draft
-- The id; no row where it is gone already.
DELETE FROM applicant_drafts WHERE id = %(id)s RETURNING id;

-- name: delete_old
DELETE FROM applicant_drafts WHERE changed_at < now() - %(keep)s::interval;
