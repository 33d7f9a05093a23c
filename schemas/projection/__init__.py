"""Trusted documents compiled to functions: the same answer as graphql-core's executor, sooner. See README.md."""

from __future__ import annotations

from schemas.projection.plan import NotProjected, Plan, plan_of

__all__ = ["NotProjected", "Plan", "plan_of"]
