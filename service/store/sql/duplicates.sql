-- name: find_people
-- Everybody who waits or is parked, by name and birth.
SELECT a.id, a.name, m.born_on, m.sex
FROM applicants AS a
JOIN household_members AS m ON m.applicant_id = a.id AND m.position = 1
WHERE a.state IN ('live', 'parked')
ORDER BY a.id;

-- name: find_near
-- Everybody who waits or is parked and was born on a day, or has a name.
SELECT a.id, a.name, m.born_on, m.sex, a.reference, a.state
FROM applicants AS a
JOIN household_members AS m ON m.applicant_id = a.id AND m.position = 1
WHERE a.state IN ('live', 'parked')
  AND (m.born_on = %(born_on)s OR lower(a.name) = lower(%(name)s))
ORDER BY a.id
LIMIT 500;

-- name: add_pair
-- The pair's id; no row where it is known.
INSERT INTO duplicate_pairs (first_id, second_id, score)
VALUES (least(%(one)s, %(other)s), greatest(%(one)s, %(other)s), %(score)s)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: add_pair_apart
-- Nothing.
INSERT INTO duplicate_pairs (first_id, second_id, score, decided, decided_by, decided_at)
VALUES (least(%(one)s, %(other)s), greatest(%(one)s, %(other)s), %(score)s, 'different', %(by)s,
        now())
ON CONFLICT DO NOTHING;

-- name: find_pairs
-- The pairs that nobody has decided on, the most alike first. Both still wait or are parked.
SELECT p.id, p.score, p.found_at, p.decided, p.decided_by, p.decided_at,
       a.id AS first_id, a.reference AS first_reference, a.name AS first_name,
       a.state AS first_state, m.born_on AS first_born_on,
       b.id AS second_id, b.reference AS second_reference, b.name AS second_name,
       b.state AS second_state, n.born_on AS second_born_on
FROM duplicate_pairs AS p
JOIN applicants AS a ON a.id = p.first_id
JOIN household_members AS m ON m.applicant_id = a.id AND m.position = 1
JOIN applicants AS b ON b.id = p.second_id
JOIN household_members AS n ON n.applicant_id = b.id AND n.position = 1
WHERE CASE WHEN %(pair_id)s::bigint IS NULL
           THEN p.decided IS NULL AND a.state IN ('live', 'parked') AND b.state IN ('live', 'parked')
           ELSE p.id = %(pair_id)s END
ORDER BY score DESC, id;

-- name: count_pairs
-- How many pairs nobody has decided on.
SELECT count(*)
FROM duplicate_pairs AS p
JOIN applicants AS a ON a.id = p.first_id
JOIN applicants AS b ON b.id = p.second_id
WHERE p.decided IS NULL AND a.state IN ('live', 'parked') AND b.state IN ('live', 'parked');

-- name: decide_pair
-- Its id, if nobody had decided.
UPDATE duplicate_pairs
SET decided = %(decided)s, decided_by = %(by)s, decided_at = now()
WHERE id = %(pair_id)s AND decided IS NULL
RETURNING id;

-- name: undecide_pair
-- Nothing.
UPDATE duplicate_pairs
SET decided = NULL, decided_by = NULL, decided_at = NULL
WHERE first_id = least(%(one)s, %(other)s) AND second_id = greatest(%(one)s, %(other)s);

-- name: find_live_nomination
-- The live nomination of an applicant.
SELECT id FROM nominations WHERE applicant_id = %(applicant_id)s AND is_live;

-- name: find_restrictions
-- The kinds of restriction that hold for an applicant, in order.
SELECT array_agg(kind ORDER BY kind) FROM restrictions
WHERE applicant_id = %(applicant_id)s AND lifted_at IS NULL;

