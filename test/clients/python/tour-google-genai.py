"""Google's own client: embeddings, and a stream that is left."""

from checks import BASE_URL, KEY, QUESTION
from google import genai
from tour import SLOW, TEXTS, WELL, first, tour

client = genai.Client(api_key=KEY, http_options={"base_url": BASE_URL})


def cancel():
    pieces = client.models.generate_content_stream(model=SLOW, contents=QUESTION)
    seen = first(pieces, lambda piece: piece.text)
    pieces.close()
    return seen


tour(
    "google-genai",
    embeddings=lambda: [len(each.values) for each in client.models.embed_content(model=WELL, contents=TEXTS).embeddings],
    cancel=cancel,
)
