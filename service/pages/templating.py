"""The template engine: the design system's macros, our templates, and the words they share."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from litestar import Request
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig

from service.errors import NotReady
from service.pages import words
from service.pages.assets.build import MANIFEST, STATIC
from service.pages.done import done_words
from service.pages.navigation import navigation

STATIC_PATH = "/static"
"""The address below which built assets are served."""


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """The engine, with the addresses of the built assets.

    Raises:
        NotReady: The assets are not built.
    """
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(Path(__file__).parent / "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(words.FILTERS)
    environment.globals.update(
        asset=asset_addresses(),
        count=words.count,
        where=words.where,
        csp_nonce=csp_nonce,
        done_words=done_words,
        navigation=navigation,
    )
    return TemplateConfig(instance=JinjaTemplateEngine(engine_instance=environment))


def asset_addresses() -> Callable[[str], str]:
    """A function from the plain name of a built asset to its address.

    Raises:
        NotReady: The assets are not built.
    """
    manifest = STATIC / MANIFEST
    if not manifest.is_file():
        raise NotReady(
            "The pages' styles and scripts are not built. Run "
            "'python -m service.pages.assets.build' (make does it by itself)."
        )
    names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return lambda name: f"{STATIC_PATH}/{names[name]}"


def csp_nonce(request: Request[Any, Any, Any]) -> str:
    """The nonce that this response's scripts carry; made when first asked for."""
    nonce: str = request.scope["state"].setdefault("csp_nonce", secrets.token_urlsafe(16))
    return nonce
