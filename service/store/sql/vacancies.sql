-- name: make_incoming
-- Nothing; the table that rows are copied into, gone with the transaction at the latest.
CREATE TEMP TABLE incoming_vacancies (
    position integer, reference text, unit text, state text, void_from date, void_reason text,
    registered_on date, available_on date, bedroom_rule text, bedroom_surplus smallint,
    noticed_on date, works text[], works_until date, turnaround_days smallint,
    available_because text, opens_on date, nominees smallint,
    unit_id bigint, old_void_id bigint, void_id bigint, makes_void boolean
) ON COMMIT DROP;

-- name: drop_incoming
-- Nothing.
DROP TABLE incoming_vacancies;

-- name: copy_vacancies
-- Takes position and the fields of a Vacancy in their order.
COPY incoming_vacancies (
    position, reference, unit, state, void_from, void_reason, registered_on, available_on,
    bedroom_rule, bedroom_surplus, noticed_on, works, works_until, turnaround_days,
    available_because, opens_on, nominees) FROM STDIN;

-- name: find_unresolved
-- A sentence about the first vacancy whose unit is not there or is another; no row when all is well.
SELECT CASE
    WHEN u.id IS NULL THEN concat('Vacancy ', i.reference, ' names the unit "', i.unit,
        '", which is not known; add the unit first.')
    ELSE concat('Vacancy ', i.reference, ' is of another unit than "', i.unit,
        '"; give a new vacancy a reference of its own.')
    END
FROM incoming_vacancies i
LEFT JOIN units u ON u.reference = i.unit
LEFT JOIN vacancies v ON v.reference = i.reference
WHERE u.id IS NULL OR v.unit_id <> u.id
ORDER BY i.position
LIMIT 1;

-- name: find_two_live
-- A sentence about the first unit that would have two live vacancies; no row when all is well.
WITH live AS (
    SELECT i.reference, i.position, i.unit
    FROM incoming_vacancies i
    WHERE i.state IN ('draft', 'registered', 'open', 'reserved', 'offered')
    UNION ALL
    SELECT v.reference, NULL, u.reference
    FROM vacancies v
    JOIN units u ON u.id = v.unit_id
    WHERE v.state IN ('draft', 'registered', 'open', 'reserved', 'offered')
      AND NOT EXISTS (SELECT FROM incoming_vacancies i WHERE i.reference = v.reference)
)
SELECT concat('Unit ', unit, ' would have two live vacancies, ',
              string_agg(reference, ' and ' ORDER BY reference),
              '; withdraw one, or close it as let.')
FROM live
GROUP BY unit
HAVING count(*) > 1 AND count(position) > 0
ORDER BY min(position)
LIMIT 1;

-- name: link_voids
-- Nothing; notes the void that each vacancy has and the void that it should have, where there is one.
-- A void is known by its unit and its first day.
ANALYZE incoming_vacancies;
WITH firsts AS (
    SELECT unit_id, void_from, min(id) AS id FROM voids GROUP BY unit_id, void_from
)
UPDATE incoming_vacancies i
SET unit_id = u.id, old_void_id = v.void_id, void_id = f.id
FROM incoming_vacancies g
JOIN units u ON u.reference = g.unit
LEFT JOIN vacancies v ON v.reference = g.reference
LEFT JOIN firsts f ON f.unit_id = u.id AND f.void_from = g.void_from
WHERE i.position = g.position;

-- name: add_voids
-- Nothing; adds the voids that are missing, as if ended, until settle_voids says whether they are.
WITH added AS (
    INSERT INTO voids (unit_id, void_from, ended_on, reason, noticed_on)
    SELECT unit_id, void_from, void_from, min(void_reason), min(noticed_on)
    FROM incoming_vacancies
    WHERE void_id IS NULL
    GROUP BY unit_id, void_from
    ORDER BY min(position)
    RETURNING id, unit_id, void_from
)
UPDATE incoming_vacancies i
SET void_id = a.id, makes_void = true
FROM added a
WHERE i.void_id IS NULL AND i.unit_id = a.unit_id AND i.void_from = a.void_from;

-- name: merge_vacancies
-- Each vacancy that was written: its reference and whether it is new. What a file does not tell stays;
-- a day that it gives beside a turnaround is one that somebody chose.
WITH planned AS (
    SELECT i.*, coalesce(i.works, w.works, '{}') AS all_works,
           coalesce(i.works_until, w.works_until) AS works_end,
           coalesce(i.turnaround_days, w.turnaround_days) AS turnaround,
           coalesce(i.opens_on, w.opens_on) AS opens, coalesce(i.nominees, w.nominees, 1) AS n,
           w.available_because AS old_because,
           w.id IS NOT NULL AND w.void_id = i.void_id AND w.available_on = i.available_on
               AND coalesce(i.turnaround_days = w.turnaround_days, i.turnaround_days IS NULL)
               AS is_same_day
    FROM incoming_vacancies i
    LEFT JOIN vacancies w ON w.reference = i.reference
)
INSERT INTO vacancies AS v (
    reference, void_id, unit_id, state, registered_on, available_on, bedroom_rule, bedroom_surplus,
    works, works_from, works_until, turnaround_days, available_because, opens_on, nominees)
SELECT reference, void_id, unit_id, state, registered_on, available_on, bedroom_rule,
       bedroom_surplus, all_works,
       CASE WHEN works_end IS NOT NULL THEN least(void_from, works_end) END, works_end, turnaround,
       CASE WHEN available_because IS NOT NULL THEN available_because
           WHEN is_same_day OR turnaround IS NULL THEN old_because
           ELSE coalesce(old_because, 'The file says so') END,
       opens, n
