"""The index as a retriever of LangChain."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.search import Candidate, Index

__all__ = ["Candidate", "Retriever"]


class Retriever(BaseRetriever):
    """Returns the sentences that may answer a question as documents, best first.

    department: preferred, others stay; k: how many documents.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    department: str | None = None
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [to_document(candidate) for candidate in self.index.search(query, self.department, self.k)]


def to_document(candidate: Candidate) -> Document:
    """Return a candidate as a document: the sentence, and where it stands as metadata."""
    passage = candidate.passage
    metadata: dict[str, Any] = {
        "report": str(passage.report),
        "department": passage.department,
        "section": passage.section.value,
        "path": list(passage.path),
        "headings": list(candidate.sentence.headings),
        "page": passage.page.number,
        "lines": list(candidate.sentence.lines),
        "passage_id": passage.id,
        "passage": passage.text,
        "sentence_index": candidate.sentence_index,
        "score": candidate.score,
        "legs": dict(candidate.legs),
    }
    return Document(
        page_content=candidate.text, metadata=metadata, id=f"{passage.id}:{candidate.sentence_index}"
    )
