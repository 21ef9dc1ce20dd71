-- name: get_server_version
-- PostgreSQL's version, such as 15.18.
SELECT split_part(current_setting('server_version'), ' ', 1);

-- name: get_postgis_version
-- The version of PostGIS that is installed beside this server, if any.
SELECT default_version FROM pg_available_extensions WHERE name = 'postgis';

-- name: count_workers
-- Workers that gave a sign of life within half a minute.
SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds';
