-- name: find_other_vacancy
-- The vacancy of a unit that stands in the way of another; no row when there is none.
SELECT reference, state, out_until
FROM vacancies
WHERE unit_id = %(unit_id)s AND id IS DISTINCT FROM %(vacancy_id)s
  AND state IN ('draft', 'registered', 'open', 'reserved', 'offered', 'out_of_service')
ORDER BY id DESC LIMIT 1;

-- name: end_let_voids
-- Nothing; a home that was let stands empty no longer, at the latest when its next void begins.
UPDATE voids AS o
SET ended_on = greatest(o.void_from, least(%(void_from)s, coalesce(
    (SELECT l.starts_on FROM lettings AS l JOIN vacancies AS w ON w.id = l.vacancy_id
     WHERE w.void_id = o.id ORDER BY l.id DESC LIMIT 1),
    (SELECT max(w.available_on) FROM vacancies AS w WHERE w.void_id = o.id AND w.state = 'let'))))
WHERE o.unit_id = %(unit_id)s AND o.ended_on IS NULL AND o.void_from < %(void_from)s
  AND EXISTS (SELECT FROM vacancies AS w WHERE w.void_id = o.id AND w.state = 'let')
  AND NOT EXISTS (SELECT FROM vacancies AS w WHERE w.void_id = o.id AND w.state <> 'let'
                  AND w.state <> 'withdrawn');

-- name: find_void_overlapped
-- The void of a unit that one from a day would overlap; no row when there is none.
SELECT id, void_from, ended_on
FROM voids
WHERE unit_id = %(unit_id)s AND id IS DISTINCT FROM %(void_id)s
  AND (ended_on IS NULL OR ended_on > greatest(%(void_from)s, void_from))
ORDER BY void_from DESC LIMIT 1;

-- name: find_letting_overlapped
-- The first and last day of the letting of a unit in which a day falls, or that begins after it; no
-- row when there is none. A letting that goes on ends when the home stands empty.
SELECT starts_on, ended_on
FROM lettings
WHERE unit_id = %(unit_id)s
  AND (starts_on > %(void_from)s
       OR ended_on > greatest(%(void_from)s, coalesce(%(old_void_from)s::date, %(void_from)s)))
ORDER BY starts_on DESC LIMIT 1;

-- name: end_letting
-- Nothing; the letting that goes on, or that ended with this void, ends when the home stands empty.
UPDATE lettings SET ended_on = %(void_from)s
WHERE unit_id = %(unit_id)s AND starts_on <= %(void_from)s
  AND (ended_on IS NULL OR ended_on = %(old_void_from)s)
  AND ended_on IS DISTINCT FROM %(void_from)s;

-- name: carry_letting_on
-- Nothing; the letting that ended with a void which does not come goes on.
UPDATE lettings AS l SET ended_on = NULL
WHERE l.unit_id = %(unit_id)s AND l.ended_on = %(void_from)s
  AND NOT EXISTS (SELECT FROM lettings AS o WHERE o.unit_id = l.unit_id AND o.ended_on IS NULL);
