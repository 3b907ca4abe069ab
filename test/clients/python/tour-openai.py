"""OpenAI's own client: embeddings, and a stream that is left."""

from openai import OpenAI
from tour import MESSAGES, OPENAI, SLOW, TEXTS, WELL, first, tour

client = OpenAI(**OPENAI)


def cancel():
    with client.chat.completions.create(model=SLOW, messages=MESSAGES, stream=True) as chunks:
        return first(chunks, lambda chunk: chunk.choices[0].delta.content)


tour(
    "openai",
    embeddings=lambda: [len(each.embedding) for each in client.embeddings.create(model=WELL, input=TEXTS).data],
    cancel=cancel,
)
