"""200 agents of OpenAI's Agents SDK at once, each with a tool, over both of OpenAI's APIs; and an output of a type."""

import asyncio
from collections import Counter

from agents import (
    Agent,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    Runner,
    function_tool,
    set_tracing_disabled,
)
from asked import AGENTS, OPENAI, City, kind
from checks import QUESTION, run
from openai import AsyncOpenAI

set_tracing_disabled(True)


@function_tool
def look(city: str) -> str:
    """Looks at a city."""
    return f"{city} is well."


async def agents(model):
    agent = Agent(name="one", tools=[look], model=model("m", AsyncOpenAI(**OPENAI)))
    results = await asyncio.gather(*[Runner.run(agent, f"Question {index}") for index in range(AGENTS)])
    assert all(kind(result.final_output) == "str" and result.final_output for result in results)
    return {str(turn): count for turn, count in Counter(len(result.raw_responses) for result in results).items()}


async def typed():
    agent = Agent(name="one", output_type=City, model=OpenAIChatCompletionsModel("m", AsyncOpenAI(**OPENAI)))
    return kind((await Runner.run(agent, QUESTION)).final_output)


run(
    "openai-agents",
    chat=lambda: asyncio.run(agents(OpenAIChatCompletionsModel)),
    responses=lambda: asyncio.run(agents(OpenAIResponsesModel)),
    typed=lambda: asyncio.run(typed()),
)
