-- name: find_worth_of_vacancy
-- What one more home like a vacancy would bring, as a run has it.
SELECT tier, rank, housed, gain
FROM worth_of_one_more
WHERE run_id = %(run_id)s AND vacancy_id = %(vacancy_id)s;

-- name: find_worth_by_kind
-- What one more home would bring, by town and bedrooms: the best of the vacancies there that are of
-- this size. Whoever of the most urgent tier it would house first, then the most points.
WITH ranked AS (
    SELECT p.name AS place, u.bedrooms, w.tier, w.housed, w.gain,
           row_number() OVER (PARTITION BY p.id, u.bedrooms
                              ORDER BY w.tier = 0, w.tier, w.gain DESC) AS position,
           count(*) OVER (PARTITION BY p.id, u.bedrooms) AS n_vacancies
    FROM worth_of_one_more AS w
    JOIN vacancies AS v ON v.id = w.vacancy_id
    JOIN units AS u ON u.id = v.unit_id
    JOIN schemes AS s ON s.id = u.scheme_id
    JOIN places AS p ON p.id = s.place_id
    WHERE w.run_id = %(run_id)s
)
SELECT place, bedrooms, n_vacancies, tier, housed, gain
FROM ranked
WHERE position = 1
ORDER BY tier = 0, tier, gain DESC, place, bedrooms;

-- name: find_crowded_kinds
-- Towns and sizes that at least so many people whom a run could not place wait for, by the most common
-- of their wishes: the town, its district, or anywhere.
WITH wishes AS (
    SELECT b.bedrooms, w.place_id, w.district_code, count(DISTINCT o.applicant_id) AS n
    FROM unplaced AS o
    JOIN bedroom_needs AS b ON b.applicant_id = o.applicant_id AND b.rule = 'bedroom_standard'
    LEFT JOIN wanted_areas AS w ON w.applicant_id = o.applicant_id
    WHERE o.run_id = %(run_id)s
    GROUP BY b.bedrooms, w.place_id, w.district_code
)
SELECT p.name, w.bedrooms
FROM places AS p
JOIN wishes AS w ON w.place_id = p.id OR w.district_code = p.district_code
                 OR num_nonnulls(w.place_id, w.district_code) = 0
GROUP BY p.id, w.bedrooms
HAVING max(w.n) >= %(least)s
ORDER BY p.name, w.bedrooms;
