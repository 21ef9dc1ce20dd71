"""The API's description, to read and to try."""

from litestar import get
from litestar.response import Template

from service import auth


@get("/api/docs", may=auth.EVERYONE)
async def show_api_docs() -> Template:
    """Swagger UI, from our own server."""
    return Template("api_docs.html")
