"""What the JSON API sends and takes."""
