"""The HTML pages: routes, templates and assets."""
