-- name: lock_vacancy
-- A vacancy with whom its scheme belongs to; nobody else may nominate for it until the end.
SELECT v.id, v.reference, v.state, v.bedroom_rule, s.landlord_id, s.support_provider_id AS provider_id
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE v.id = %(vacancy_id)s
FOR UPDATE OF v;

-- name: find_taken
-- Whether anybody is nominated for the vacancy, and whether the applicant is nominated for any.
SELECT coalesce(bool_or(vacancy_id = %(vacancy_id)s), false) AS vacancy,
       coalesce(bool_or(applicant_id = %(applicant_id)s), false) AS applicant
FROM nominations
WHERE is_live
  AND (vacancy_id = %(vacancy_id)s OR applicant_id = %(applicant_id)s);

-- name: add_nomination
-- The new nomination's id, with the newest run that proposed the two; no row where one of them is in
-- a nomination already.
INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by, run_id)
VALUES (%(vacancy_id)s, %(applicant_id)s, 'nominated', %(nominated_by)s,
        (SELECT max(p.run_id) FROM proposals AS p
         WHERE p.vacancy_id = %(vacancy_id)s AND p.applicant_id = %(applicant_id)s))
ON CONFLICT DO NOTHING
RETURNING id;

-- name: reserve_vacancy
-- Nothing.
UPDATE vacancies SET state = 'reserved' WHERE id = %(vacancy_id)s;

-- name: reopen_vacancy
-- Nothing; a vacancy that went on to an offer or a letting stays what it is.
UPDATE vacancies SET state = 'open' WHERE id = %(vacancy_id)s AND state = 'reserved';

-- name: withdraw_nomination
-- The nomination's id; no row when it is withdrawn already.
UPDATE nominations
SET state = 'withdrawn', withdrawn_by = %(withdrawn_by)s, withdrawn_at = now(),
    withdrawn_because = %(because)s
WHERE id = %(nomination_id)s AND is_live
RETURNING id;

-- name: find_nominations
-- A page of the nominations that whoever asks may see, live ones first and then the newest.
SELECT n.id, n.vacancy_id, v.reference AS vacancy_reference, s.name AS scheme, p.name AS place,
       n.state, n.nominated_by, n.nominated_at, n.run_id, n.withdrawn_by, n.withdrawn_at,
       n.withdrawn_because, a.id AS applicant_id, a.reference AS applicant_reference,
       a.name AS applicant_name
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN places AS p ON p.id = s.place_id
LEFT JOIN applicants AS a ON a.id = n.applicant_id
WHERE (%(nomination_id)s::bigint IS NULL OR n.id = %(nomination_id)s)
  AND (%(vacancy_id)s::bigint IS NULL OR n.vacancy_id = %(vacancy_id)s)
  AND (%(applicant_id)s::bigint IS NULL OR n.applicant_id = %(applicant_id)s)
  AND (%(state)s::text IS NULL OR n.state = %(state)s)
ORDER BY n.is_live DESC, n.nominated_at DESC, n.id DESC
LIMIT %(limit)s OFFSET %(offset)s;

-- name: count_nominations
-- How many nominations whoever asks may see.
SELECT count(*)
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
WHERE %(state)s::text IS NULL OR n.state = %(state)s;

-- name: find_nominated
-- Of the applicants asked for, those who are nominated now, and the nomination.
SELECT applicant_id, id
FROM nominations
WHERE applicant_id = ANY(%(applicant_ids)s) AND is_live
ORDER BY applicant_id;
