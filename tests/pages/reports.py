"""Nominations, steps, lettings and who was passed over, planted in the county for its reports."""

import psycopg

PLANTED = """
INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by, nominated_at, state_since,
                         declined_party, declined_reason)
VALUES (41, 41, 'let', 'Olive Officer', '2026-05-01T09:00Z', '2026-05-16T09:00Z', NULL, NULL),
       (42, 42, 'let', 'Olive Officer', '2026-05-01T09:00Z', '2026-05-20T09:00Z', NULL, NULL),
       (12, 12, 'declined', 'Olive Officer', '2026-06-01T09:00Z', '2026-06-04T09:00Z',
        'applicant', 'refused_suitable'),
       (16, 16, 'decline_review', 'Olive Officer', '2026-06-03T09:00Z', '2026-06-05T09:00Z',
        'landlord', 'needs_exceed'),
       (20, 20, 'declined', 'Olive Officer', '2025-06-03T09:00Z', '2025-06-05T09:00Z',
        'landlord', 'needs_exceed');
INSERT INTO nomination_steps (nomination_id, applicant_id, step, from_state, to_state, taken_by,
                              taken_role, taken_at, undone_by, undone_at)
SELECT n.id, n.applicant_id, t.step, NULL, t.step, 'Olive Officer', 'officer', t.at::timestamptz,
       t.undone, CASE WHEN t.undone IS NOT NULL THEN t.at::timestamptz END
FROM nominations AS n
JOIN (VALUES (41, 'nominate', '2026-05-01T09:00Z', NULL),
             (41, 'offer', '2026-05-02T09:00Z', 'Olive Officer'),
             (41, 'offer', '2026-05-05T09:00Z', NULL),
             (41, 'accept', '2026-05-06T09:00Z', NULL),
             (41, 'sign', '2026-05-16T09:00Z', NULL),
             (42, 'nominate', '2026-05-01T09:00Z', NULL),
             (42, 'offer', '2026-05-11T09:00Z', NULL),
             (42, 'accept', '2026-05-14T09:00Z', NULL),
             (42, 'sign', '2026-05-20T09:00Z', NULL),
             (12, 'nominate', '2026-06-01T09:00Z', NULL),
             (12, 'offer', '2026-07-01T09:00Z', NULL),
             (12, 'decline', '2026-07-02T23:30Z', NULL)) AS t (vacancy_id, step, at, undone)
    ON t.vacancy_id = n.vacancy_id
ORDER BY t.at, n.id;
INSERT INTO disclosures (nomination_id, applicant_id, landlord_id, told, lawful_basis, told_by)
SELECT n.id, n.applicant_id, s.landlord_id, jsonb_build_object(
           'name', a.name, 'reference', a.reference, 'household_size', 1, 'bedrooms', 1,
           'support_level', 1, 'accessibility_needs', '[]'::jsonb, 'ready_on', a.ready_on,
           'overnight_carer', false),
       'public_task', 'Olive Officer'
FROM nominations AS n
JOIN applicants AS a ON a.id = n.applicant_id
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE n.vacancy_id IN (41, 42, 12, 16, 20);
INSERT INTO lettings (nomination_id, vacancy_id, unit_id, applicant_id, signed_on, starts_on,
                      tenure, rent_pence, reference, made_by)
SELECT n.id, n.vacancy_id, n.vacancy_id, n.applicant_id, n.state_since::date,
       CASE n.vacancy_id WHEN 41 THEN DATE '2026-05-18' ELSE '2026-06-01' END,
       CASE n.vacancy_id WHEN 41 THEN 'licence' ELSE 'assured_shorthold' END, 10250,
       CASE n.vacancy_id WHEN 41 THEN 'T-41' END, 'Olive Officer'
FROM nominations AS n WHERE n.state = 'let' ORDER BY n.vacancy_id;
UPDATE nominations SET due_on = current_date - 20, escalated_on = current_date - 5, reminders = 2
WHERE vacancy_id = 8;
UPDATE nominations SET due_on = current_date + 3 WHERE vacancy_id = 2;
INSERT INTO considered (nomination_id, position, applicant_id, tier, registered_on, worth, outcome,
                        because)
SELECT n.id, c.position, c.applicant_id, 1, '2024-01-01', 1000, c.outcome, c.because
FROM nominations AS n
JOIN (VALUES (41, 1, 21, 'passed_over', 'rent'), (41, 2, 22, 'passed_over', 'live_offer'),
             (41, 3, 41, 'nominated', NULL), (41, 4, 24, 'after', NULL),
             (12, 1, 21, 'passed_over', 'rent'), (12, 2, 12, 'nominated', NULL))
    AS c (vacancy_id, position, applicant_id, outcome, because) ON c.vacancy_id = n.vacancy_id;
"""
"""Two lettings, one of each landlord; three declines of the first landlord's; one overdue."""


def plant(url: str) -> None:
    """Put them in a county."""
    with psycopg.connect(url) as connection:
        connection.execute(PLANTED)
