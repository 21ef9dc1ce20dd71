-- name: set_context
-- Nothing that is read; holds until the transaction ends.
SELECT set_config('homeward.role', %(role)s, true),
       set_config('homeward.account', %(account)s, true),
       set_config('homeward.name', %(name)s, true),
       set_config('homeward.landlord', %(landlord)s, true),
       set_config('homeward.provider', %(provider)s, true),
       set_config('homeward.district', %(district)s, true),
       set_config('homeward.source', %(source)s, true),
       set_config('homeward.reason', '', true),
       set_config('homeward.elevated', '', true);

-- name: set_reason
-- Nothing that is read.
SELECT set_config('homeward.reason', %(reason)s, true);

-- name: raise_role
-- Whether it was raised before: 'yes' or ''.
WITH before AS MATERIALIZED (
    SELECT coalesce(current_setting('homeward.elevated', true), '') AS was
)
SELECT was, set_config('homeward.elevated', 'yes', true) FROM before;

-- name: restore_role
-- Nothing that is read.
SELECT set_config('homeward.elevated', %(elevated)s, true);
