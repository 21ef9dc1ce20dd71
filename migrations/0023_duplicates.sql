-- Records that may be of one person, and how two of them were made one.

CREATE TABLE duplicate_pairs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    second_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    score smallint NOT NULL CHECK (score BETWEEN 0 AND 100),  -- 100: nothing differs
    found_at timestamptz NOT NULL DEFAULT now(),
    decided text CHECK (decided IN ('different', 'merged')),  -- NULL: nobody has looked yet
    decided_by text,
    decided_at timestamptz,
    CHECK (first_id < second_id),
    CHECK (num_nonnulls(decided, decided_by, decided_at) IN (0, 3)),
    UNIQUE (first_id, second_id)
);
CREATE INDEX duplicate_pairs_second ON duplicate_pairs (second_id);

CREATE TABLE merges (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kept_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    merged_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    reason text NOT NULL CHECK (reason <> ''),
    before jsonb NOT NULL,                       -- of the record kept, as it was
    after jsonb NOT NULL,                        -- of the record kept, as merging left it
    state text NOT NULL,                         -- of the record merged, as it was
    merged_by text NOT NULL,
    merged_at timestamptz NOT NULL DEFAULT now(),
    undone_by text,
    undone_at timestamptz,
    CHECK (kept_id <> merged_id),
    CHECK (num_nonnulls(undone_by, undone_at) IN (0, 2))
);
CREATE INDEX merges_kept ON merges (kept_id);
CREATE UNIQUE INDEX merges_once ON merges (merged_id) WHERE undone_at IS NULL;

CALL audit_table('duplicate_pairs', 'id', 'first_id');
CALL audit_table('merges', 'id', 'kept_id', 'before,after');

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['duplicate_pairs', 'merges'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO homeward_app', name);
        EXECUTE format('CREATE POLICY homeward ON %I TO homeward_app '
                       'USING ((SELECT asking_role() = ''system'')) '
                       'WITH CHECK ((SELECT asking_role() = ''system''))', name);
    END LOOP;
    -- Whoever sees both records.
    CREATE POLICY officers ON duplicate_pairs FOR SELECT TO homeward_app USING (
        (SELECT asking_role() = 'officer')
        AND EXISTS (SELECT FROM applicants AS a WHERE a.id = first_id)
        AND EXISTS (SELECT FROM applicants AS a WHERE a.id = second_id));
    CREATE POLICY officers ON merges FOR SELECT TO homeward_app USING (
        (SELECT asking_role() = 'officer')
        AND EXISTS (SELECT FROM applicants AS a WHERE a.id = kept_id)
        AND EXISTS (SELECT FROM applicants AS a WHERE a.id = merged_id));
END
$$;

COMMENT ON TABLE duplicate_pairs IS
    'Two records each that may be of one person.';
COMMENT ON COLUMN duplicate_pairs.id IS
    'Number of the pair. Category: not personal. Kept: application.';
COMMENT ON COLUMN duplicate_pairs.first_id IS
    'Applicant whose record came first. Category: personal. Kept: application.';
COMMENT ON COLUMN duplicate_pairs.second_id IS
    'Applicant whose record came later. Category: personal. Kept: application.';
COMMENT ON COLUMN duplicate_pairs.score IS
    'How much alike name and date of birth are. Category: personal. Kept: application.';
COMMENT ON COLUMN duplicate_pairs.found_at IS
    'When the pair was found. Category: not personal. Kept: application.';
COMMENT ON COLUMN duplicate_pairs.decided IS
    'Whether the two are one person, as somebody decided. Category: personal. Kept: application.';
COMMENT ON COLUMN duplicate_pairs.decided_by IS
    'Name of whoever decided. Category: staff. Kept: application.';
COMMENT ON COLUMN duplicate_pairs.decided_at IS
    'When it was decided. Category: not personal. Kept: application.';

COMMENT ON TABLE merges IS
    'Records that were made one, so that it can be undone.';
COMMENT ON COLUMN merges.id IS
    'Number of the merge. Category: not personal. Kept: application.';
COMMENT ON COLUMN merges.kept_id IS
    'Applicant whose record was kept. Category: personal. Kept: application.';
COMMENT ON COLUMN merges.merged_id IS
    'Applicant whose record went into it. Category: personal. Kept: application.';
COMMENT ON COLUMN merges.reason IS
    'Why the two are one person. Category: personal. Kept: application.';
COMMENT ON COLUMN merges.before IS
    'The record kept, as it was. Category: personal. Kept: application.';
COMMENT ON COLUMN merges.after IS
    'The record kept, as merging left it. Category: personal. Kept: application.';
COMMENT ON COLUMN merges.state IS
    'State of the other record as it was. Category: personal. Kept: application.';
COMMENT ON COLUMN merges.merged_by IS
    'Name of whoever merged. Category: staff. Kept: application.';
COMMENT ON COLUMN merges.merged_at IS
    'When they were merged. Category: not personal. Kept: application.';
COMMENT ON COLUMN merges.undone_by IS
    'Name of whoever undid it. Category: staff. Kept: application.';
COMMENT ON COLUMN merges.undone_at IS
    'When it was undone. Category: not personal. Kept: application.';
