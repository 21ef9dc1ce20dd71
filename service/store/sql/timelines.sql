-- Each query is one source of a timeline: what happened, by whom and when, of a vacancy, an applicant
-- or a nomination. Row-level security decides which nominations and people are in it.

-- name: find_steps
-- Every step of the nominations asked for.
SELECT s.taken_at AS at, true AS has_time, s.taken_by AS who, 'step ' || s.step AS what,
       CASE WHEN s.undone_at IS NOT NULL THEN 'undone' END AS detail, s.reason, s.on_behalf_of,
       n.id AS nomination_id, n.vacancy_id, v.reference AS vacancy_reference,
       coalesce(a.id, t.applicant_id) AS applicant_id,
       coalesce(a.reference, t.reference) AS applicant_reference
FROM nomination_steps AS s
JOIN nominations AS n ON n.id = s.nomination_id
JOIN vacancies AS v ON v.id = n.vacancy_id
LEFT JOIN applicants AS a ON a.id = n.applicant_id
LEFT JOIN LATERAL (
    SELECT d.applicant_id, d.told ->> 'reference' AS reference FROM disclosures AS d
    WHERE d.nomination_id = n.id AND d.told IS NOT NULL ORDER BY d.id LIMIT 1) AS t ON true
WHERE (%(vacancy_id)s::bigint IS NULL OR n.vacancy_id = %(vacancy_id)s)
  AND (%(applicant_id)s::bigint IS NULL OR n.applicant_id = %(applicant_id)s)
  AND (%(nomination_id)s::bigint IS NULL OR n.id = %(nomination_id)s)
ORDER BY s.id;

-- name: find_nominations
-- Nominations asked for that were made, or withdrawn, before their steps were kept one by one.
SELECT k.at, true AS has_time, k.who, k.what, NULL AS detail, NULL AS reason,
       NULL AS on_behalf_of, n.id AS nomination_id, n.vacancy_id,
       v.reference AS vacancy_reference, coalesce(a.id, t.applicant_id) AS applicant_id,
       coalesce(a.reference, t.reference) AS applicant_reference
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
LEFT JOIN applicants AS a ON a.id = n.applicant_id
LEFT JOIN LATERAL (
    SELECT d.applicant_id, d.told ->> 'reference' AS reference FROM disclosures AS d
    WHERE d.nomination_id = n.id AND d.told IS NOT NULL ORDER BY d.id LIMIT 1) AS t ON true,
LATERAL (VALUES (n.nominated_at, n.nominated_by, 'step nominate'),
                (n.withdrawn_at, n.withdrawn_by, 'step withdraw')) AS k (at, who, what)
WHERE k.at IS NOT NULL
  AND NOT EXISTS (SELECT FROM nomination_steps AS s
                  WHERE s.nomination_id = n.id AND 'step ' || s.step = k.what)
  AND (%(vacancy_id)s::bigint IS NULL OR n.vacancy_id = %(vacancy_id)s)
  AND (%(applicant_id)s::bigint IS NULL OR n.applicant_id = %(applicant_id)s)
  AND (%(nomination_id)s::bigint IS NULL OR n.id = %(nomination_id)s)
ORDER BY k.at, n.id;

-- name: find_disclosures
-- What was told in the nominations asked for, to whom, and when it was taken back.
SELECT k.at, true AS has_time, k.who, k.what, coalesce(l.name, p.name) AS detail, NULL AS reason,
       NULL AS on_behalf_of, n.id AS nomination_id, n.vacancy_id,
       v.reference AS vacancy_reference, a.id AS applicant_id,
       a.reference AS applicant_reference
FROM disclosures AS d
JOIN nominations AS n ON n.id = d.nomination_id
JOIN vacancies AS v ON v.id = n.vacancy_id
LEFT JOIN applicants AS a ON a.id = n.applicant_id
LEFT JOIN landlords AS l ON l.id = d.landlord_id
LEFT JOIN support_providers AS p ON p.id = d.provider_id,
LATERAL (VALUES (d.told_at, d.told_by, 'told'), (d.taken_back_at, NULL, 'taken back'))
    AS k (at, who, what)
WHERE k.at IS NOT NULL
  AND (%(vacancy_id)s::bigint IS NULL OR n.vacancy_id = %(vacancy_id)s)
  AND (%(applicant_id)s::bigint IS NULL OR n.applicant_id = %(applicant_id)s)
  AND (%(nomination_id)s::bigint IS NULL OR n.id = %(nomination_id)s)
ORDER BY k.at, d.id;

-- name: find_lettings
-- First and last days of the tenancies that came of the nominations asked for.
SELECT (k.day::timestamp AT TIME ZONE 'Europe/London') AS at, false AS has_time, NULL AS who,
       k.what, NULL AS detail, NULL AS reason, NULL AS on_behalf_of, n.id AS nomination_id,
       n.vacancy_id, v.reference AS vacancy_reference,
       coalesce(a.id, t.applicant_id) AS applicant_id,
       coalesce(a.reference, t.reference) AS applicant_reference
