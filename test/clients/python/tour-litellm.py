"""LiteLLM's functions: embeddings, and a stream that is left."""

import asyncio

import litellm
from checks import BASE_URL, KEY
from tour import MESSAGES, SLOW, TEXTS, WELL, tour

asked = {"api_base": f"{BASE_URL}/v1", "api_key": KEY, "max_retries": 0}


async def cancel():
    seen = 0
    chunks = await litellm.acompletion(model=f"openai/{SLOW}", messages=MESSAGES, stream=True, **asked)
    async for chunk in chunks:
        if chunk.choices[0].delta.content:
            seen += 1
            break
    await chunks.aclose()
    return seen


tour(
    "litellm",
    embeddings=lambda: [
        len(each["embedding"]) for each in litellm.embedding(model=f"openai/{WELL}", input=TEXTS, **asked).data
    ],
    cancel=lambda: asyncio.run(cancel()),
)
