"""An agent of OpenAI's Agents SDK without tools."""

import asyncio

from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, Runner, set_tracing_disabled
from checks import BASE_URL, FLAKY, KEY, LIMITED, QUESTION, RETRIES, WELL, answer, run
from openai import AsyncOpenAI
from openai.types.responses import ResponseTextDeltaEvent

set_tracing_disabled(True)


def agent(model):
    client = AsyncOpenAI(base_url=f"{BASE_URL}/v1", api_key=KEY, max_retries=RETRIES)
    settings = ModelSettings(include_usage=True)
    return Agent(name="one", model=OpenAIChatCompletionsModel(model, client), model_settings=settings)


def of(text, result):
    usage = result.context_wrapper.usage
    return answer(text, usage.input_tokens, usage.output_tokens)


async def whole(model):
    result = await Runner.run(agent(model), QUESTION)
    return of(result.final_output, result)


async def stream():
    result = Runner.run_streamed(agent(WELL), QUESTION)
    text = ""
    async for event in result.stream_events():
        if event.type == "raw_response_event" and isinstance(event.data, ResponseTextDeltaEvent):
            text += event.data.delta
    return of(text, result)


run(
    "openai-agents",
    whole=lambda: asyncio.run(whole(WELL)),
    stream=lambda: asyncio.run(stream()),
    refused=lambda: asyncio.run(whole(LIMITED)),
    retried=lambda: asyncio.run(whole(FLAKY)),
)
