-- name: add_upload
-- The id of the new upload, whose file is kept with it.
WITH added AS (
    INSERT INTO uploads (kind, file_name, file_format, sha256, n_bytes, account_id, uploaded_by,
                         landlord_id, same_as)
    VALUES (%(kind)s, %(file_name)s, %(file_format)s, %(sha256)s, %(n_bytes)s, %(account_id)s,
            %(uploaded_by)s, %(landlord_id)s, %(same_as)s)
    RETURNING id
)
INSERT INTO upload_files (upload_id, content)
SELECT id, %(content)s FROM added
RETURNING upload_id;

-- name: take_turn
-- Nothing; whoever sends the same file at the same moment waits.
SELECT pg_advisory_xact_lock(hashtextextended('upload ' || %(key)s, 0));

-- name: find_same
-- The newest upload of the same file and kind that whoever asks may see, unless it came to nothing:
-- its id and whether it is over.
SELECT id, state = 'done' AS is_done
FROM uploads
WHERE sha256 = %(sha256)s AND kind = %(kind)s AND state NOT IN ('refused', 'failed')
ORDER BY id DESC
LIMIT 1;

-- name: count_running
-- How many uploads of an account wait or are under way.
SELECT count(*) FROM uploads
WHERE account_id = %(account_id)s AND state IN ('received', 'checking', 'putting_in');

-- name: get_upload
-- One upload, with every column of store.uploads.Upload.
SELECT u.id, u.kind, u.file_name, u.file_format, u.n_bytes, u.uploaded_by, u.uploaded_at, u.same_as,
       u.state, u.stage, u.progress, u.checked_at, u.confirmed_by, u.confirmed_at, u.finished_at,
       u.n_rows, u.n_good, u.n_to_confirm, u.added, u.changed, u.same, u.outcome, u.error,
       f.upload_id IS NOT NULL AS has_file, f.rejected IS NOT NULL AS has_rejected
FROM uploads AS u
LEFT JOIN upload_files AS f ON f.upload_id = u.id
WHERE u.id = %(upload_id)s;

-- name: count_uploads
-- How many uploads whoever asks may see.
SELECT count(*) FROM uploads;

-- name: find_uploads
-- The newest first, with every column of store.uploads.Upload.
SELECT u.id, u.kind, u.file_name, u.file_format, u.n_bytes, u.uploaded_by, u.uploaded_at, u.same_as,
       u.state, u.stage, u.progress, u.checked_at, u.confirmed_by, u.confirmed_at, u.finished_at,
       u.n_rows, u.n_good, u.n_to_confirm, u.added, u.changed, u.same, u.outcome, u.error,
       f.upload_id IS NOT NULL AS has_file, f.rejected IS NOT NULL AS has_rejected
FROM uploads AS u
LEFT JOIN upload_files AS f ON f.upload_id = u.id
ORDER BY id DESC;

-- name: count_faults
-- How many faults an upload has in each category.
SELECT category, count(*) FROM upload_faults
WHERE upload_id = %(upload_id)s
GROUP BY category
ORDER BY category;

-- name: find_faults
-- Faults in the order of rows and cells, of one category or all.
SELECT row_number, cell, field, value, message, category, position
FROM upload_faults
WHERE upload_id = %(upload_id)s
  AND (%(category)s::text IS NULL OR category = %(category)s)
ORDER BY position;

-- name: get_rejected
-- The file of rows to correct; no row when it went or there never was one.
SELECT rejected FROM upload_files WHERE upload_id = %(upload_id)s AND rejected IS NOT NULL;

-- name: confirm
-- The upload's id, if it waited to be confirmed.
UPDATE uploads
SET state = 'putting_in', stage = 'waiting for the worker', progress = 0, heartbeat_at = NULL,
    confirmed_by = %(name)s, confirmed_at = now()
WHERE id = %(upload_id)s AND state = 'to_confirm'
RETURNING id;

-- name: start_work
-- What a worker needs of an upload, if it may be taken: waiting, or silent for two minutes.
WITH taken AS (
    UPDATE uploads
    SET state = CASE state WHEN 'received' THEN 'checking' ELSE state END, heartbeat_at = now(),
        stage = 'reading the file', progress = 0
    WHERE id = %(upload_id)s AND state IN ('received', 'checking', 'putting_in')
      AND (heartbeat_at IS NULL OR heartbeat_at < now() - interval '2 minutes')
    RETURNING id, kind, file_format, account_id, landlord_id, state
)
SELECT t.id, t.kind, t.file_format, t.account_id, t.landlord_id, t.state, f.content
FROM taken AS t
JOIN upload_files AS f ON f.upload_id = t.id;

-- name: find_stalled
-- The ids of uploads that have waited, or whose worker has been silent, for two minutes, and that no
-- job waits for.
SELECT id
FROM uploads
WHERE state IN ('received', 'checking', 'putting_in')
  AND coalesce(heartbeat_at, confirmed_at, uploaded_at) < now() - interval '2 minutes'
  AND NOT EXISTS (
      SELECT FROM procrastinate_jobs
      WHERE queueing_lock = 'upload:' || uploads.id AND status = 'todo')
ORDER BY id;

-- name: set_progress
-- Nothing.
UPDATE uploads
SET stage = %(stage)s, progress = %(progress)s, heartbeat_at = now()
WHERE id = %(upload_id)s AND state IN ('checking', 'putting_in');

-- name: release
-- Nothing; another worker may take it.
UPDATE uploads
SET heartbeat_at = NULL, stage = 'waiting for the worker', progress = 0
WHERE id = %(upload_id)s AND state IN ('checking', 'putting_in');

