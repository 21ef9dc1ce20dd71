-- name: find_said
-- What is said of pairs and holds: locked and forbidden by officers, refused where an earlier nomination
-- was declined for a reason that lasts.
SELECT applicant_id, vacancy_id, mark
FROM pair_marks
WHERE lifted_at IS NULL
  AND (%(applicant_id)s::bigint IS NULL OR applicant_id = %(applicant_id)s)
UNION
SELECT applicant_id, vacancy_id, 'refused'
FROM nominations
WHERE state = 'declined' AND applicant_id IS NOT NULL
  AND (declined_party, declined_reason) IN (
      SELECT * FROM unnest(%(parties)s::text[], %(reasons)s::text[]))
  AND (%(applicant_id)s::bigint IS NULL OR applicant_id = %(applicant_id)s)
ORDER BY applicant_id, vacancy_id, mark;

-- name: find_marks
-- The marks of a vacancy, of an applicant or of the two, that whoever asks may see; those that hold
-- first, then the newest.
SELECT m.id, m.vacancy_id, v.reference AS vacancy_reference, m.applicant_id,
       a.reference AS applicant_reference, a.name AS applicant_name, m.mark, m.reason, m.made_by,
       m.made_at, m.lifted_by, m.lifted_at, m.lifted_because
FROM pair_marks AS m
JOIN applicants AS a ON a.id = m.applicant_id
JOIN vacancies AS v ON v.id = m.vacancy_id
WHERE (%(vacancy_id)s::bigint IS NULL OR m.vacancy_id = %(vacancy_id)s)
  AND (%(applicant_id)s::bigint IS NULL OR m.applicant_id = %(applicant_id)s)
ORDER BY m.lifted_at IS NOT NULL, m.made_at DESC, m.id DESC;

-- name: lift_over
-- Nothing; a home that is let or gone is held for nobody, and none for somebody who waits no more.
UPDATE pair_marks AS m
SET lifted_by = 'Homeward', lifted_at = now(),
    lifted_because = 'The home is not to be had, or they wait for none.'
FROM vacancies AS v, applicants AS a
WHERE v.id = m.vacancy_id AND a.id = m.applicant_id
  AND (v.state IN ('let', 'withdrawn', 'out_of_service') OR a.state NOT IN ('live', 'parked'))
  AND m.mark = 'locked' AND m.lifted_at IS NULL
  AND (m.applicant_id = %(applicant_id)s OR m.vacancy_id = %(vacancy_id)s);

-- name: find_held
-- Whether the vacancy is held for somebody else, and the vacancy that is held for the applicant.
SELECT EXISTS (SELECT FROM pair_marks
               WHERE mark = 'locked' AND lifted_at IS NULL AND vacancy_id = %(vacancy_id)s
                 AND applicant_id <> %(applicant_id)s) AS for_another,
       (SELECT v.reference
        FROM pair_marks AS m JOIN vacancies AS v ON v.id = m.vacancy_id
        WHERE m.mark = 'locked' AND m.lifted_at IS NULL
          AND m.applicant_id = %(applicant_id)s AND m.vacancy_id <> %(vacancy_id)s) AS elsewhere,
       (SELECT mark FROM pair_marks
        WHERE lifted_at IS NULL AND applicant_id = %(applicant_id)s
          AND vacancy_id = %(vacancy_id)s) AS mark;

-- name: add_mark
-- The new mark's id; no row where another stands in its way.
INSERT INTO pair_marks (applicant_id, vacancy_id, mark, reason, made_by)
VALUES (%(applicant_id)s, %(vacancy_id)s, %(mark)s, %(reason)s, %(made_by)s)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: lift_mark
-- The mark's id; no row where none holds.
UPDATE pair_marks
SET lifted_by = %(lifted_by)s, lifted_at = now(), lifted_because = %(because)s
WHERE applicant_id = %(applicant_id)s AND vacancy_id = %(vacancy_id)s AND lifted_at IS NULL
RETURNING id;
