-- name: find_tasks
-- What waits for whoever asks: steps of nominations before vacancies and people of whom nobody waits
-- for an answer, and the longest due first. Row-level security decides which nominations,
-- vacancies, people and messages that can be; the role decides what of them is a task.
WITH standing AS (
    SELECT n.id, n.state, n.vacancy_id, n.applicant_id, n.nominated_by, n.due_on, n.escalated_on,
           n.is_live, n.support_agreed_at, n.declined_reason, n.state_since AS moment,
           (n.state_since AT TIME ZONE 'Europe/London')::date AS since,
           v.reference AS vacancy_reference,
           coalesce(a.id, t.applicant_id) AS told_id,
           coalesce(a.reference, t.reference) AS applicant_reference
    FROM nominations AS n
    JOIN vacancies AS v ON v.id = n.vacancy_id
    LEFT JOIN applicants AS a ON a.id = n.applicant_id
    LEFT JOIN LATERAL (
        SELECT d.applicant_id, d.told ->> 'reference' AS reference
        FROM disclosures AS d
        WHERE d.nomination_id = n.id AND d.told IS NOT NULL
        ORDER BY d.id LIMIT 1) AS t ON true
), of_nominations AS (
    SELECT k.kind, s.*
    FROM standing AS s,
         LATERAL (SELECT CASE %(role)s
             WHEN 'officer' THEN CASE
                 WHEN s.state = 'decline_review' THEN 'review_decline'
                 WHEN s.is_live AND (s.due_on < %(today)s OR s.escalated_on IS NOT NULL)
                     THEN 'chase'
                 WHEN s.state = 'expired' AND s.since = %(today)s THEN 'expired'
                 WHEN s.state = 'declined' AND s.declined_reason = ANY (%(look_again)s)
                      AND NOT EXISTS (SELECT FROM nominations AS l
                                      WHERE l.applicant_id = s.applicant_id AND l.id > s.id)
                      AND NOT EXISTS (SELECT FROM circumstances AS c
                                      WHERE c.applicant_id = s.applicant_id
                                        AND c.made_at > s.moment)
                      AND EXISTS (SELECT FROM applicants AS p
                                  WHERE p.id = s.applicant_id AND p.state IN ('live', 'parked')
                                    AND p.state_since <= s.since) THEN 'look_again' END
             WHEN 'landlord' THEN CASE s.state
                 WHEN 'nominated' THEN 'answer'
                 WHEN 'offered' THEN 'arrange_viewing'
                 WHEN 'viewing' THEN 'record_answer'
                 WHEN 'accepted' THEN 'set_move_in'
                 WHEN 'move_in_set' THEN 'sign' END
             WHEN 'support_provider' THEN CASE
                 WHEN s.state = 'nominated' AND s.support_agreed_at IS NULL
                     THEN 'agree_support' END
             END AS kind) AS k
    WHERE k.kind IS NOT NULL
), of_vacancies AS (
    SELECT k.kind, v.id, v.reference, v.available_on, k.since
    FROM vacancies AS v
    JOIN units AS u ON u.id = v.unit_id
    JOIN schemes AS c ON c.id = u.scheme_id
    LEFT JOIN LATERAL (
        SELECT max((n.state_since AT TIME ZONE 'Europe/London')::date) AS day
        FROM nominations AS n
        WHERE n.vacancy_id = v.id AND NOT n.is_live) AS ended ON true,
    LATERAL (SELECT CASE %(role)s
                 WHEN 'officer' THEN CASE
                     WHEN v.state = 'open' AND greatest(v.registered_on, ended.day) <= %(idle)s
                         THEN 'nominate' END
                 WHEN 'landlord' THEN CASE
                     WHEN v.state = 'draft' THEN 'finish_draft'
                     WHEN v.state = 'registered' AND v.available_on < %(today)s
                         THEN 'not_open' END END AS kind,
             greatest(v.registered_on, ended.day) AS since) AS k
    WHERE k.kind IS NOT NULL
      AND (%(district)s::text IS NULL OR c.district_code = %(district)s)
)
SELECT * FROM (
SELECT kind, vacancy_id, vacancy_reference, id AS nomination_id, told_id AS applicant_id,
       applicant_reference, NULL::bigint AS message_id, NULL AS subject, since,
       CASE WHEN is_live THEN due_on END AS due, nominated_by = %(name)s AS is_mine
FROM of_nominations
UNION ALL
SELECT kind, id, reference, NULL, NULL, NULL, NULL, NULL, since,
       CASE kind WHEN 'nominate' THEN since + %(idle_days)s::integer
                 WHEN 'not_open' THEN available_on END, false
FROM of_vacancies
UNION ALL
SELECT 'parked', NULL, NULL, NULL, a.id, a.reference, NULL, NULL, a.state_since,
       coalesce(p.until, a.state_since + %(park_days)s::integer), false
FROM applicants AS a
LEFT JOIN pauses AS p ON p.applicant_id = a.id AND p.ended_at IS NULL
WHERE %(role)s = 'officer' AND a.state = 'parked'
  AND coalesce(p.until, a.state_since + %(park_days)s::integer) <= %(today)s
UNION ALL
SELECT 'not_sent', NULL, NULL, NULL, NULL, NULL, m.id, m.subject,
       (m.given_up_at AT TIME ZONE 'Europe/London')::date, NULL, false
FROM messages AS m
WHERE %(role)s = 'administrator' AND m.given_up_at IS NOT NULL
) AS t
ORDER BY kind IN ('nominate', 'parked'), due NULLS LAST, since, kind COLLATE "C", vacancy_id,
         nomination_id, applicant_id, message_id;
