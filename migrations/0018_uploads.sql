-- Files that officers and landlords put in on the site: what each came to, and for 90 days the file
-- itself and what was wrong in it.

CREATE TABLE uploads (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('homes', 'vacancies', 'applicants')),
    file_name text NOT NULL CHECK (file_name <> ''),   -- as it is shown; never a path
    file_format text NOT NULL CHECK (file_format IN ('csv', 'xlsx')),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    n_bytes integer NOT NULL CHECK (n_bytes > 0),
    account_id bigint NOT NULL REFERENCES accounts,
    uploaded_by text NOT NULL,
    landlord_id bigint REFERENCES landlords ON DELETE CASCADE,   -- NULL: an officer's
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    same_as bigint REFERENCES uploads ON DELETE SET NULL,        -- the same file, put in before
    state text NOT NULL DEFAULT 'received' CHECK (state IN (
        'received', 'checking', 'to_confirm', 'putting_in', 'done', 'refused', 'failed')),
    stage text NOT NULL DEFAULT 'waiting for the worker',
    progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    heartbeat_at timestamptz,                    -- NULL: no worker has it
    checked_at timestamptz,
    confirmed_by text,
    confirmed_at timestamptz,
    finished_at timestamptz,
    n_rows integer CHECK (n_rows >= 0),
    n_good integer CHECK (n_good BETWEEN 0 AND n_rows),
    n_to_confirm integer CHECK (n_to_confirm BETWEEN 0 AND n_good),   -- good rows with soft faults
    added integer CHECK (added >= 0),
    changed integer CHECK (changed >= 0),
    same integer CHECK (same >= 0),
    outcome jsonb NOT NULL DEFAULT '{}',         -- counts of faults, and notes of the file as a whole
    error text,
    CHECK (num_nonnulls(confirmed_by, confirmed_at) IN (0, 2)),
    CHECK (state NOT IN ('putting_in', 'done') OR n_rows IS NOT NULL),
    CHECK ((state IN ('done', 'refused', 'failed')) = (finished_at IS NOT NULL)),
    CHECK ((state = 'failed') = (error IS NOT NULL) OR state = 'refused')
);
CREATE INDEX uploads_account ON uploads (account_id, id);
CREATE INDEX uploads_landlord ON uploads (landlord_id, id);
CREATE INDEX uploads_same ON uploads (sha256, kind);
CREATE INDEX uploads_waiting ON uploads (id) WHERE state IN ('received', 'checking', 'putting_in');

CREATE TABLE upload_files (
    upload_id bigint PRIMARY KEY REFERENCES uploads ON DELETE CASCADE,
    content bytea NOT NULL,
    rejected bytea                               -- the rows to correct; NULL: there are none
);

CREATE TABLE upload_faults (
    upload_id bigint NOT NULL REFERENCES uploads ON DELETE CASCADE,
    position integer NOT NULL CHECK (position > 0),    -- in the order of rows and cells
    row_number integer NOT NULL CHECK (row_number >= 0),
    cell text NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    message text NOT NULL,
    category text NOT NULL CHECK (category IN ('setup', 'critical', 'soft')),
    PRIMARY KEY (upload_id, position)
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['uploads', 'upload_files', 'upload_faults'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO homeward_app', name);
        EXECUTE format('CREATE POLICY homeward ON %I TO homeward_app '
                       'USING ((SELECT asking_role() = ''system'')) '
                       'WITH CHECK ((SELECT asking_role() = ''system''))', name);
    END LOOP;
    -- An officer's file holds people, and is seen by whoever put it in; a landlord's by the landlord.
    CREATE POLICY own ON uploads FOR SELECT TO homeward_app USING (
        ((SELECT asking_role() = 'officer') AND landlord_id IS NULL
         AND account_id = (SELECT asking_account()))
        OR ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord())));
    FOREACH name IN ARRAY ARRAY['upload_files', 'upload_faults'] LOOP
        EXECUTE format('CREATE POLICY those_who_see_it ON %I FOR SELECT TO homeward_app USING ('
                       '(SELECT asking_role() IN (''officer'', ''landlord'')) AND EXISTS ('
                       'SELECT FROM uploads AS u WHERE u.id = upload_id))', name);
    END LOOP;
