-- name: add_instance
INSERT INTO match_instances (run_id, instance, result)
VALUES (%(run_id)s, %(instance)s, %(result)s);

-- name: get_instance
-- A run's instance and result, each gzip-compressed JSON.
SELECT instance, result FROM match_instances WHERE run_id = %(run_id)s;
