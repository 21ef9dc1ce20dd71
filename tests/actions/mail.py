"""Servers on this machine that take e-mails: one speaks SMTP, one is asked as GOV.UK Notify is."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Taken:
    """What a server took, and how it answers."""

    port: int = 0
    refuses: bool = False
    letters: list[Message] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[Taken]:
    """A server that speaks as much SMTP as a letter needs."""
    taken, loop, ready = Taken(), asyncio.new_event_loop(), threading.Event()
    stop = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                body = await reader.readuntil(b"\r\n.\r\n")
                taken.letters.append(message_from_bytes(body[:-5], policy=default))
            refused = verb == b"RCPT" and taken.refuses
            writer.write(b"550 no such box\r\n" if refused else b"250 ok\r\n")
            if verb == b"QUIT":
                break
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        taken.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[serve()])
    thread.start()
    ready.wait()
    try:
        yield taken
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


@contextmanager
def notify_server() -> Iterator[Taken]:
    """A server that answers as GOV.UK Notify does."""
    taken = Taken()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            taken.tokens.append(self.headers["Authorization"])
            taken.asked.append({"path": self.path, **json.loads(sent)})
            self.send_response(400 if taken.refuses else 201)
            self.end_headers()
            self.wfile.write(b'{"errors": "BadRequestError"}' if taken.refuses else b"{}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    taken.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
