"""Styles and scripts of the pages, and their build."""