FROM planned
ORDER BY state IN ('draft', 'registered', 'open', 'reserved', 'offered'), position
ON CONFLICT (reference) DO UPDATE SET
    void_id = EXCLUDED.void_id, state = EXCLUDED.state, registered_on = EXCLUDED.registered_on,
    available_on = EXCLUDED.available_on, bedroom_rule = EXCLUDED.bedroom_rule,
    bedroom_surplus = EXCLUDED.bedroom_surplus, works = EXCLUDED.works,
    works_from = EXCLUDED.works_from, works_until = EXCLUDED.works_until,
    turnaround_days = EXCLUDED.turnaround_days, available_because = EXCLUDED.available_because,
    opens_on = EXCLUDED.opens_on, nominees = EXCLUDED.nominees
WHERE (v.void_id, v.state, v.registered_on, v.available_on, v.bedroom_rule, v.bedroom_surplus,
       v.works, v.works_from, v.works_until, v.turnaround_days, v.available_because, v.opens_on,
       v.nominees)
    IS DISTINCT FROM (
       EXCLUDED.void_id, EXCLUDED.state, EXCLUDED.registered_on, EXCLUDED.available_on,
       EXCLUDED.bedroom_rule, EXCLUDED.bedroom_surplus, EXCLUDED.works, EXCLUDED.works_from,
       EXCLUDED.works_until, EXCLUDED.turnaround_days, EXCLUDED.available_because,
       EXCLUDED.opens_on, EXCLUDED.nominees)
RETURNING v.reference, v.xmax = 0;

-- name: drop_left_voids
-- Nothing; a void whose first day was corrected has no vacancy any more.
DELETE FROM voids o
USING incoming_vacancies i
WHERE o.id = i.old_void_id AND i.old_void_id <> i.void_id
  AND NOT EXISTS (SELECT FROM vacancies v WHERE v.void_id = o.id);

-- name: set_void_reasons
-- References of the vacancies whose void got another reason or day of notice; the last row of a void
-- is believed.
WITH wanted AS (
    SELECT DISTINCT ON (void_id) void_id, void_reason, noticed_on
    FROM incoming_vacancies
    ORDER BY void_id, position DESC
), written AS (
    UPDATE voids o
    SET reason = w.void_reason, noticed_on = coalesce(w.noticed_on, o.noticed_on)
    FROM wanted w
    WHERE o.id = w.void_id
      AND (o.reason <> w.void_reason OR o.noticed_on IS DISTINCT FROM
           coalesce(w.noticed_on, o.noticed_on))
    RETURNING o.id
)
SELECT i.reference FROM incoming_vacancies i JOIN written ON written.id = i.void_id
ORDER BY i.position;

-- name: end_voids
-- Nothing; ends voids of these units that should be over. A let home's void ends on the day it was
-- available (a vacancy carries no letting date), and at the latest when the unit's next void begins.
WITH lets AS (
    SELECT void_id, max(available_on) AS let_on
    FROM incoming_vacancies WHERE state = 'let' GROUP BY void_id
), ends AS (
    SELECT o.id, o.ended_on, lets.let_on,
           min(o.void_from) OVER (
               PARTITION BY o.unit_id ORDER BY o.void_from
               GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_from
    FROM voids o
    LEFT JOIN lets ON lets.void_id = o.id
    WHERE o.unit_id IN (SELECT unit_id FROM incoming_vacancies)
)
UPDATE voids o
SET ended_on = greatest(o.void_from, least(e.let_on, e.next_from))
FROM ends e
WHERE o.id = e.id AND num_nonnulls(e.let_on, e.next_from) > 0
  AND (e.ended_on IS NULL OR o.id IN (SELECT void_id FROM incoming_vacancies WHERE makes_void))
  AND NOT EXISTS (
      SELECT FROM vacancies v
      WHERE e.next_from IS NULL AND v.void_id = o.id
        AND v.state IN ('draft', 'registered', 'open', 'reserved', 'offered'));

-- name: open_voids
-- Nothing; opens the voids that were added and did not end.
UPDATE voids o
SET ended_on = NULL
WHERE o.id IN (SELECT void_id FROM incoming_vacancies WHERE makes_void)
  AND NOT EXISTS (
      SELECT FROM voids later WHERE later.unit_id = o.unit_id AND later.void_from > o.void_from)
  AND (NOT EXISTS (
      SELECT FROM incoming_vacancies i WHERE i.void_id = o.id AND i.state = 'let')
   OR EXISTS (
      SELECT FROM vacancies v
      WHERE v.void_id = o.id
        AND v.state IN ('draft', 'registered', 'open', 'reserved', 'offered')));

-- name: end_lettings
-- Nothing; a letting that goes on ends on the day from which its home is registered as empty.
UPDATE lettings l
SET ended_on = i.void_from
FROM incoming_vacancies i
WHERE i.unit_id = l.unit_id AND i.state IN ('registered', 'open') AND l.ended_on IS NULL
  AND l.starts_on <= i.void_from;

-- name: find_vacancies_for_export
-- Every vacancy with its void, in the order of the fields of a Vacancy.
SELECT v.reference, u.reference AS unit, v.state, o.void_from, o.reason AS void_reason,
       v.registered_on, v.available_on, v.bedroom_rule, v.bedroom_surplus, o.noticed_on, v.works,
       v.works_until, v.turnaround_days, v.available_because, v.opens_on, v.nominees
FROM vacancies v
JOIN voids o ON o.id = v.void_id
JOIN units u ON u.id = v.unit_id
ORDER BY v.reference;
