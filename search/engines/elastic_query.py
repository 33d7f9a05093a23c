"""A query in Elasticsearch's DSL: the same ways to say it and the same filters as the embedded engine has."""

from __future__ import annotations

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as Asked

from search.documents import EVERYWHERE
from search.engines import fields
from search.query import Beginning, Filters, Query, Term

# Where names stand: what somebody may have misspelled.
NAMES = ("title", "phrasing", "keyword")


def words_query(query: Query) -> Asked:
    wanted = [_term(term, query.filters.agents) for term in query.terms]
    return Q("bool", should=wanted, minimum_should_match=1, filter=[filter_query(query.filters)])


def beginning_query(asked: Beginning) -> Asked:
    """Every word must begin some word of a name; names in the title count more, and nothing else does."""
    must = []
    for word in (*asked.words, asked.last):
        begins = Q("constant_score", filter=_is(fields.GRAMS, word[: fields.LONGEST_GRAM]), boost=1.0)
        whole = Q("constant_score", filter=_is("title", word), boost=1.0)
        must.append(Q("bool", must=[begins], should=[whole]))
    return Q("bool", must=must, filter=[filter_query(asked.filters)])


def near_names(word: str, most: int) -> Asked:
    """Documents that have a word like this one in a name."""
    fuzzy = {"value": word, "fuzziness": most, "transpositions": True, "max_expansions": 50}
    ways = [Q("fuzzy", **{field: fuzzy}) for field in NAMES]
    return Q("bool", filter=[Q("bool", should=ways, minimum_should_match=1), _is("gone", False)])


def _term(term: Term, agents: bool) -> Asked:
    words = fields.WORDS | (fields.INTERNAL_WORDS if agents else {})
    stems = fields.STEMS | (fields.INTERNAL_STEMS if agents else {})
    ways = [_is(field, word, boost * weight) for word, weight in term.words for field, boost in words.items()]
    ways += [_is(field, stem, boost * weight) for stem, weight in term.stems for field, boost in stems.items()]
    for together, weight in term.phrases:
        for field, boost in stems.items():
            ways.append(Q("bool", must=[_is(field, stem) for stem in together], boost=boost * weight / len(together)))
    return Q("dis_max", queries=ways, tie_breaker=0.15)


def _is(field: str, value: object, boost: float = 1.0) -> Asked:
    return Q("term", **{field: {"value": value, "boost": boost}})


def filter_query(filters: Filters) -> Asked:
    """What a document must meet to be found at all; none of it counts in the score."""
    code, at, chain = filters.municipality, int(filters.moment.timestamp() * 1000), filters.languages
    generic = Q("bool", filter=[_is("served", EVERYWHERE)], must_not=[_is("excluded", code)])
    spoken = [
        Q("bool", filter=[_is("language", language)], must_not=[Q("terms", languages=list(chain[:i]))])
        for i, language in enumerate(chain)
    ]
    must = [
        Q("bool", should=[_is("served", code), generic], minimum_should_match=1),
        Q("bool", should=spoken, minimum_should_match=1),
        Q("range", valid_from={"lte": at}),
        Q("range", valid_until={"gt": at}),
    ]
    if filters.audience:
        must.append(_is("audience", filters.audience))
    if filters.life_event:
        must.append(_is("life_event", filters.life_event))
    return Q("bool", filter=must)
