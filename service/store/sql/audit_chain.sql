-- The words of rows and changes are spelt out here as migrations/0011_audit.sql has them, and its
-- functions are not called: whoever could change rows could change those too.

-- name: read_chain
-- Every link in order, with the words of its row; NULL where the row is gone.
SELECT c.position, c.audit_id, c.sha256,
       CASE WHEN a.id IS NOT NULL THEN convert_to(jsonb_build_array(
           a.id, extract(epoch FROM a.at), a.actor, a.account_id, a.role, a.source,
           a.action, a.subject, encode(a.reason_sha256, 'hex'), a.applicant_ids, a.details,
           (SELECT jsonb_agg(jsonb_build_array(b.position, b.applicant_id, encode(b.sha256, 'hex'))
                             ORDER BY b.position)
            FROM audit_changes AS b WHERE b.audit_id = a.id))::text, 'UTF8') END AS words
FROM audit_chain AS c
LEFT JOIN audit AS a ON a.id = c.audit_id
ORDER BY c.position;

-- name: find_unchained
-- Rows of the audit without a link; a row and its link commit together.
SELECT a.id
FROM audit AS a
WHERE NOT EXISTS (SELECT FROM audit_chain AS c WHERE c.audit_id = a.id)
ORDER BY a.id;

-- name: find_faulty_changes
-- Changes whose values are not those that were written, or that were erased without a ground.
SELECT c.audit_id, c.position, c.salt IS NULL AS is_erased
FROM audit_changes AS c
LEFT JOIN audit AS a ON a.id = c.audit_id
WHERE CASE WHEN c.salt IS NULL
    THEN NOT EXISTS (SELECT FROM erasures AS e WHERE e.applicant_id = c.applicant_id)
         AND a.at >= now() - %(kept)s::interval
    ELSE c.sha256 <> sha256(convert_to(
        jsonb_build_array(c.salt, c.row_key, c.before, c.after)::text, 'UTF8')) END
ORDER BY c.audit_id, c.position;

-- name: find_faulty_reasons
-- Rows whose reason is not the one that was written, or was erased though nobody they concern was.
SELECT a.id, a.reason IS NULL AS is_erased
FROM audit AS a
WHERE CASE WHEN a.reason IS NULL
    THEN a.reason_sha256 IS NOT NULL
         AND NOT EXISTS (SELECT FROM erasures AS e WHERE e.applicant_id = ANY (a.applicant_ids))
    ELSE a.reason_sha256 IS DISTINCT FROM sha256(convert_to(
        jsonb_build_array(a.reason_salt, a.reason)::text, 'UTF8')) END
ORDER BY a.id;

-- name: get_head
-- The newest link.
SELECT position, encode(sha256, 'hex') AS sha256, now() AS at
FROM audit_chain ORDER BY position DESC LIMIT 1;

-- name: get_link
-- The link of one row of the audit.
SELECT position, encode(sha256, 'hex') AS sha256, now() AS at
FROM audit_chain WHERE audit_id = %(audit_id)s;

-- name: limit_time
-- Nothing that is read; 0 is no limit.
SELECT set_config('statement_timeout', %(milliseconds)s::text, true);
