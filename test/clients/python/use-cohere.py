"""Cohere's own client: rerank in both versions, and its errors."""

import cohere
from checks import BASE_URL, KEY, run

old = cohere.Client(api_key=KEY, base_url=BASE_URL)
new = cohere.ClientV2(api_key=KEY, base_url=BASE_URL)
DOCUMENTS = ["stars", "a red fox", "grass"]


def ranked(client, **more):
    reply = client.rerank(model="rerank-v3.5", query="red fox", documents=DOCUMENTS, top_n=2, **more)
    best = reply.results[0]
    text = None if getattr(best, "document", None) is None else best.document.text
    return {
        "best": [best.index, best.relevance_score > 0.5, text],
        "count": len(reply.results),
        "version": reply.meta.api_version.version,
        "units": reply.meta.billed_units.search_units,
    }


def refused(client, model):
    try:
        client.rerank(model=model, query="red fox", documents=DOCUMENTS, request_options={"max_retries": 0})
    except cohere.core.api_error.ApiError as error:
        return [type(error).__name__, error.status_code, list(error.body)]


run(
    "cohere",
    v1=lambda: ranked(old, return_documents=True),
    v2=lambda: ranked(new),
    limited=lambda: [refused(client, "limited") for client in (old, new)],
    wrong=lambda: [refused(client, "m" * 257) for client in (old, new)],
)
