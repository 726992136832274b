"""The index as a retriever of LangChain: a question in, its sentences as documents out, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from index.search import Candidate, Index
from index.store import open_report

if TYPE_CHECKING:
    from qa.settings import Settings

__all__ = ["Candidate", "Retriever"]


class Retriever(BaseRetriever):
    """Returns the sentences that may answer a question as documents, best first.

    department: preferred, others stay; k: how many documents, at least 1; near: what passages (by id)
    earn besides, message: what the query was taken from, as `Index.search` takes them.  All can be given
    for one call alone: `retriever.invoke("…", department="社會處", k=3)`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    department: str | None = None
    k: int = Field(default=10, ge=1)

    @classmethod
    def from_settings(cls, settings: Settings | None = None, **options: Any) -> Retriever:
        """The retriever of the settings' report (by default those of the environment), built if need be.

        options: `department` and `k`.  Raises what `qa.Assistant.load` raises.
        """
        from qa.settings import load_settings  # only the default rests on the later package

        settings = settings or load_settings()
        index = open_report(
            settings.report, settings.index_dir, settings.embedding_model, server=settings.index_server
        )
        return cls(index=index, **options)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        department: str | None = None,
        k: int | None = None,
        near: Mapping[tuple[str, int], float] | None = None,
        message: str = "",
    ) -> list[Document]:
        found = self.index.search(
            query, department or self.department, k or self.k, near=near, message=message
        )
        return [to_document(candidate) for candidate in found]

    def candidates(self, documents: Iterable[Document]) -> list[Candidate]:
        """The candidates that documents of this retriever were made of."""
        passages = self.index.passages
        return [
            Candidate(passages[m["passage_id"]], m["sentence_index"], m["score"], dict(m["legs"]))
            for m in (document.metadata for document in documents)
        ]


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
        "page_estimated": passage.page.estimated,
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
