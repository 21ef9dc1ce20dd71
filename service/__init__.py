"""The service: the only package that opens a connection or a socket."""