FROM lettings AS g
JOIN nominations AS n ON n.id = g.nomination_id
JOIN vacancies AS v ON v.id = n.vacancy_id
LEFT JOIN applicants AS a ON a.id = n.applicant_id
LEFT JOIN LATERAL (
    SELECT d.applicant_id, d.told ->> 'reference' AS reference FROM disclosures AS d
    WHERE d.nomination_id = n.id AND d.told IS NOT NULL ORDER BY d.id LIMIT 1) AS t ON true,
LATERAL (VALUES (g.starts_on, 'tenancy starts'), (g.ended_on, 'tenancy ended')) AS k (day, what)
WHERE k.day IS NOT NULL
  AND (%(vacancy_id)s::bigint IS NULL OR n.vacancy_id = %(vacancy_id)s)
  AND (%(applicant_id)s::bigint IS NULL OR n.applicant_id = %(applicant_id)s)
  AND (%(nomination_id)s::bigint IS NULL OR n.id = %(nomination_id)s)
ORDER BY at, n.id;

-- name: find_vacancy_days
-- Days in the life of the vacancy asked for; none for an applicant or a nomination.
SELECT (k.day::timestamp AT TIME ZONE 'Europe/London') AS at, false AS has_time, NULL AS who,
       k.what, NULL AS detail, NULL AS reason, NULL AS on_behalf_of,
       NULL::bigint AS nomination_id, v.id AS vacancy_id, v.reference AS vacancy_reference,
       NULL::bigint AS applicant_id, NULL AS applicant_reference
FROM vacancies AS v
JOIN voids AS o ON o.id = v.void_id,
LATERAL (VALUES (o.void_from, 'void from'), (v.registered_on, 'vacancy registered'),
                (v.available_on, 'vacancy available'), (o.ended_on, 'void ended'))
    AS k (day, what)
WHERE k.day IS NOT NULL AND v.id = %(vacancy_id)s::bigint
ORDER BY at, k.what;

-- name: find_applicant_days
-- Days in the life of the application asked for; none for a vacancy or a nomination.
SELECT k.at, k.has_time, k.who, k.what, k.detail, NULL AS reason, NULL AS on_behalf_of,
       NULL::bigint AS nomination_id, NULL::bigint AS vacancy_id, NULL AS vacancy_reference,
       a.id AS applicant_id, a.reference AS applicant_reference
FROM applicants AS a,
LATERAL (
    SELECT a.registered_on::timestamp AT TIME ZONE 'Europe/London', false, NULL,
           'applicant registered', NULL
    UNION ALL
    SELECT a.state_since::timestamp AT TIME ZONE 'Europe/London', false, NULL,
           'applicant state', a.state
    WHERE a.state <> 'live'
    UNION ALL
    SELECT r.made_at, true, r.made_by, 'restricted', r.kind
    FROM restrictions AS r WHERE r.applicant_id = a.id
    UNION ALL
    SELECT r.lifted_at, true, r.lifted_by, 'restriction lifted', r.kind
    FROM restrictions AS r WHERE r.applicant_id = a.id AND r.lifted_at IS NOT NULL
    ) AS k (at, has_time, who, what, detail)
WHERE a.id = %(applicant_id)s::bigint
ORDER BY k.at, k.what;

-- name: find_revisions
-- Changes of the vacancy asked for; none for an applicant or a nomination.
SELECT r.made_at AS at, true AS has_time, r.made_by AS who, 'vacancy changed' AS what,
       (SELECT string_agg(replace(k.name, '_', ' '), ', ' ORDER BY k.name)
        FROM jsonb_object_keys(r.changes) AS k (name)) AS detail,
       NULL AS reason, NULL AS on_behalf_of, NULL::bigint AS nomination_id, v.id AS vacancy_id,
       v.reference AS vacancy_reference, NULL::bigint AS applicant_id, NULL AS applicant_reference
FROM vacancy_revisions AS r
JOIN vacancies AS v ON v.id = r.vacancy_id
WHERE v.id = %(vacancy_id)s::bigint
ORDER BY r.id;

-- name: find_circumstances
-- Changes of circumstance and times out of the queue of the applicant asked for.
SELECT k.at, k.has_time, k.who, k.what, k.detail, NULL AS reason, NULL AS on_behalf_of,
       NULL::bigint AS nomination_id, NULL::bigint AS vacancy_id, NULL AS vacancy_reference,
       a.id AS applicant_id, a.reference AS applicant_reference
FROM applicants AS a,
LATERAL (
    SELECT c.from_on::timestamp AT TIME ZONE 'Europe/London', false, c.made_by,
           'circumstances changed', c.why
    FROM circumstances AS c WHERE c.applicant_id = a.id AND c.taken_at IS NOT NULL
    UNION ALL
    SELECT p.made_at, true, p.made_by, p.kind, replace(p.reason, '_', ' ')
    FROM pauses AS p WHERE p.applicant_id = a.id
    UNION ALL
    SELECT p.ended_at, true, p.ended_by, 'back in the queue', NULL
    FROM pauses AS p WHERE p.applicant_id = a.id AND p.ended_at IS NOT NULL
    ) AS k (at, has_time, who, what, detail)
WHERE a.id = %(applicant_id)s::bigint
ORDER BY k.at, k.what;
