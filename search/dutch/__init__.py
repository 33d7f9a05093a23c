"""One Dutch analyser for documents and queries of every engine: folding, stems, compounds, synonyms, with offsets.

The engines get tokens for fields that split at white space, so they agree by construction. See docs/adr/0018.
"""

from search.dutch.analyser import Analyser, Token, analyser
from search.dutch.folding import fold

__all__ = ["Analyser", "Token", "analyser", "fold"]
