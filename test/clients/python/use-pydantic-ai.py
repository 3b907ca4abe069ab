"""An agent of Pydantic AI without tools."""

import asyncio

from checks import BASE_URL, FLAKY, KEY, LIMITED, QUESTION, RETRIES, WELL, answer, run
from openai import AsyncOpenAI
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider


def agent(model):
    client = AsyncOpenAI(base_url=f"{BASE_URL}/v1", api_key=KEY, max_retries=RETRIES)
    return Agent(OpenAIChatModel(model, provider=OpenAIProvider(openai_client=client)))


def usage_of(result):
    usage = result.usage() if callable(result.usage) else result.usage
    return usage.input_tokens, usage.output_tokens


async def whole(model):
    result = await agent(model).run(QUESTION)
    return answer(result.output, *usage_of(result))


async def stream():
    async with agent(WELL).run_stream(QUESTION) as result:
        text = "".join([piece async for piece in result.stream_text(delta=True)])
        return answer(text, *usage_of(result))


run(
    "pydantic-ai-slim",
    whole=lambda: asyncio.run(whole(WELL)),
    stream=lambda: asyncio.run(stream()),
    refused=lambda: asyncio.run(whole(LIMITED)),
    retried=lambda: asyncio.run(whole(FLAKY)),
)