END
$$;

COMMENT ON TABLE uploads IS
    'Files of homes, vacancies and applicants that were put in on the site, and what each came to.';
COMMENT ON TABLE upload_files IS
    'The files themselves, and the rows of them that were given back to be corrected.';
COMMENT ON TABLE upload_faults IS
    'What was wrong in each cell of a file, or to be confirmed.';
DO $$
DECLARE
    words text[];
    fields constant text[] := ARRAY[
        ['uploads', 'id', 'Number of the upload.', 'not personal'],
        ['uploads', 'kind', 'Whether it holds homes, vacancies or applicants.', 'not personal'],
        ['uploads', 'file_name', 'What the file was called; forgotten with the file.', 'personal'],
        ['uploads', 'file_format', 'Whether it is CSV or XLSX.', 'not personal'],
        ['uploads', 'sha256', 'Digest of the file, by which it is known when it comes again.', 'not personal'],
        ['uploads', 'n_bytes', 'How large the file is.', 'not personal'],
        ['uploads', 'account_id', 'Account of whoever put it in.', 'staff'],
        ['uploads', 'uploaded_by', 'Name of whoever put it in.', 'staff'],
        ['uploads', 'landlord_id', 'Landlord whose person put it in.', 'not personal'],
        ['uploads', 'uploaded_at', 'When it came.', 'not personal'],
        ['uploads', 'same_as', 'Upload of the same file before.', 'not personal'],
        ['uploads', 'state', 'How far it is.', 'not personal'],
        ['uploads', 'stage', 'What is being done with it.', 'not personal'],
        ['uploads', 'progress', 'How much of that is done, in per cent.', 'not personal'],
        ['uploads', 'heartbeat_at', 'When the worker that has it last said so.', 'not personal'],
        ['uploads', 'checked_at', 'When it was checked.', 'not personal'],
        ['uploads', 'confirmed_by', 'Name of whoever said that the good rows go in.', 'staff'],
        ['uploads', 'confirmed_at', 'When they said so.', 'not personal'],
        ['uploads', 'finished_at', 'When it was over.', 'not personal'],
        ['uploads', 'n_rows', 'Rows of the file.', 'not personal'],
        ['uploads', 'n_good', 'Rows that may go in.', 'not personal'],
        ['uploads', 'n_to_confirm', 'Rows of them with something unusual.', 'not personal'],
        ['uploads', 'added', 'Records that it added.', 'not personal'],
        ['uploads', 'changed', 'Records that it changed.', 'not personal'],
        ['uploads', 'same', 'Records that were so already.', 'not personal'],
        ['uploads', 'outcome', 'Counts of what was wrong, and how the file was read.', 'not personal'],
        ['uploads', 'error', 'Why nothing of it went in; forgotten with the file.', 'personal'],
        ['upload_files', 'upload_id', 'Upload that it is of.', 'not personal'],
        ['upload_files', 'content', 'The file as it came.', 'special category'],
        ['upload_files', 'rejected', 'The rows that were given back, each with what to correct.', 'special category'],
        ['upload_faults', 'upload_id', 'Upload that it is of.', 'not personal'],
        ['upload_faults', 'position', 'Place in the order of rows and cells.', 'not personal'],
        ['upload_faults', 'row_number', 'Row of the file.', 'not personal'],
        ['upload_faults', 'cell', 'Cell of the file.', 'not personal'],
        ['upload_faults', 'field', 'Column that the cell stands in.', 'not personal'],
        ['upload_faults', 'value', 'What the cell holds.', 'special category'],
        ['upload_faults', 'message', 'What is wrong and what would be right.', 'special category'],
        ['upload_faults', 'category', 'Whether it blocks the file, blocks its row or is to be confirmed.', 'not personal']];
BEGIN
    FOREACH words SLICE 1 IN ARRAY fields LOOP
        EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', words[1], words[2],
                       format('%s Category: %s. Kept: upload.', words[3], words[4]));
    END LOOP;
END
$$;
