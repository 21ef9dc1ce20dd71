-- name: find_open_vacancies
-- Vacancies that are to be let, whose void began in the period, the longest void first.
SELECT v.id AS vacancy_id, v.reference AS vacancy, s.name AS scheme, s.kind, l.name AS landlord,
       d.name AS district, u.bedrooms, v.state, o.void_from, v.available_on, v.works,
       v.works_from, v.works_until
FROM vacancies AS v
JOIN voids AS o ON o.id = v.void_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN districts AS d ON d.code = s.district_code
WHERE v.state IN ('registered', 'open', 'reserved', 'offered')
  AND (%(since)s::date IS NULL OR o.void_from >= %(since)s)
  AND (%(until)s::date IS NULL OR o.void_from <= %(until)s)
  AND (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
ORDER BY o.void_from, v.id;

-- name: find_step_times
-- Each step of a nomination that ended a span in the period, with the calendar days since the step
-- before; steps that were undone are left out.
WITH spans (span, step, earlier) AS (
    VALUES ('Step 1: nominated to offered', 'offer', ARRAY['nominate', 'reopen']),
           ('Step 2: offered to accepted', 'accept', ARRAY['offer']),
           ('Step 3: accepted to signed', 'sign', ARRAY['accept'])
), taken AS (
    SELECT t.id, t.nomination_id, t.step,
           (t.taken_at AT TIME ZONE 'Europe/London')::date AS on_day
    FROM nomination_steps AS t
    WHERE t.undone_at IS NULL
)
SELECT x.span, later.on_day, later.on_day - before.on_day AS days, n.applicant_id,
       s.kind, l.name AS landlord, d.name AS district
FROM spans AS x
JOIN taken AS later ON later.step = x.step
JOIN LATERAL (
    SELECT e.on_day FROM taken AS e
    WHERE e.nomination_id = later.nomination_id AND e.step = ANY(x.earlier) AND e.id < later.id
    ORDER BY e.id DESC LIMIT 1) AS before ON true
JOIN nominations AS n ON n.id = later.nomination_id
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN districts AS d ON d.code = s.district_code
WHERE (%(since)s::date IS NULL OR later.on_day >= %(since)s)
  AND (%(until)s::date IS NULL OR later.on_day <= %(until)s)
  AND (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
ORDER BY x.span, later.id;

-- name: find_declines
-- Nominations declined in the period, reviewed or not, the newest first, with whose they were as far
-- as whoever asks may see.
WITH declined AS (
    SELECT n.*, (coalesce(
               (SELECT max(t.taken_at) FROM nomination_steps AS t
                WHERE t.nomination_id = n.id AND t.step = 'decline' AND t.undone_at IS NULL),
               n.state_since) AT TIME ZONE 'Europe/London')::date AS on_day
    FROM nominations AS n
    WHERE n.state IN ('decline_review', 'declined')
)
SELECT n.id AS nomination, v.id AS vacancy_id, v.reference AS vacancy, s.name AS scheme, s.kind,
       l.name AS landlord, d.name AS district, n.on_day, n.state, n.declined_party AS party,
       n.declined_reason AS reason, n.applicant_id, a.reference AS applicant, a.name
FROM declined AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN districts AS d ON d.code = s.district_code
LEFT JOIN applicants AS a ON a.id = n.applicant_id
WHERE (%(since)s::date IS NULL OR n.on_day >= %(since)s)
  AND (%(until)s::date IS NULL OR n.on_day <= %(until)s)
  AND (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
ORDER BY n.on_day DESC, n.id DESC;

-- name: find_overdue
-- Live nominations whose next step was due before a day, and in the period, the latest first.
SELECT n.id AS nomination, v.id AS vacancy_id, v.reference AS vacancy, s.name AS scheme, s.kind,
       l.name AS landlord, d.name AS district, n.state, n.due_on, n.reminders, n.escalated_on,
       n.applicant_id, a.reference AS applicant, a.name
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN districts AS d ON d.code = s.district_code
LEFT JOIN applicants AS a ON a.id = n.applicant_id
WHERE n.is_live AND n.due_on < %(today)s
  AND (%(since)s::date IS NULL OR n.due_on >= %(since)s)
  AND (%(until)s::date IS NULL OR n.due_on <= %(until)s)
  AND (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
ORDER BY n.due_on, n.id;

-- name: find_passed_over
-- Everybody who was passed over when somebody was nominated in the period, the newest first, and how
-- often they were in it.
WITH passed AS (
    SELECT n.id AS nomination, n.vacancy_id,
           (n.nominated_at AT TIME ZONE 'Europe/London')::date AS on_day, c.position, c.tier,
           c.because AS reason, c.applicant_id
    FROM considered AS c
    JOIN nominations AS n ON n.id = c.nomination_id
    WHERE c.outcome = 'passed_over'
)
SELECT n.nomination, v.id AS vacancy_id, v.reference AS vacancy, s.name AS scheme, s.kind,
       l.name AS landlord, d.name AS district, n.on_day, n.position, n.tier, n.reason,
       n.applicant_id, a.reference AS applicant, a.name,
       count(*) OVER (PARTITION BY coalesce(n.applicant_id, -n.nomination * 1000 - n.position))
           AS times
FROM passed AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN districts AS d ON d.code = s.district_code
LEFT JOIN applicants AS a ON a.id = n.applicant_id
WHERE (%(since)s::date IS NULL OR n.on_day >= %(since)s)
  AND (%(until)s::date IS NULL OR n.on_day <= %(until)s)
  AND (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
ORDER BY n.on_day DESC, n.nomination DESC, n.position;

-- name: find_lettings
-- Lettings signed in the period, the newest first.
SELECT t.id AS letting_id, v.id AS vacancy_id, v.reference AS vacancy, s.name AS scheme, s.kind,
       l.name AS landlord, d.name AS district, u.bedrooms, t.tenure, t.signed_on, t.starts_on,
       t.rent_pence, greatest(0, t.starts_on - o.void_from) AS days_void, t.applicant_id,
       a.reference AS applicant, a.name
FROM lettings AS t
JOIN vacancies AS v ON v.id = t.vacancy_id
JOIN voids AS o ON o.id = v.void_id
JOIN units AS u ON u.id = t.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN districts AS d ON d.code = s.district_code
LEFT JOIN applicants AS a ON a.id = t.applicant_id
WHERE (%(since)s::date IS NULL OR t.signed_on >= %(since)s)
  AND (%(until)s::date IS NULL OR t.signed_on <= %(until)s)
  AND (%(district_code)s::text IS NULL OR s.district_code = %(district_code)s)
  AND (%(landlord_id)s::bigint IS NULL OR s.landlord_id = %(landlord_id)s)
  AND (%(kind)s::text IS NULL OR s.kind = %(kind)s)
ORDER BY t.signed_on DESC, t.id DESC;
