-- name: add_audit
-- Nothing.
INSERT INTO audit (actor, action, subject, details, applicant_ids)
VALUES (%(actor)s, %(action)s, %(subject)s, %(details)s, %(applicant_ids)s::bigint[]);

-- name: add_read
-- Nothing; who reads is what the transaction says.
INSERT INTO audit (actor, action, subject, applicant_ids)
VALUES (NULL, 'read', %(subject)s, %(applicant_ids)s);

-- name: find_audit
-- Rows that pass the filters, the newest first; of one's own table names, those whose words hold the text.
SELECT a.id, a.at, a.actor, a.role, a.source, a.action, a.subject, a.reason,
       coalesce(a.applicant_ids, '{}') AS applicant_ids, a.details
FROM audit AS a
WHERE (%(actor)s::text IS NULL OR strpos(lower(a.actor), lower(%(actor)s)) > 0)
  AND (%(action)s::text IS NULL OR a.action = %(action)s)
  AND (%(applicant_id)s::bigint IS NULL OR a.applicant_ids @> ARRAY[%(applicant_id)s::bigint])
  AND (%(text)s::text IS NULL OR strpos(lower(a.subject), lower(%(text)s)) > 0
       OR a.subject = ANY (%(tables)s))
  AND (%(since)s::timestamptz IS NULL OR a.at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR a.at < %(until)s)
ORDER BY id DESC;

-- name: get_audit
-- One row.
SELECT a.id, a.at, a.actor, a.role, a.source, a.action, a.subject, a.reason,
       coalesce(a.applicant_ids, '{}') AS applicant_ids, a.details
FROM audit AS a
WHERE a.id = %(audit_id)s;

-- name: find_changes
-- A page of what one row changed.
SELECT position, applicant_id, row_key, before, after, salt IS NULL AS is_erased
FROM audit_changes
WHERE audit_id = %(audit_id)s
ORDER BY position
LIMIT %(limit)s OFFSET %(offset)s;

-- name: count_changes
-- How many rows one row of the audit changed.
SELECT count(*) FROM audit_changes WHERE audit_id = %(audit_id)s;

-- name: find_actions
-- Every action that stands in the audit, each found by one step in the index.
WITH RECURSIVE each(action) AS (
    SELECT min(action) FROM audit
    UNION ALL
    SELECT (SELECT min(a.action) FROM audit AS a WHERE a.action > each.action)
    FROM each WHERE each.action IS NOT NULL
)
SELECT action FROM each WHERE action IS NOT NULL ORDER BY action;

-- name: count_since
-- How many rows there are from a moment on.
SELECT count(*) FROM audit WHERE at >= %(since)s;

-- name: count_opened
-- How many restricted records were opened with a reason from a moment on.
SELECT count(*) FROM openings WHERE opened_at >= %(since)s;

-- name: find_applicant_id
-- The applicant with a reference.
SELECT id FROM applicants WHERE lower(reference) = lower(%(reference)s) ORDER BY id LIMIT 1;

-- name: find_references
-- Of some applicants, those whose record is still there.
SELECT id, reference FROM applicants WHERE id = ANY (%(applicant_ids)s) ORDER BY id;
