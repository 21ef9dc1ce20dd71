-- What a run has learnt to say: ranks, the smallest sets of rules, the worth of one more home, what
-- kind of proof it has, and what its policy costs against the strict one. Runs made before have none.

ALTER TABLE match_runs
    ADD COLUMN seconds_allowed integer CHECK (seconds_allowed > 0),      -- NULL: no end
    ADD COLUMN memory_mb_allowed integer CHECK (memory_mb_allowed > 0),  -- NULL: any
    ADD COLUMN proof text CHECK (proof IN ('flow', 'search')),
    ADD COLUMN settled text CHECK (settled IN ('priority', 'fit', 'ties')),  -- the last stage settled
    ADD COLUMN comparison jsonb;                 -- the strict policy and this run's, side by side

ALTER TABLE unplaced
    DROP CONSTRAINT unplaced_reason_check,
    ADD CONSTRAINT unplaced_reason_check CHECK (
        reason IN ('no_eligible_home', 'higher_priority', 'short_of_hours', 'held_back')),
    ADD COLUMN rank integer CHECK (rank > 0),    -- place in the order of priority, from 1
    ADD COLUMN last_rank integer CHECK (last_rank > 0),  -- of the holder they would have to stand before
    ADD COLUMN sets jsonb NOT NULL DEFAULT '[]'; -- smallest sets of rules: [{"rules", "opens"}]

-- What one more home like each vacancy would bring.
CREATE TABLE worth_of_one_more (
    run_id bigint NOT NULL REFERENCES match_runs ON DELETE CASCADE,
    vacancy_id bigint NOT NULL REFERENCES vacancies,
    tier smallint NOT NULL CHECK (tier BETWEEN 0 AND 5),  -- of whom it would house besides; 0: nobody
    rank integer CHECK (rank > 0),               -- their place in the order of priority, from 1
    gain integer NOT NULL,                       -- points of fit, theirs included
    PRIMARY KEY (run_id, vacancy_id),
    CHECK ((tier = 0) = (rank IS NULL))
);
