-- name: find_withdrawn_application
-- The ids of applicants whose records are due; not while a nomination of theirs is live.
SELECT a.id
FROM applicants AS a
WHERE a.state = 'withdrawn' AND a.state_since < %(as_of)s::timestamptz - %(keep)s::interval
  AND NOT EXISTS (
      SELECT FROM nominations AS n WHERE n.applicant_id = a.id AND n.is_live)
ORDER BY a.id;

-- name: find_housed_application
-- The ids of applicants whose records are due.
SELECT id FROM applicants
WHERE state = 'housed' AND state_since < %(as_of)s::timestamptz - %(keep)s::interval
ORDER BY id;

-- name: lock_applicants
-- Nothing that is read: they stay as they are until the transaction ends.
SELECT id FROM applicants WHERE id = ANY (%(ids)s) ORDER BY id FOR UPDATE;

-- name: find_instance
-- The runs whose instance is due.
SELECT i.run_id
FROM match_instances AS i
JOIN match_runs AS r ON r.id = i.run_id
WHERE r.finished_at < %(as_of)s::timestamptz - %(keep)s::interval
ORDER BY i.run_id;

-- name: delete_instance
-- Nothing.
DELETE FROM match_instances AS i
USING match_runs AS r
WHERE r.id = i.run_id AND r.finished_at < %(as_of)s::timestamptz - %(keep)s::interval;

-- name: find_token
-- The API tokens that are due.
SELECT id FROM api_tokens
WHERE least(revoked_at, expires_at) < %(as_of)s::timestamptz - %(keep)s::interval ORDER BY id;

-- name: delete_token
-- Nothing.
DELETE FROM api_tokens
WHERE least(revoked_at, expires_at) < %(as_of)s::timestamptz - %(keep)s::interval;

-- name: find_audit_values
-- The changes whose values are due.
SELECT c.audit_id, c.position
FROM audit_changes AS c
JOIN audit AS a ON a.id = c.audit_id
WHERE c.salt IS NOT NULL AND a.at < %(as_of)s::timestamptz - %(keep)s::interval
ORDER BY c.audit_id, c.position;

-- name: delete_audit_values
-- Nothing; the hashes stay, so that the chain holds.
UPDATE audit_changes AS c SET before = NULL, after = NULL, salt = NULL
FROM audit AS a
WHERE a.id = c.audit_id AND c.salt IS NOT NULL
  AND a.at < %(as_of)s::timestamptz - %(keep)s::interval;
