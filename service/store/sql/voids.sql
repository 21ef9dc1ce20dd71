-- name: lock_unit
-- The unit's reference; nobody else registers a vacancy of it until the end.
SELECT reference FROM units WHERE id = %(unit_id)s FOR NO KEY UPDATE;

-- name: get_vacancy
-- One vacancy with everything that is planned for it.
SELECT v.id, v.reference, v.version, v.state, v.registered_on, v.available_on, v.unit_id,
       u.reference AS unit, s.kind AS scheme_kind, s.name AS scheme, v.void_id, o.void_from,
       o.ended_on, o.reason, o.noticed_on, v.works, v.works_from, v.works_until, v.turnaround_days,
       v.available_because, v.opens_on, v.bedroom_rule, v.bedroom_surplus, v.nominees, v.notes,
       v.out_from, v.out_until, v.out_works, s.landlord_id, s.manager_id, s.district_code
FROM vacancies AS v
JOIN voids AS o ON o.id = v.void_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE v.id = %(vacancy_id)s;

-- name: lock_vacancy
-- The vacancy's id; nobody else changes it until the end.
SELECT id FROM vacancies WHERE id = %(vacancy_id)s FOR UPDATE;

-- name: count_live
-- How many nominations for a vacancy stand.
SELECT count(*) FROM nominations WHERE vacancy_id = %(vacancy_id)s AND is_live;

-- name: find_units
-- Units whose reference or scheme holds each word, those that can be registered first.
SELECT u.id, u.reference, u.bedrooms, u.shared, s.name AS scheme, s.kind AS scheme_kind,
       p.name AS place, s.landlord_id, s.manager_id, s.district_code, v.id AS vacancy_id,
       v.reference AS vacancy_reference, v.state AS vacancy_state
FROM units AS u
JOIN schemes AS s ON s.id = u.scheme_id
JOIN places AS p ON p.id = s.place_id
LEFT JOIN LATERAL (
    SELECT w.id, w.reference, w.state FROM vacancies AS w
    WHERE w.unit_id = u.id
      AND w.state IN ('draft', 'registered', 'open', 'reserved', 'offered', 'out_of_service')
    ORDER BY w.id DESC LIMIT 1) AS v ON true
WHERE (%(unit_id)s::bigint IS NULL OR u.id = %(unit_id)s)
  AND (%(reference)s::text IS NULL OR u.reference = %(reference)s)
  AND NOT EXISTS (
      SELECT
      FROM regexp_split_to_table(translate(lower(%(text)s::text), '-‐‑–—', ''), '\s+') AS word
      WHERE strpos(translate(lower(concat_ws(' ', u.reference, s.reference, s.name)), '-‐‑–—', ''),
                   word) = 0)
ORDER BY v.id IS NOT NULL, s.name, u.reference
LIMIT %(limit)s;

-- name: find_usual_rule
-- The bedroom rule of the newest vacancy of the same landlord; no row where there is none.
SELECT v.bedroom_rule
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE s.landlord_id = (
    SELECT o.landlord_id FROM schemes AS o JOIN units AS w ON w.scheme_id = o.id
    WHERE w.id = %(unit_id)s)
ORDER BY v.id DESC LIMIT 1;

-- name: add_void
-- The new void's id.
INSERT INTO voids (unit_id, void_from, reason, noticed_on)
VALUES (%(unit_id)s, %(void_from)s, %(reason)s, %(noticed_on)s)
RETURNING id;

-- name: set_void
-- Nothing.
UPDATE voids
SET void_from = %(void_from)s, reason = %(reason)s, noticed_on = %(noticed_on)s,
    ended_on = %(ended_on)s
WHERE id = %(void_id)s;

-- name: is_alone
-- Whether a void has no other vacancy than one.
SELECT NOT EXISTS (
    SELECT FROM vacancies AS o JOIN vacancies AS v ON v.void_id = o.void_id
    WHERE v.id = %(vacancy_id)s AND o.id <> v.id);

-- name: add_vacancy
-- The new vacancy's id; no row where the unit got a live vacancy meanwhile.
WITH next AS (SELECT nextval(pg_get_serial_sequence('vacancies', 'id')) AS id)
INSERT INTO vacancies (
    id, reference, void_id, unit_id, state, registered_on, available_on, available_because, works,
    works_from, works_until, turnaround_days, opens_on, bedroom_rule, bedroom_surplus, nominees,
    notes)
OVERRIDING SYSTEM VALUE
SELECT id, 'HV-' || lpad(id::text, greatest(5, length(id::text)), '0')
           || CASE WHEN EXISTS (SELECT FROM vacancies AS v
                                WHERE v.reference = 'HV-' || lpad(next.id::text, 5, '0'))
              THEN '-' || substr(gen_random_uuid()::text, 1, 6) ELSE '' END,
       %(void_id)s, %(unit_id)s, 'draft', %(on)s, %(available_on)s, %(available_because)s,
       %(works)s, %(works_from)s, %(works_until)s, %(turnaround_days)s, %(opens_on)s,
       %(bedroom_rule)s, %(bedroom_surplus)s, %(nominees)s, %(notes)s
FROM next
ON CONFLICT DO NOTHING
RETURNING id;

-- name: set_vacancy
-- Nothing.
UPDATE vacancies
SET available_on = %(available_on)s, available_because = %(available_because)s, works = %(works)s,
    works_from = %(works_from)s, works_until = %(works_until)s,
    turnaround_days = %(turnaround_days)s, opens_on = %(opens_on)s,
    bedroom_rule = %(bedroom_rule)s, bedroom_surplus = %(bedroom_surplus)s,
    nominees = %(nominees)s, notes = %(notes)s,
    version = version + 1                        -- the void may have changed and nothing here
WHERE id = %(vacancy_id)s;

-- name: set_state
-- Nothing.
UPDATE vacancies
SET state = %(state)s, registered_on = coalesce(%(registered_on)s::date, registered_on)
WHERE id = %(vacancy_id)s;

-- name: set_out
-- Nothing.
UPDATE vacancies
SET state = %(state)s, out_from = %(out_from)s, out_until = %(out_until)s,
    out_works = %(out_works)s,
    available_on = %(available_on)s, available_because = %(available_because)s
WHERE id = %(vacancy_id)s;

-- name: open_due
-- The id of each registered vacancy that opens now; one that another sweep holds is left to it.
UPDATE vacancies SET state = 'open'
WHERE id IN (
    SELECT id FROM vacancies
    WHERE state = 'registered' AND coalesce(opens_on, available_on - 28) <= %(on)s
    ORDER BY id FOR UPDATE SKIP LOCKED)
  AND state = 'registered'
RETURNING id;

-- name: set_because
-- Nothing that is read; revisions until the end of the transaction keep it.
SELECT set_config('homeward.because', %(because)s, true);

-- name: find_revisions
-- Every change of a vacancy, the newest first; what was done in one act is one row.
SELECT min(r.id) AS id, r.made_at, r.made_by, r.made_role,
       (SELECT jsonb_object_agg(c.key, c.value ORDER BY o.id)
        FROM vacancy_revisions AS o, jsonb_each(o.changes) AS c
        WHERE o.vacancy_id = r.vacancy_id AND o.made_at = r.made_at AND o.made_by = r.made_by)
           AS changes, max(r.because) AS because
FROM vacancy_revisions AS r
WHERE r.vacancy_id = %(vacancy_id)s
GROUP BY r.vacancy_id, r.made_at, r.made_by, r.made_role
ORDER BY r.made_at DESC, min(r.id) DESC;
