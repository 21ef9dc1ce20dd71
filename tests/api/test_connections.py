"""A request gives its connection back, however it is refused."""

from tests.pages.site import Site


def test_refused_limits_leave_no_connection_open(reading_site: Site) -> None:
    pool = reading_site.client.app.state.pool
    for _ in range(pool.max_size + 1):
        assert reading_site.get("/api/vacancies?limit=none").status_code == 400
    assert reading_site.get("/api/vacancies?limit=1").status_code == 200
    assert pool.get_stats()["pool_available"] == pool.get_stats()["pool_size"]
