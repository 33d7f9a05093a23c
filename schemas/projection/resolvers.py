"""What a resolver needs: arguments, an `info`, or only its source."""

from __future__ import annotations

import dis
from collections.abc import Callable
from functools import partial
from inspect import isasyncgenfunction, iscoroutinefunction
from types import FunctionType
from typing import Any

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    GraphQLField,
    IntValueNode,
    NullValueNode,
    StringValueNode,
    default_field_resolver,
    get_named_type,
    is_enum_type,
    is_specified_scalar_type,
)
from graphql.execution.values import get_argument_values

Resolver = Callable[..., Any]
_LITERALS = (BooleanValueNode, EnumValueNode, FloatValueNode, IntValueNode, NullValueNode, StringValueNode)


class NotProjected(Exception):
    """The executor has to answer this. `reason`: operation, conditions or asynchronous."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def resolver_of(definition: GraphQLField) -> tuple[Resolver, bool]:
    """The function to call with (source, info, **arguments), and whether it looks at `info`.

    Raises NotProjected where it is a coroutine.
    """
    resolve = definition.resolve or default_field_resolver
    if iscoroutinefunction(resolve) or isasyncgenfunction(resolve):
        raise NotProjected("asynchronous")
    if isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver and not resolve.keywords:
        return _getter(*resolve.args), False
    return resolve, needs_info(resolve)


def needs_info(resolve: Resolver) -> bool:
    """Whether a function may look at its second argument; so must everything of which that cannot be told."""
    if not isinstance(resolve, FunctionType) or resolve.__code__.co_argcount < 2:
        return True
    code = resolve.__code__
    name = code.co_varnames[1]
    # A frame's variables can be had by other names as well.
    if not {"locals", "vars", "eval", "exec"}.isdisjoint(code.co_names):
        return True
    for instruction in dis.get_instructions(code):
        used = instruction.argval
        if used == name or (isinstance(used, tuple) and name in used):
            return True
    return False


def _getter(name: str, default: Any) -> Resolver:
    """graphene's resolver for a field that has none of its own."""

    def get(source: Any, _info: None) -> Any:
        return source.get(name, default) if isinstance(source, dict) else getattr(source, name, default)

    return get


def constant_arguments(definition: GraphQLField, node: FieldNode) -> dict[str, Any] | None:
    """The arguments of a field where every request gives it the same ones, None where it may not."""
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    for name, argument in definition.args.items():
        kind = get_named_type(argument.type)
        if name in given:
            # A scalar of our own may read the same text differently each time, and a list can be changed by who gets it.
            if not isinstance(given[name], _LITERALS) or not (is_specified_scalar_type(kind) or is_enum_type(kind)):
                return None
        elif isinstance(argument.default_value, (list, dict)):
            return None
    try:
        return get_argument_values(definition, node, {})
    except Exception:
        # Said anew by each request, in its place.
        return None
