-- name: find_deadlines
-- How long each state may last, in the order of a nomination's life.
SELECT state, working_days, escalate_after, expire_after
FROM step_deadlines
ORDER BY array_position(ARRAY['nominated', 'offered', 'viewing', 'accepted', 'move_in_set',
                              'decline_review'], state);

-- name: set_deadline
-- Nothing.
UPDATE step_deadlines
SET working_days = %(working_days)s, escalate_after = %(escalate_after)s,
    expire_after = %(expire_after)s
WHERE state = %(state)s;

-- name: find_due
-- Live nominations whose next step is due, in the order of id.
SELECT id FROM nominations WHERE due_on <= %(on)s AND is_live ORDER BY id;

-- name: set_reminded
-- Nothing.
UPDATE nominations SET reminders = %(reminders)s, escalated_on = %(escalated_on)s
WHERE id = %(nomination_id)s;
