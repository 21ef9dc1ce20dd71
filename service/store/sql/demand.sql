-- name: find_unmet
-- Applicants whom a run could not place, by district and bedrooms; NULL where the count could tell
-- of a person: under 5, and the next smallest where those under 5 add up to less than 5, since
-- the total is known.
WITH counted AS (
    SELECT d.name AS district, least(b.bedrooms, 5) AS bedrooms, count(*) AS n
    FROM unplaced AS o
    JOIN applicants AS a ON a.id = o.applicant_id
    JOIN districts AS d ON d.code = a.district_code
    JOIN bedroom_needs AS b ON b.applicant_id = a.id AND b.rule = 'bedroom_standard'
    WHERE o.run_id = %(run_id)s
    GROUP BY 1, 2
), ranked AS (
    SELECT *, sum(n) OVER (ORDER BY n, district, bedrooms) - n AS n_smaller
    FROM counted
)
SELECT district, bedrooms,
       CASE WHEN n < 5 OR n_smaller BETWEEN 1 AND 4 THEN NULL ELSE n END AS n
FROM ranked
ORDER BY district, bedrooms;

-- name: find_unmet_reasons
-- Applicants whom a run could not place, by reason and binding rule; NULL where the count could
-- tell of a person.
WITH counted AS (
    SELECT reason, rule, count(*) AS n
    FROM unplaced
    WHERE run_id = %(run_id)s
    GROUP BY reason, rule
), ranked AS (
    SELECT *, sum(n) OVER (ORDER BY n, reason, rule) - n AS n_smaller
    FROM counted
)
SELECT reason, rule, CASE WHEN n < 5 OR n_smaller BETWEEN 1 AND 4 THEN NULL ELSE n END AS n
FROM ranked
ORDER BY ranked.n DESC, reason, rule;

-- name: find_empty_homes
-- Vacancies that a run left empty, by district and the rule that shut most people out.
SELECT d.name AS district, e.rule, count(*) AS n
FROM empty_vacancies AS e
JOIN vacancies AS v ON v.id = e.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN districts AS d ON d.code = s.district_code
WHERE e.run_id = %(run_id)s
GROUP BY d.name, e.rule
ORDER BY d.name, n DESC, e.rule;

-- name: find_past_years
-- Applications whose record was erased, by year; NULL for a count under 5. No total is told.
SELECT erased_year AS year, CASE WHEN count(*) >= 5 THEN count(*) END AS n
FROM past_applications
GROUP BY erased_year
ORDER BY erased_year DESC;
