"""Every variable of the environment that contenthub reads: its form, its default, and what it is for.

All settings modules read from here, the table in docs/operations.md is made from it (`python -m
contenthub.settings.variables`), and whatever is wrong with a deployment is told at once, before anything starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from msgspec import Struct

from contenthub.settings import forms

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "CONTENTHUB_"


class Variable(Struct, frozen=True):
    """`form` turns text into a value, or raises ValueError saying what would be right; `secret` is never repeated."""

    name: str
    form: Callable[[str], Any]
    default: Any
    meaning: str
    required: bool = False
    secret: bool = False
    told_default: str = ""


class Problem(Struct, frozen=True):
    name: str
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.name} is {self.value}; {self.remedy}"


VARIABLES = (
    Variable("CONTENTHUB_DATA", forms.folder, ROOT / "data", "folder for SQLite and uploads",
             told_default="`./data`"),
    Variable("CONTENTHUB_STATIC", forms.path, "", "folder for collected static files, where they are no part of the data",
             told_default="`static` in the data folder"),
    Variable("DATABASE_URL", forms.database, "", "`postgresql://user:password@host/name`, PostgreSQL 15 or newer",
             secret=True, told_default="SQLite in the data folder"),
    Variable("CONTENTHUB_SECRET_KEY", forms.long_secret, "",
             "signs sessions and may be changed; development makes its own, in `django.secret` in the data folder",
             required=True, secret=True),
    Variable("CONTENTHUB_REFERENCE_KEY", forms.secret, "",
             "makes antwoordcodes; never change it; development makes its own, in `reference.secret` in the data folder",
             required=True, secret=True),
    Variable("CONTENTHUB_HOSTS", forms.hosts, (), "the names under which the hub is reached; development answers to all",
             required=True),
    Variable("CONTENTHUB_BASE_URL", forms.address, "", "public address; pictures and documents in answers are linked by it",
             told_default="https and the first of `CONTENTHUB_HOSTS`; development `http://localhost:8000`"),
    Variable("CONTENTHUB_MAIL_FROM", forms.mailbox, "", "who e-mails come from; the mail server must be willing to send for it",
             told_default="`contenthub@` and the host of `CONTENTHUB_BASE_URL`"),
    Variable("CONTENTHUB_SIDE_BY_SIDE", forms.flag, False,
             "`/` shows the side-by-side page and not the way to the admin; development always shows it"),
    Variable("CONTENTHUB_PLAIN_HTTP", forms.flag, False,
             "no redirect to https, and cookies over http too; only for trying things out"),
    Variable("CONTENTHUB_WORKERS", forms.whole(1, 64), 2, "processes of `make serve`; one for each core"),
    Variable("CONTENTHUB_THREADS", forms.whole(1, 64), 4,
             "requests that one process answers at the same time; each keeps one database connection"),
    Variable("CONTENTHUB_BACKPRESSURE", forms.whole(1, 4096), 128,
             "requests that one process has accepted; what is above waits in the queue of the socket"),
    Variable("CONTENTHUB_STOP_SECONDS", forms.whole(1, 600), 30,
             "at a stop, how long running requests may take before they are cut off"),
    Variable("CONTENTHUB_ACCESS_LOG", forms.flag, True, "one line of log for each request; see [logs](#logs)"),
    Variable("CONTENTHUB_LOG_LEVEL", forms.one_of("INFO", "WARNING", "ERROR"), "INFO", "what is logged at least; there is no DEBUG, which could repeat what somebody sent"),
    Variable("CONTENTHUB_METRICS_TOKEN", forms.secret, "", "who sends it as bearer token may read `/metrics`", secret=True,
             told_default="none"),
    Variable("CONTENTHUB_METRICS_FROM", forms.networks, (),
             "addresses or networks that may read `/metrics` directly, not through a proxy", told_default="none"),
    Variable("CONTENTHUB_OIDC_ISSUER", forms.text("`https://` and the rest of an address"), "",
             "the organisation's OpenID provider, exactly as it names itself; `/.well-known/openid-configuration` is added to it",
             told_default="none"),
    Variable("CONTENTHUB_OIDC_CLIENT_ID", forms.text("text"), "", "how contenthub is known there; required beside the issuer",
             told_default="none"),
    Variable("CONTENTHUB_OIDC_CLIENT_SECRET", forms.text("text"), "", "the secret that goes with it; required beside the issuer",
             secret=True, told_default="none"),
    Variable("CONTENTHUB_OIDC_ROLES", forms.text("JSON"), "",
             "from a group there to one or more roles here; required beside the issuer", told_default="none"),
    Variable("CONTENTHUB_OIDC_GROUPS_CLAIM", forms.text("the name of a claim"), "groups",
             "the claim with a person's groups, or a path such as `realm_access.roles`"),
    Variable("CONTENTHUB_OIDC_SCOPES", forms.text("names, separated by spaces"), "openid profile email",
             "what is asked; `openid` must be in it"),
    Variable("CONTENTHUB_OIDC_NAME", forms.text("text"), "", 'the name on the button: "Aanmelden met Gemeente Waterrijk"',
             told_default="none"),
    Variable("CONTENTHUB_LOCAL_SIGN_IN", forms.flag, True,
             "`0` leaves only the organisation's sign-in: no passwords, no reset by e-mail; local sessions end at once"),
    Variable("CONTENTHUB_TOTP", forms.flag, "", "whether local accounts need a one-time code; who has set up an app is asked for"
             " its code in any case", told_default="`1`; development `0`"),
    Variable("CONTENTHUB_SESSION_HOURS", forms.whole(1, 168), 10, "how long one stays signed in at most"),
    Variable("CONTENTHUB_SESSION_IDLE_MINUTES", forms.whole(1, 10_080), 60, "how long without doing anything"),
    Variable("CONTENTHUB_LOCKOUT_FAILURES", forms.whole(1, 100), 5, "failures of one account from one address until it is locked"
             " out; four times as many from all addresses together; ten times as many of one address for all accounts"),
    Variable("CONTENTHUB_LOCKOUT_MINUTES", forms.whole(1, 1_440), 15, "how long"),
    Variable("CONTENTHUB_TRUSTED_PROXIES", forms.whole(0, 10), 0, "how many proxies in front append to `X-Forwarded-For`; set it"
             " behind a proxy: with 0 all who come through it are one address"),
    Variable("CONTENTHUB_FREE_FORM", forms.flag, False, "anybody's own GraphQL documents are answered, within limits, and not"
             " only those of `schemas/documents`; development always does"),
    Variable("CONTENTHUB_LETTERS_OPEN", forms.flag, False, "anybody may make letters; otherwise that needs a token with the"
             " scope `letters`; development always does"),
    Variable("CONTENTHUB_RATE_LIMIT_ANONYMOUS", forms.whole(0, 10_000_000), 600, "requests a minute of one address without a"
             " token, for each process; 0 is no limit"),
    Variable("CONTENTHUB_RATE_LIMIT_CLIENT", forms.whole(0, 10_000_000), 6_000, "requests a minute of one API client, for each"
             " process; 0 is no limit"),
    Variable("CONTENTHUB_LEDGER_RETENTION_DAYS", forms.whole(1, 36_500), 1_096, "how long the ledger keeps its rows; agree it"
             " with the data protection officer"),
    Variable("CONTENTHUB_CONTACTS_FILE", forms.text("the path of a file"), "", "contacts that agents and bots register are appended to this file, one"
             " JSON object on a line, for the municipality's own contact system, and not kept here", told_default="they are kept here"),
    Variable("CONTENTHUB_INSIGHT_RETENTION_DAYS", forms.whole(1, 3_660), 400, "how long contacts and feedback are kept; questions"
             " asked are kept 30 days, and only where the municipality says so"),
    Variable("CONTENTHUB_SEARCH_ENGINE", forms.one_of("embedded", "elasticsearch"), "embedded", "what search runs on: nothing"
             " beside the hub, or an Elasticsearch of the organisation's own (8.19 or later)"),
    Variable("CONTENTHUB_ELASTICSEARCH_URL", forms.text("an address"), "", "where that Elasticsearch is, with name and password"
             " where it wants them", secret=True, told_default="none"),
    Variable("CONTENTHUB_ELASTICSEARCH_PREFIX", forms.text("a short name"), "contenthub", "how the names of its indexes begin, where"
             " several hubs share one"),
    Variable("CONTENTHUB_SEARCH_WORKER", forms.flag, True, "the hub keeps its search index up to date itself; `0` where"
             " `manage.py run_outbox` does that in a process of its own"),
    Variable("CONTENTHUB_LINKS_TO_PRIVATE", forms.flag, False, "`manage.py check_links` also asks for links that lead into the hub's"
             " own network; otherwise it connects to public addresses only"),
    Variable("CONTENTHUB_REFERENCE_DATA", forms.path, ROOT.parent / "shared" / "data",
             "folder with reference data; only tests and `.ci/run` read it", told_default="`../shared/data`"),
    Variable("CONTENTHUB_BIND", forms.bound, "0.0.0.0", "address at which `make serve` listens; `127.0.0.1` where the proxy is"
             " on the same machine"),
    Variable("PORT", forms.whole(1, 65535), 8000, "port of `make run` and `make serve`"),
)


class Given(Struct, frozen=True):
    """What the environment says. A value with a problem has its default here, so that all problems can be found."""

    values: dict[str, Any]
    problems: tuple[Problem, ...]
    unset: frozenset[str]
    unknown: tuple[str, ...]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def check(self, *, production: bool = False, more: Iterable[str] = ()) -> None:
        """Raises ImproperlyConfigured, naming everything that is wrong; `more` is what others found, each by its name."""
        named = {problem.name for problem in self.problems}
        problems: list[Problem | str] = [*self.problems, *(each for each in more if each.split()[0] not in named)]
        if production:
            problems += [Problem(each.name, "not set", f"give {_form(each)}: {each.meaning.split(';')[0]}")
                         for each in VARIABLES if each.required and each.name in self.unset]
            if self["CONTENTHUB_SECRET_KEY"] and self["CONTENTHUB_SECRET_KEY"] == self["CONTENTHUB_REFERENCE_KEY"]:
                problems.append(Problem("CONTENTHUB_REFERENCE_KEY", "the same as CONTENTHUB_SECRET_KEY",
                                        "give it a value of its own: one may be changed and the other never"))
        if problems:
            raise ImproperlyConfigured(f"{len(problems)} of contenthub's settings are wrong:\n" + "\n".join(
                f"  {problem}" for problem in problems))


def read(environ: Mapping[str, str]) -> Given:
    values, problems, unset = {}, [], set()
    for each in VARIABLES:
        values[each.name] = each.default
        text = environ.get(each.name, "").strip()
        if not text:
            unset.add(each.name)
            continue
        try:
            values[each.name] = each.form(text)
        except ValueError as error:
            problems.append(Problem(each.name, "(not shown)" if each.secret else repr(text[:80]), str(error)))
    if values["CONTENTHUB_SEARCH_ENGINE"] == "elasticsearch" and not values["CONTENTHUB_ELASTICSEARCH_URL"]:
        problems.append(Problem("CONTENTHUB_ELASTICSEARCH_URL", "not set", "say where Elasticsearch is, as https://name:9200; "
                                "or leave out CONTENTHUB_SEARCH_ENGINE"))
    known = {each.name for each in VARIABLES}
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    return Given(values, tuple(problems), frozenset(unset), tuple(unknown))


def meant(name: str) -> str | None:
    """The variable that somebody probably meant."""
    return next(iter(get_close_matches(name, [each.name for each in VARIABLES], n=1, cutoff=0.75)), None)


def table() -> str:
    """The table of docs/operations.md."""
    rows = ["| variable | form | default | what it is for |", "| --- | --- | --- | --- |"]
    rows += [f"| `{each.name}` | {_form(each)} | {_default(each)} | {each.meaning} |" for each in VARIABLES]
    return "\n".join(rows)


def _form(each: Variable) -> str:
    return str(getattr(each.form, "told", None) or (each.form.__doc__ or "").rstrip("."))


def _default(each: Variable) -> str:
    if each.required:
        return "required in production"
    if isinstance(each.default, bool):
        return f"`{int(each.default)}`"
    return each.told_default or f"`{each.default}`"


if __name__ == "__main__":
    print(table())