-- name: finish
-- The upload's id, if it stood where the worker had taken it from.
UPDATE uploads
SET state = %(state)s, stage = %(stage)s, progress = 100, heartbeat_at = NULL,
    checked_at = coalesce(checked_at, now()),
    finished_at = CASE WHEN %(state)s <> 'to_confirm' THEN now() END,
    n_rows = %(n_rows)s, n_good = %(n_good)s, n_to_confirm = %(n_to_confirm)s, added = %(added)s,
    changed = %(changed)s, same = %(same)s, outcome = %(outcome)s, error = %(error)s
WHERE id = %(upload_id)s AND state = %(before)s
RETURNING id;

-- name: fail
-- Nothing; an upload that is over stays as it is.
UPDATE uploads
SET state = 'failed', stage = 'failed', heartbeat_at = NULL, finished_at = now(), error = %(error)s
WHERE id = %(upload_id)s AND state IN ('checking', 'putting_in');

-- name: drop_faults
-- Nothing.
DELETE FROM upload_faults WHERE upload_id = %(upload_id)s;

-- name: set_rejected
-- Nothing.
UPDATE upload_files SET rejected = %(rejected)s WHERE upload_id = %(upload_id)s;

-- name: let_go
-- Nothing; files, their names and what was wrong in them are forgotten.
WITH due AS (
    SELECT u.id FROM uploads AS u JOIN upload_files AS f ON f.upload_id = u.id
    WHERE u.uploaded_at < now() - %(keep)s::interval
), files AS (
    DELETE FROM upload_files WHERE upload_id IN (SELECT id FROM due)
), faults AS (
    DELETE FROM upload_faults WHERE upload_id IN (SELECT id FROM due)
)
UPDATE uploads
SET file_name = kind || '.' || file_format,
    finished_at = coalesce(finished_at, now()),
    state = CASE WHEN state IN ('done', 'refused', 'failed') THEN state ELSE 'failed' END,
    error = CASE WHEN state = 'done' THEN NULL ELSE 'The file was kept as long as the rules say.' END
WHERE id IN (SELECT id FROM due);

-- name: find_closed_applicants
-- Of some references those of applicants whom this officer may not write: of another district, or
-- restricted and the officer is no named reader.
SELECT a.reference
FROM applicants AS a
WHERE a.reference = ANY (%(references)s)
  AND NOT ((%(district)s::text IS NULL OR a.district_code = %(district)s)
           AND (NOT a.is_restricted OR EXISTS (
               SELECT FROM named_readers AS r
               WHERE r.applicant_id = a.id AND r.account_id = %(account_id)s)))
ORDER BY a.reference;

-- name: find_closed_units
-- Of some references those of units where an applicant lives whom this officer may not write.
SELECT u.reference
FROM applicants AS a
JOIN units AS u ON u.id = a.current_unit_id
WHERE u.reference = ANY (%(references)s)
  AND NOT ((%(district)s::text IS NULL OR a.district_code = %(district)s)
           AND (NOT a.is_restricted OR EXISTS (
               SELECT FROM named_readers AS r
               WHERE r.applicant_id = a.id AND r.account_id = %(account_id)s)))
ORDER BY u.reference;

-- name: find_others_schemes
-- Of some references those of schemes of other landlords.
SELECT reference FROM schemes
WHERE reference = ANY (%(references)s) AND landlord_id <> %(landlord_id)s
ORDER BY reference;

-- name: find_others_units
-- Of some references those of units of other landlords.
SELECT u.reference
FROM units AS u
JOIN schemes AS s ON s.id = u.scheme_id
WHERE u.reference = ANY (%(references)s) AND s.landlord_id <> %(landlord_id)s
ORDER BY u.reference;

-- name: find_others_vacancies
-- Of some references those of vacancies of homes that a landlord neither owns nor manages.
SELECT v.reference
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE v.reference = ANY (%(references)s) AND s.landlord_id <> %(landlord_id)s
  AND s.manager_id IS DISTINCT FROM %(landlord_id)s
ORDER BY v.reference;

-- name: find_schemes_elsewhere
-- Of some references those of schemes of other districts.
SELECT reference FROM schemes
WHERE reference = ANY (%(references)s) AND district_code <> %(district_code)s
ORDER BY reference;

-- name: find_units_elsewhere
-- Of some references those of units of other districts.
SELECT u.reference
FROM units AS u
JOIN schemes AS s ON s.id = u.scheme_id
WHERE u.reference = ANY (%(references)s) AND s.district_code <> %(district_code)s
ORDER BY u.reference;

-- name: find_vacancies_elsewhere
-- Of some references those of vacancies of other districts.
SELECT v.reference
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE v.reference = ANY (%(references)s) AND s.district_code <> %(district_code)s
ORDER BY v.reference;

-- name: find_own_units
-- Of some references those of units that whoever asks may see.
SELECT reference FROM units WHERE reference = ANY (%(references)s) ORDER BY reference;

-- name: find_nominated
-- Of some references those of applicants who are nominated now.
SELECT a.reference
FROM applicants AS a
JOIN nominations AS n ON n.applicant_id = a.id
WHERE a.reference = ANY (%(references)s) AND n.is_live
ORDER BY a.reference;

-- name: find_promised
-- Of some references those of vacancies that somebody stands for, each with its state.
SELECT reference, state FROM vacancies
WHERE reference = ANY (%(references)s) AND state IN ('reserved', 'offered')
ORDER BY reference;

-- name: get_landlord
-- A landlord's name and kind.
SELECT name, kind FROM landlords WHERE id = %(landlord_id)s;

-- name: get_district
-- A district's name.
SELECT name FROM districts WHERE code = %(code)s;
