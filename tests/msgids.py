"""Every text of the source that a user may see, found in the source itself: GNU gettext need not be there.

A text is found where it is given to gettext (or to `to_translate`, which marks it for later), in a template's
`translate` and `blocktranslate`, and in a refusal, whose template is translated when it is shown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
ROOMS = ("contenthub", "channels", "schemas", "search")
# What only an operator's console shows may be English.
CONSOLE = ("contenthub/exchange/", "contenthub/management/")

PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "to_translate"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
BOTH = {"npgettext", "npgettext_lazy"}
_SENTENCE = re.compile(r"%\(field\)s:? \S")
_STRING = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_CALL = re.compile(rf"\b(n?p?gettext)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)", re.DOTALL)


class Text(NamedTuple):
    msgid: str
    context: str = ""
    plural: str = ""


def texts() -> dict[Text, list[str]]:
    """Each text with the places where it stands."""
    found: dict[Text, list[str]] = {}
    for place, text in _everywhere():
        found.setdefault(text, []).append(place)
    return found


def shown_texts() -> dict[Text, list[str]]:
    """The texts that stand anywhere but on an operator's console."""
    return {text: places for text, places in texts().items() if not all(p.startswith(CONSOLE) for p in places)}


def texts_of(folder: Path, but: Iterable[str] = ()) -> Iterator[tuple[str, Text]]:
    """The texts of another's package, but not of these folders of it."""
    for path in sorted(folder.rglob("*")):
        place = str(path.relative_to(folder))
        if place.startswith(tuple(but)) or path.suffix not in (".py", ".html"):
            continue
        source = path.read_text(encoding="utf-8")
        found = (t for _, t in _of_module(ast.parse(source))) if path.suffix == ".py" else _of_template(source)
        yield from ((place, text) for text in found)


def refusal_templates() -> dict[str, list[str]]:
    """The template of each refusal, with its places."""
    found: dict[str, list[str]] = {}
    for file, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "Refused" and len(node.args) > 2:
                for template in _constants(node.args[2]):
                    found.setdefault(template, []).append(f"{file}:{node.lineno}")
    return found


def made_up_templates() -> list[str]:
    """Refusals whose template is put together from pieces, so that no catalogue can hold it."""
    return [
        f"{file}:{node.lineno}"
        for file, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) == "Refused" and len(node.args) > 2
        and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(node.args[2]))
    ]


def _everywhere() -> Iterator[tuple[str, Text]]:
    for file, tree in _modules():
        yield from ((f"{file}:{line}", text) for line, text in _of_module(tree))
    for room in ROOMS:
        for path in sorted((ROOT / room).glob("**/templates/**/*.html")):
            file = str(path.relative_to(ROOT))
            yield from ((file, text) for text in _of_template(path.read_text(encoding="utf-8")))


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def _of_module(tree: ast.Module) -> Iterator[tuple[int, Text]]:
    aliases = _aliases(tree)
    docstrings = {id(text) for text in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((node.lineno, text) for text in _of_call(node, aliases))
        elif isinstance(node, ast.Constant) and id(node) not in docstrings and _SENTENCE.search(str(node.value)):
            yield node.lineno, Text(str(node.value))


def _of_call(node: ast.Call, aliases: dict[str, str]) -> Iterator[Text]:
    name = aliases.get(_name(node.func), _name(node.func))
    if name == "Refused" and len(node.args) > 2:
        yield from (Text(template) for template in _constants(node.args[2]))
        return
    args = [list(_constants(arg)) for arg in node.args]
    if name in PLAIN and args:
        yield from (Text(msgid) for msgid in args[0])
    elif name in PLURAL and args[0]:
        yield Text(args[0][0], plural=args[1][0])
    elif name in CONTEXT and args[0]:
        yield from (Text(msgid, context=args[0][0]) for msgid in args[1])
    elif name in BOTH and args[0]:
        yield Text(args[1][0], context=args[0][0], plural=args[2][0])


def _of_template(source: str) -> Iterator[Text]:
    for name, given in _CALL.findall(templatize(source)):
        args = ast.literal_eval(f"({given},)")
        args = [re.sub(r"(?<!%)%%", "%", str(arg)) for arg in args]
        match name:
            case "gettext":
                yield Text(args[0])
            case "ngettext":
                yield Text(args[0], plural=args[1])
            case "pgettext":
                yield Text(args[1], context=args[0])


def _constants(node: ast.AST) -> Iterator[str]:
    """The texts that an argument can be: one, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _aliases(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in PLAIN | PLURAL | CONTEXT | BOTH
    }


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _name(func: ast.AST) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
