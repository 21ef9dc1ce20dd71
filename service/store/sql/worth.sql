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
