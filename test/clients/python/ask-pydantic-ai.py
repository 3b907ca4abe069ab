"""Agents of Pydantic AI: an output of a type, tools, and 200 of them at once."""

import asyncio
from collections import Counter

from asked import AGENTS, OPENAI, City, kind
from checks import QUESTION, run
from openai import AsyncOpenAI
from pydantic_ai import Agent
from pydantic_ai.messages import ModelResponse
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider


def model():
    return OpenAIChatModel("m", provider=OpenAIProvider(openai_client=AsyncOpenAI(**OPENAI)))


async def typed():
    return kind((await Agent(model(), output_type=City).run(QUESTION)).output)


async def agents():
    agent = Agent(model())

    @agent.tool_plain
    def look(city: str) -> str:
        """Looks at a city."""
        return f"{city} is well."

    results = await asyncio.gather(*[agent.run(f"Question {index}") for index in range(AGENTS)])
    turns = Counter(sum(isinstance(each, ModelResponse) for each in result.all_messages()) for result in results)
    return {str(turn): count for turn, count in turns.items()}


run("pydantic-ai-slim", typed=lambda: asyncio.run(typed()), agents=lambda: asyncio.run(agents()))
