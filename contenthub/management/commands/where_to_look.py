"""Print where everything is, for whoever has just started the hub."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Print the addresses of the side-by-side page, the desk, GraphQL and the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, **options: Any) -> None:
        base = f"http://localhost:{options['port']}"
        self.stdout.write(
            f"\n  contenthub is running.\n\n"
            f"  Side by side   {base}/           one answer in all eight channels\n"
            f"  Desk           {base}/desk/      what agents see, with search; the same login as the admin\n"
            f"  GraphQL        {base}/graphql    GraphiQL in the browser, queries by POST\n"
            f"  Admin          {base}/admin/     log in as demo, password demo-contenthub\n\n"
            f"  Stop with Ctrl-C.\n"
        )
