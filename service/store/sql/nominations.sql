-- name: lock_vacancy
-- A vacancy with whom its scheme belongs to; nobody else may nominate for it until the end. Rows that
-- point at it may still be written.
SELECT v.id, v.reference, v.state, v.bedroom_rule, s.landlord_id, s.support_provider_id AS provider_id
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE v.id = %(vacancy_id)s
FOR NO KEY UPDATE OF v;

-- name: find_taken
-- Whether the vacancy has no room for one more, and whether the applicant is nominated for any.
SELECT v.nominees <= (SELECT count(*) FROM nominations AS n WHERE n.vacancy_id = v.id AND n.is_live)
           OR EXISTS (SELECT FROM nominations AS n WHERE n.vacancy_id = v.id AND n.is_offer)
           AS vacancy,
       EXISTS (SELECT FROM nominations AS n
               WHERE n.applicant_id = %(applicant_id)s AND n.is_live) AS applicant
FROM vacancies AS v
WHERE v.id = %(vacancy_id)s;

-- name: add_nomination
-- The new nomination's id, with the newest run that proposed the two; no row where one of them is in
-- a nomination already.
INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by, n_considered, n_passed_over,
                         due_on, run_id)
VALUES (%(vacancy_id)s, %(applicant_id)s, 'nominated', %(nominated_by)s, %(n_considered)s,
        %(n_passed_over)s, %(due_on)s,
        (SELECT max(p.run_id) FROM proposals AS p
         WHERE p.vacancy_id = %(vacancy_id)s AND p.applicant_id = %(applicant_id)s))
ON CONFLICT DO NOTHING
RETURNING id;

-- name: find_nominations
-- The nominations that whoever asks may see, live ones first and then the newest.
SELECT n.id, n.vacancy_id, v.reference AS vacancy_reference, s.name AS scheme, p.name AS place,
       n.state, n.nominated_by, n.nominated_at, n.run_id, n.withdrawn_by, n.withdrawn_at,
       n.withdrawn_because, a.id AS applicant_id, a.reference AS applicant_reference,
       a.name AS applicant_name, n.state_since, n.due_on, n.reminders, n.escalated_on,
       n.support_agreed_by, n.support_agreed_at, n.viewing_at, n.move_in_on, n.declined_party,
       n.declined_reason, n.n_considered, n.n_passed_over, l.name AS landlord,
       n.is_live
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN places AS p ON p.id = s.place_id
JOIN landlords AS l ON l.id = s.landlord_id
LEFT JOIN applicants AS a ON a.id = n.applicant_id
WHERE (%(nomination_id)s::bigint IS NULL OR n.id = %(nomination_id)s)
  AND (%(vacancy_id)s::bigint IS NULL OR n.vacancy_id = %(vacancy_id)s)
  AND (%(applicant_id)s::bigint IS NULL OR n.applicant_id = %(applicant_id)s)
  AND (%(state)s::text IS NULL OR n.state = %(state)s)
  AND (NOT %(is_live)s OR n.is_live)
  AND (%(late_on)s::date IS NULL OR (n.due_on < %(late_on)s AND n.is_live))
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(nominated_by)s::text IS NULL OR n.nominated_by = %(nominated_by)s)
ORDER BY is_live DESC, nominated_at DESC, id DESC;

-- name: count_nominations
-- How many nominations whoever asks may see.
SELECT count(*)
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE (%(state)s::text IS NULL OR n.state = %(state)s)
  AND (NOT %(is_live)s OR n.is_live)
  AND (%(late_on)s::date IS NULL OR (n.due_on < %(late_on)s AND n.is_live))
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(nominated_by)s::text IS NULL OR n.nominated_by = %(nominated_by)s);

-- name: find_nominated
-- Of the applicants asked for, those who are nominated now, and the nomination.
SELECT applicant_id, id
FROM nominations
WHERE applicant_id = ANY(%(applicant_ids)s) AND is_live
ORDER BY applicant_id;
