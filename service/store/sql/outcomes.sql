-- name: find_proposals
-- A run's proposals in the order of priority.
SELECT p.applicant_id, a.reference AS applicant_reference, a.name AS applicant_name, a.tier,
       a.registered_on, p.vacancy_id, v.reference AS vacancy_reference, s.name AS scheme,
       s.kind AS scheme_kind, pl.name AS place, u.bedrooms, l.name AS landlord, p.worth, p.parts,
       p.alternatives
FROM proposals AS p
JOIN applicants AS a ON a.id = p.applicant_id
JOIN vacancies AS v ON v.id = p.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN places AS pl ON pl.id = s.place_id
WHERE p.run_id = %(run_id)s
ORDER BY tier, registered_on, applicant_id;

-- name: count_proposals
-- How many proposals of a run whoever asks may see; the run's own figure counts all.
SELECT count(*) FROM proposals WHERE run_id = %(run_id)s;

-- name: find_unplaced
-- A run's unplaced applicants in the order of priority.
SELECT n.applicant_id, a.reference AS applicant_reference, a.name AS applicant_name, a.tier,
       a.registered_on, n.reason, n.eligible, n.rule, n.opens, n.rules, n.near_misses, n.last_tier,
       n.last_registered_on, n.rank, n.last_rank, n.sets
FROM unplaced AS n
JOIN applicants AS a ON a.id = n.applicant_id
WHERE n.run_id = %(run_id)s
  AND (%(reason)s::text IS NULL OR n.reason = %(reason)s)
  AND (%(rule)s::text IS NULL OR n.rule = %(rule)s)
  AND (%(district_code)s::text IS NULL OR a.district_code = %(district_code)s)
ORDER BY tier, registered_on, applicant_id;

-- name: count_unplaced
-- Unplaced applicants, of one district if asked, by reason and binding rule, the commonest first.
SELECT o.reason, o.rule, count(*) AS n
FROM unplaced AS o
JOIN applicants AS a ON a.id = o.applicant_id
WHERE o.run_id = %(run_id)s
  AND (%(district_code)s::text IS NULL OR a.district_code = %(district_code)s)
GROUP BY o.reason, o.rule
ORDER BY n DESC, o.reason, o.rule;

-- name: find_empty_vacancies
-- A run's vacancies that nobody is proposed for, by reference, which no two share.
SELECT e.vacancy_id, v.reference AS vacancy_reference, s.name AS scheme, s.kind AS scheme_kind,
       pl.name AS place, u.bedrooms, l.name AS landlord, e.eligible, e.rule, e.rules
FROM empty_vacancies AS e
JOIN vacancies AS v ON v.id = e.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN places AS pl ON pl.id = s.place_id
WHERE e.run_id = %(run_id)s
ORDER BY vacancy_reference;

-- name: count_empty_vacancies
-- How many vacancies of a run nobody is proposed for.
SELECT count(*) FROM empty_vacancies WHERE run_id = %(run_id)s;

-- name: find_outcome_of_applicant
-- What the run says of one applicant: a proposal, or why there is none.
SELECT p.vacancy_id, v.reference AS vacancy_reference, s.name AS scheme, pl.name AS place,
       p.worth, p.parts, p.alternatives, n.reason, n.eligible, n.rule, n.opens, n.rules, n.near_misses,
       n.last_tier, n.last_registered_on, n.rank, n.last_rank, n.sets
FROM (SELECT %(run_id)s::bigint AS run_id, %(applicant_id)s::bigint AS applicant_id) AS asked
LEFT JOIN proposals AS p USING (run_id, applicant_id)
LEFT JOIN unplaced AS n USING (run_id, applicant_id)
LEFT JOIN vacancies AS v ON v.id = p.vacancy_id
LEFT JOIN units AS u ON u.id = v.unit_id
LEFT JOIN schemes AS s ON s.id = u.scheme_id
LEFT JOIN places AS pl ON pl.id = s.place_id
WHERE p.run_id IS NOT NULL OR n.run_id IS NOT NULL;

-- name: find_outcome_of_vacancy
-- What the run says of one vacancy: whom it proposes, or why nobody.
SELECT p.applicant_id, a.reference AS applicant_reference, a.name AS applicant_name, p.worth,
       p.parts, e.eligible, e.rule, e.rules
FROM (SELECT %(run_id)s::bigint AS run_id, %(vacancy_id)s::bigint AS vacancy_id) AS asked
LEFT JOIN proposals AS p USING (run_id, vacancy_id)
LEFT JOIN empty_vacancies AS e USING (run_id, vacancy_id)
LEFT JOIN applicants AS a ON a.id = p.applicant_id
WHERE p.run_id IS NOT NULL OR e.run_id IS NOT NULL;

-- name: find_homes_proposed
-- For each of the applicants asked for who was in the run: the vacancy proposed, or NULLs.
SELECT p.applicant_id, p.vacancy_id, v.reference AS vacancy_reference
FROM proposals AS p
JOIN vacancies AS v ON v.id = p.vacancy_id
WHERE p.run_id = %(run_id)s AND p.applicant_id = ANY(%(applicant_ids)s)
UNION ALL
SELECT n.applicant_id, NULL, NULL
FROM unplaced AS n
WHERE n.run_id = %(run_id)s AND n.applicant_id = ANY(%(applicant_ids)s)
ORDER BY applicant_id;

-- name: find_people_proposed
-- For each of the vacancies asked for that was in the run: the applicant proposed, or NULLs.
SELECT p.vacancy_id, p.applicant_id, a.reference, a.tier, a.registered_on
FROM proposals AS p
JOIN applicants AS a ON a.id = p.applicant_id
WHERE p.run_id = %(run_id)s AND p.vacancy_id = ANY(%(vacancy_ids)s)
UNION ALL
SELECT e.vacancy_id, NULL, NULL, NULL, NULL
FROM empty_vacancies AS e
WHERE e.run_id = %(run_id)s AND e.vacancy_id = ANY(%(vacancy_ids)s)
ORDER BY vacancy_id;
