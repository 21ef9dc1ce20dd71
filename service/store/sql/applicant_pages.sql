-- name: find_applicants
-- The applicants that pass the filters, in the order of priority.
SELECT a.id, a.reference, a.name, a.state, a.tier, a.registered_on, d.name AS district,
       a.support_level, n.bedrooms,
       (SELECT count(*) FROM household_members AS m WHERE m.applicant_id = a.id)
           AS household_size,
       (SELECT p.until FROM pauses AS p
        WHERE p.applicant_id = a.id AND p.ended_at IS NULL AND p.kind = 'parked') AS parked_until
FROM applicants AS a
JOIN districts AS d ON d.code = a.district_code
JOIN bedroom_needs AS n ON n.applicant_id = a.id AND n.rule = 'bedroom_standard'
WHERE (%(state)s::text IS NULL OR a.state = %(state)s)
  AND NOT EXISTS (
      SELECT
      FROM regexp_split_to_table(translate(lower(%(text)s::text), '-‐‑–—', ''), '\s+') AS word
      WHERE strpos(translate(lower(a.reference || ' ' || a.name), '-‐‑–—', ''), word) = 0)
  AND (%(district_code)s::text IS NULL OR a.district_code = %(district_code)s)
  AND (%(tier)s::smallint IS NULL OR a.tier = %(tier)s)
  AND (%(support_level)s::smallint IS NULL OR a.support_level = %(support_level)s)
  AND (%(bedrooms)s::smallint IS NULL OR n.bedrooms = %(bedrooms)s)
ORDER BY tier, registered_on, id;

-- name: count_applicants
-- How many applicants pass the filters.
SELECT count(*)
FROM applicants AS a
JOIN bedroom_needs AS n ON n.applicant_id = a.id AND n.rule = 'bedroom_standard'
WHERE (%(state)s::text IS NULL OR a.state = %(state)s)
  AND NOT EXISTS (
      SELECT
      FROM regexp_split_to_table(translate(lower(%(text)s::text), '-‐‑–—', ''), '\s+') AS word
      WHERE strpos(translate(lower(a.reference || ' ' || a.name), '-‐‑–—', ''), word) = 0)
  AND (%(district_code)s::text IS NULL OR a.district_code = %(district_code)s)
  AND (%(tier)s::smallint IS NULL OR a.tier = %(tier)s)
  AND (%(support_level)s::smallint IS NULL OR a.support_level = %(support_level)s)
  AND (%(bedrooms)s::smallint IS NULL OR n.bedrooms = %(bedrooms)s);

-- name: get_applicant
-- One applicant with every fact but the household.
SELECT a.id, a.reference, a.name, a.state, a.tier, a.registered_on, d.name AS district,
       a.district_code,
       a.support_level, a.floating_level, a.client_groups, a.accessibility_needs,
       a.rent_limit_pence, a.ready_on, a.needed_by, a.overnight_carer, u.reference AS current_unit,
       ARRAY(SELECT r.kind
             FROM restrictions AS r
             WHERE r.applicant_id = a.id AND r.lifted_at IS NULL
             ORDER BY r.made_at, r.id) AS restrictions,
       ARRAY(SELECT coalesce(pl.name, wd.name || ' district')
             FROM wanted_areas AS w
             LEFT JOIN places AS pl ON pl.id = w.place_id
             LEFT JOIN districts AS wd ON wd.code = w.district_code
             WHERE w.applicant_id = a.id
             ORDER BY w.rank) AS wanted,
       ARRAY(SELECT coalesce(pl.name, xd.name || ' district') AS area
             FROM excluded_areas AS x
             LEFT JOIN places AS pl ON pl.id = x.place_id
             LEFT JOIN districts AS xd ON xd.code = x.district_code
             WHERE x.applicant_id = a.id
             ORDER BY area) AS excluded
FROM applicants AS a
JOIN districts AS d ON d.code = a.district_code
LEFT JOIN units AS u ON u.id = a.current_unit_id
WHERE a.id = %(applicant_id)s;

-- name: find_members
-- The people of one household, the lead first.
SELECT relation, born_on, sex, needs_own_room
FROM household_members
WHERE applicant_id = %(applicant_id)s
ORDER BY position;

-- name: find_applicant_id
-- The id of the applicant with a reference.
SELECT id FROM applicants WHERE reference = %(reference)s;
