"""A query for tantivy: what must hold, and what counts how much."""

from __future__ import annotations

import tantivy
from tantivy import Occur

from search.documents import EVERYWHERE
from search.engines import fields
from search.query import Filters, Query, Term

_Q = tantivy.Query
FUZZY = 0.35


def lexical_query(schema: tantivy.Schema, query: Query) -> tantivy.Query:
    terms = [_term(schema, term, query.filters.agents) for term in query.terms]
    wanted = _Q.boolean_query([(Occur.Should, term) for term in terms]) if terms else _Q.empty_query()
    return _Q.boolean_query([(Occur.Must, wanted), *_filters(schema, query.filters)])


def _term(schema: tantivy.Schema, term: Term, agents: bool) -> tantivy.Query:
    """The best of all ways to say it, in the best of all fields; a little more for each further field."""
    words = fields.WORDS | (fields.INTERNAL_WORDS if agents else {})
    stems = fields.STEMS | (fields.INTERNAL_STEMS if agents else {})
    ways = [_boosted(_Q.term_query(schema, f, w), b * weight) for w, weight in term.words for f, b in words.items()]
    ways += [_boosted(_Q.term_query(schema, f, s), b * weight) for s, weight in term.stems for f, b in stems.items()]
    for together, weight in term.phrases:
        for field, boost in stems.items():
            parts = [(Occur.Must, _Q.term_query(schema, field, s)) for s in together]
            ways.append(_boosted(_Q.boolean_query(parts), boost * weight / len(together)))
    if term.fuzzy:
        for field, boost in words.items():
            # A constant score: rare misspellings would otherwise get the highest of all.
            found = _Q.fuzzy_term_query(schema, field, term.fuzzy, far_of(term.fuzzy), True)
            ways.append(_boosted(_Q.const_score_query(found, 1.0), boost * FUZZY))
    return _Q.disjunction_max_query(ways, 0.15)


def far_of(word: str) -> int:
    """How many letters may be other ones."""
    return 1 if len(word) < 8 else 2


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else _Q.boost_query(query, boost)


def _filters(schema: tantivy.Schema, filters: Filters) -> list[tuple[Occur, tantivy.Query]]:
    def term(field: str, value: str) -> tantivy.Query:
        return _Q.term_query(schema, field, value, "basic")

    def all_of(*must: tantivy.Query, none: list[tantivy.Query] | None = None) -> tantivy.Query:
        return _Q.boolean_query([*((Occur.Must, q) for q in must), *((Occur.MustNot, q) for q in none or ())])

    def any_of(queries: list[tantivy.Query]) -> tantivy.Query:
        return _Q.boolean_query([(Occur.Should, q) for q in queries])

    code, at = filters.municipality, int(filters.moment.timestamp() * 1000)
    here = any_of([term("served", code), all_of(term("served", EVERYWHERE), none=[term("excluded", code)])])
    chain = filters.languages
    spoken = any_of(
        [
            all_of(term("language", language), none=[term("languages", before) for before in chain[:i]])
            for i, language in enumerate(chain)
        ]
    )
    integer = tantivy.FieldType.Integer
    begun = _Q.range_query(schema, "valid_from", integer, 0, at, True, True)
    lasting = _Q.range_query(schema, "valid_until", integer, at, 2**62, False, True)
    must = [here, spoken, begun, lasting]
    if filters.audience:
        must.append(term("audience", filters.audience))
    if filters.life_event:
        must.append(term("life_event", filters.life_event))
    return [(Occur.Must, _Q.boost_query(query, 0.0)) for query in must]
