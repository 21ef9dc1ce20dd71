-- What one more home brings where people move on, or where points choose among those of a tier: it
-- may house several, and have others stay where they live. Runs made before house one person or none.

ALTER TABLE worth_of_one_more
    ADD COLUMN housed jsonb;                     -- how many more of each tier, 1 to 5; below 0: fewer

UPDATE worth_of_one_more
SET housed = (SELECT jsonb_agg((n = tier)::integer ORDER BY n) FROM generate_series(1, 5) AS n);

ALTER TABLE worth_of_one_more
    ALTER COLUMN housed SET NOT NULL,
    ADD CHECK (jsonb_array_length(housed) = 5),
    DROP CONSTRAINT worth_of_one_more_check,     -- that whoever has a tier has a rank
    ADD CHECK (tier > 0 OR rank IS NULL);
