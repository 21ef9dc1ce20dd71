-- Whether a carer stays overnight, and whether somebody needs a bedroom of their own, may not be
-- known, which is not no. What stands in records stays as it was written down.

ALTER TABLE applicants
    ALTER COLUMN overnight_carer DROP NOT NULL,
    ALTER COLUMN overnight_carer DROP DEFAULT;
ALTER TABLE household_members
    ALTER COLUMN needs_own_room DROP NOT NULL,
    ALTER COLUMN needs_own_room DROP DEFAULT;

COMMENT ON COLUMN applicants.overnight_carer IS
    'Whether a carer stays overnight and needs a room; empty: not known. Category: special category. Kept: application.';
COMMENT ON COLUMN household_members.needs_own_room IS
    'Whether they need a bedroom of their own; empty: not known. Category: special category. Kept: application.';
