-- name: see_version
-- The version of a row, for whoever may see it; its table stands in braces.
SELECT version FROM {table} WHERE id = %(row_id)s;

-- name: lock_version
-- The version of a row, which is locked until the transaction ends; its table stands in braces.
SELECT version FROM {table} WHERE id = %(row_id)s FOR NO KEY UPDATE;

-- name: count_change
-- Nothing that is read: one change more; the trigger counts it.
UPDATE {table} SET version = version + 1 WHERE id = %(row_id)s;

-- name: lock_vacancy_of_nomination
-- Nothing that is read; every step of a nomination holds its vacancy first, so that two never wait for
-- each other.
SELECT v.id FROM vacancies AS v
WHERE v.id = (SELECT n.vacancy_id FROM nominations AS n WHERE n.id = %(row_id)s)
FOR NO KEY UPDATE;

-- name: find_last_changes
-- Who made the newest changes of a row, and which of its columns each changed, the newest first; none
-- where they changed what belongs to it.
SELECT a.actor, ARRAY(SELECT name FROM jsonb_object_keys(c.after) AS name ORDER BY name) AS columns
FROM audit AS a
JOIN audit_changes AS c ON c.audit_id = a.id
WHERE a.subject = %(table)s AND a.action = 'change'
  AND c.row_key = jsonb_build_object('id', %(row_id)s::bigint)
  AND c.after IS NOT NULL
ORDER BY a.at DESC, a.id DESC
LIMIT %(limit)s;
