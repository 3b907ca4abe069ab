"""LangChain over the API of OpenAI: embeddings, and a stream that is left."""

from checks import QUESTION
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from tour import OPENAI, SLOW, TEXTS, WELL, first, tour


def cancel():
    pieces = ChatOpenAI(model=SLOW, **OPENAI).stream(QUESTION)
    seen = first(pieces, lambda piece: piece.content)
    pieces.close()
    return seen


def embeddings():
    # Texts as they are: with its check of lengths it sends tokens of a vocabulary that it fetches.
    vectors = OpenAIEmbeddings(model=WELL, check_embedding_ctx_length=False, **OPENAI).embed_documents(TEXTS)
    return [len(vector) for vector in vectors]


tour("langchain-openai", embeddings=embeddings, cancel=cancel)
