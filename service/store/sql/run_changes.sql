-- name: find_changes
-- The applicants for whom two runs propose different homes, in the order of priority.
SELECT c.applicant_id, a.reference AS applicant_reference, a.name AS applicant_name, a.tier,
       a.registered_on, c.change, c.first_vacancy_id, v.reference AS first_vacancy,
       c.second_vacancy_id, w.reference AS second_vacancy, c.first_worth, c.second_worth
FROM (
    SELECT applicant_id, f.vacancy_id AS first_vacancy_id, s.vacancy_id AS second_vacancy_id,
           f.worth AS first_worth, s.worth AS second_worth,
           CASE WHEN f.vacancy_id IS NULL THEN 'won' WHEN s.vacancy_id IS NULL THEN 'lost'
                ELSE 'moved' END AS change
    FROM (SELECT * FROM proposals WHERE run_id = %(first)s) AS f
    FULL JOIN (SELECT * FROM proposals WHERE run_id = %(second)s) AS s USING (applicant_id)
    WHERE f.vacancy_id IS DISTINCT FROM s.vacancy_id
) AS c
JOIN applicants AS a ON a.id = c.applicant_id
LEFT JOIN vacancies AS v ON v.id = c.first_vacancy_id
LEFT JOIN vacancies AS w ON w.id = c.second_vacancy_id
WHERE %(change)s::text IS NULL OR c.change = %(change)s
ORDER BY tier, registered_on, applicant_id;

-- name: count_changes
-- How many people each change concerns, of those that whoever asks may see.
SELECT CASE WHEN f.vacancy_id IS NULL THEN 'won' WHEN s.vacancy_id IS NULL THEN 'lost'
            ELSE 'moved' END AS change, count(*)
FROM (SELECT * FROM proposals WHERE run_id = %(first)s) AS f
FULL JOIN (SELECT * FROM proposals WHERE run_id = %(second)s) AS s USING (applicant_id)
WHERE f.vacancy_id IS DISTINCT FROM s.vacancy_id
GROUP BY change
ORDER BY change;

-- name: count_placed
-- Of each tier, whom each of two runs proposes for a home, and the days that they have waited together.
SELECT p.run_id, a.tier, count(*) AS n, sum(r.match_on - a.registered_on) AS days_waited,
       sum(p.worth) AS worth
FROM proposals AS p
JOIN match_runs AS r ON r.id = p.run_id
JOIN applicants AS a ON a.id = p.applicant_id
WHERE p.run_id IN (%(first)s, %(second)s)
GROUP BY p.run_id, a.tier
ORDER BY p.run_id, a.tier;

-- name: find_left_empty
-- The vacancies that one of two runs leaves empty and the other fills, by reference.
SELECT e.vacancy_id, v.reference, e.run_id
FROM empty_vacancies AS e
JOIN vacancies AS v ON v.id = e.vacancy_id
WHERE e.run_id IN (%(first)s, %(second)s)
  AND EXISTS (SELECT FROM proposals AS p
              WHERE p.run_id IN (%(first)s, %(second)s) AND p.run_id <> e.run_id
                AND p.vacancy_id = e.vacancy_id)
ORDER BY v.reference;
