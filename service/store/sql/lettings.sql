-- name: add_letting
-- The new letting's id.
INSERT INTO lettings (nomination_id, vacancy_id, unit_id, applicant_id, signed_on, starts_on, tenure,
                      rent_pence, reference, made_by)
VALUES (%(nomination_id)s, %(vacancy_id)s, %(unit_id)s, %(applicant_id)s, %(signed_on)s,
        %(starts_on)s, %(tenure)s, %(rent_pence)s, %(reference)s, %(made_by)s)
RETURNING id;

-- name: find_going_on
-- Lettings that go on, of the unit or of the applicant, in the order of id.
SELECT id FROM lettings
WHERE ended_on IS NULL AND (unit_id = %(unit_id)s OR applicant_id = %(applicant_id)s)
ORDER BY id;

-- name: end_lettings
-- Nothing; none ends before it began.
UPDATE lettings SET ended_on = greatest(starts_on, %(ended_on)s) WHERE id = ANY (%(ids)s);

-- name: let_go_on
-- Nothing.
UPDATE lettings SET ended_on = NULL WHERE id = ANY (%(ids)s);

-- name: delete_letting
-- Nothing.
DELETE FROM lettings WHERE nomination_id = %(nomination_id)s;

-- name: let_vacancy
-- Nothing.
UPDATE vacancies SET state = 'let' WHERE id = %(vacancy_id)s;

-- name: unlet_vacancy
-- Nothing; its nominations say then what it is.
UPDATE vacancies SET state = 'open' WHERE id = %(vacancy_id)s AND state = 'let';

-- name: end_void
-- When the void ended before, which is mostly never.
UPDATE voids AS v SET ended_on = %(ended_on)s
FROM voids AS o
WHERE o.id = v.id AND v.id = %(void_id)s
RETURNING o.ended_on;

-- name: leave_unit
-- The applicants who lived in a unit by its record, and do no more.
UPDATE applicants SET current_unit_id = NULL
WHERE current_unit_id = %(unit_id)s AND id <> %(applicant_id)s
RETURNING id;

-- name: house
-- Nothing.
UPDATE applicants SET state = 'housed', current_unit_id = %(unit_id)s WHERE id = %(applicant_id)s;

-- name: live_again
-- The applicant, who lives in the unit as before; no row where they moved meanwhile.
UPDATE applicants SET current_unit_id = %(unit_id)s
WHERE id = %(applicant_id)s AND current_unit_id IS NULL
RETURNING id;

-- name: get_letting
-- The letting that came of a nomination.
SELECT signed_on, starts_on, ended_on, tenure, rent_pence, reference, made_by, made_at
FROM lettings WHERE nomination_id = %(nomination_id)s;
