-- name: find_stored_fields
-- Every column of every table of ours with the table's comment and its own; not what PostGIS and the
-- job queue keep for themselves.
SELECT c.relname AS table_name, obj_description(c.oid, 'pg_class') AS table_comment,
       a.attname AS column_name, col_description(c.oid, a.attnum) AS column_comment
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND c.relname NOT LIKE 'procrastinate\_%%'
  AND NOT EXISTS (SELECT FROM pg_depend AS d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname, a.attnum;

-- name: find_about_applicants
-- The tables that hold something of an applicant: by a foreign key, or by a column named after them
-- (applicants alone is a count).
SELECT DISTINCT c.relname
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND (a.attname LIKE 'applicant\_%%'
       OR EXISTS (SELECT FROM pg_constraint AS f
                  WHERE f.contype = 'f' AND f.conrelid = c.oid
                    AND f.confrelid = 'applicants'::regclass AND a.attnum = ANY (f.conkey)))
ORDER BY c.relname;
