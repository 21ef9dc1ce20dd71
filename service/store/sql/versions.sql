-- name: see_landlords
-- The version of a row, for whoever may see it.
SELECT version FROM landlords WHERE id = %(id)s;

-- name: see_schemes
-- The version of a row, for whoever may see it.
SELECT version FROM schemes WHERE id = %(id)s;

-- name: see_units
-- The version of a row, for whoever may see it.
SELECT version FROM units WHERE id = %(id)s;

-- name: see_vacancies
-- The version of a row, for whoever may see it.
SELECT version FROM vacancies WHERE id = %(id)s;

-- name: see_applicants
-- The version of a row, for whoever may see it.
SELECT version FROM applicants WHERE id = %(id)s;

-- name: see_nominations
-- The version of a row, for whoever may see it.
SELECT version FROM nominations WHERE id = %(id)s;

-- name: hold_landlords
-- The version of a row, which nobody else changes until the transaction ends.
SELECT version FROM landlords WHERE id = %(id)s FOR UPDATE;

-- name: hold_schemes
-- The version of a row, which nobody else changes until the transaction ends.
SELECT version FROM schemes WHERE id = %(id)s FOR UPDATE;

-- name: hold_units
-- The version of a row, which nobody else changes until the transaction ends.
SELECT version FROM units WHERE id = %(id)s FOR UPDATE;

-- name: hold_vacancies
-- The version of a row, which nobody else changes until the transaction ends.
SELECT version FROM vacancies WHERE id = %(id)s FOR UPDATE;

-- name: hold_applicants
-- The version of a row, which nobody else changes until the transaction ends.
SELECT version FROM applicants WHERE id = %(id)s FOR UPDATE;

-- name: hold_nominations
-- The version of a row, which nobody else changes until the transaction ends. Its vacancy is held first,
-- as every step of a nomination does, so that two never wait for each other.
WITH held AS MATERIALIZED (
    SELECT v.id FROM vacancies AS v
    WHERE v.id = (SELECT n.vacancy_id FROM nominations AS n WHERE n.id = %(id)s)
    FOR UPDATE
)
SELECT n.version FROM nominations AS n JOIN held ON held.id = n.vacancy_id
WHERE n.id = %(id)s;

-- name: find_last_change
-- Who last changed a row, when, and which of its columns.
SELECT a.actor, a.at,
       ARRAY(SELECT key FROM jsonb_object_keys(coalesce(c.after, '{}')) AS key ORDER BY key)
           AS columns
FROM audit AS a
JOIN audit_changes AS c ON c.audit_id = a.id
WHERE a.action = 'change' AND a.subject = %(table)s
  AND c.row_key = jsonb_build_object('id', %(id)s::bigint)
ORDER BY a.id DESC
LIMIT 1;