-- name: read_record
-- What merging changes of a record, as it is now.
SELECT jsonb_build_object(
    'registered_on', a.registered_on, 'tier', a.tier, 'client_groups', to_jsonb(a.client_groups),
    'accessibility_needs', to_jsonb(a.accessibility_needs), 'rent_limit_pence', a.rent_limit_pence,
    'current_unit_id', a.current_unit_id,
    'wanted', coalesce((SELECT jsonb_agg(jsonb_build_array(w.place_id, w.district_code)
                                         ORDER BY w.rank)
                        FROM wanted_areas AS w WHERE w.applicant_id = a.id), '[]'),
    'excluded', coalesce((SELECT jsonb_agg(jsonb_build_array(x.place_id, x.district_code)
                                           ORDER BY x.place_id, x.district_code)
                          FROM excluded_areas AS x WHERE x.applicant_id = a.id), '[]'))
FROM applicants AS a
WHERE a.id = %(applicant_id)s;

-- name: write_record
-- Nothing.
UPDATE applicants
SET registered_on = (%(record)s::jsonb ->> 'registered_on')::date,
    tier = (%(record)s::jsonb ->> 'tier')::smallint,
    client_groups = ARRAY(SELECT jsonb_array_elements_text(%(record)s::jsonb -> 'client_groups')),
    accessibility_needs =
        ARRAY(SELECT jsonb_array_elements_text(%(record)s::jsonb -> 'accessibility_needs')),
    rent_limit_pence = (%(record)s::jsonb ->> 'rent_limit_pence')::integer,
    current_unit_id = (%(record)s::jsonb ->> 'current_unit_id')::bigint
WHERE id = %(applicant_id)s;

-- name: clear_wanted
-- Nothing.
DELETE FROM wanted_areas WHERE applicant_id = %(applicant_id)s;

-- name: clear_excluded
-- Nothing.
DELETE FROM excluded_areas WHERE applicant_id = %(applicant_id)s;

-- name: write_wanted
-- Nothing.
INSERT INTO wanted_areas (applicant_id, rank, place_id, district_code)
SELECT %(applicant_id)s, area.rank, (area.pair ->> 0)::integer, area.pair ->> 1
FROM jsonb_array_elements(%(record)s::jsonb -> 'wanted') WITH ORDINALITY AS area (pair, rank)
ORDER BY area.rank;

-- name: write_excluded
-- Nothing.
INSERT INTO excluded_areas (applicant_id, place_id, district_code)
SELECT %(applicant_id)s, (pair ->> 0)::integer, pair ->> 1
FROM jsonb_array_elements(%(record)s::jsonb -> 'excluded') AS pair;

-- name: leave_unit
-- Nothing; where somebody lives is told of one record only.
UPDATE applicants SET current_unit_id = NULL WHERE id = %(applicant_id)s;

-- name: set_state
-- Nothing.
UPDATE applicants SET state = %(state)s WHERE id = %(applicant_id)s;

-- name: add_merge
-- Its id.
INSERT INTO merges (kept_id, merged_id, reason, before, after, state, merged_by)
VALUES (%(kept_id)s, %(merged_id)s, %(reason)s, %(before)s, %(after)s, %(state)s, %(by)s)
RETURNING id;

-- name: find_merges
-- A page of merges, the newest first; of one when it is asked for, or of one applicant.
SELECT m.id, m.kept_id, k.reference AS kept_reference, m.merged_id, o.reference AS merged_reference,
       o.state AS merged_state, m.reason, m.before, m.after, m.state, m.merged_by, m.merged_at,
       m.undone_by, m.undone_at
FROM merges AS m
JOIN applicants AS k ON k.id = m.kept_id
JOIN applicants AS o ON o.id = m.merged_id
WHERE (%(merge_id)s::bigint IS NULL OR m.id = %(merge_id)s)
  AND (%(applicant_id)s::bigint IS NULL OR %(applicant_id)s IN (m.kept_id, m.merged_id))
ORDER BY m.id DESC
LIMIT %(limit)s OFFSET %(offset)s;

-- name: undo_merge
-- Its id, if it stood.
UPDATE merges SET undone_by = %(by)s, undone_at = now()
WHERE id = %(merge_id)s AND undone_at IS NULL
RETURNING id;
