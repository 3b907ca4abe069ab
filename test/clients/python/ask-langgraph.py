"""200 agents of LangGraph at once, each with a tool."""

import asyncio
from collections import Counter

from asked import AGENTS, OPENAI
from checks import run
from langchain.agents import create_agent
from langchain_core.messages import AIMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI


@tool
def look(city: str) -> str:
    """Looks at a city."""
    return f"{city} is well."


async def agents():
    agent = create_agent(ChatOpenAI(model="m", **OPENAI), [look])
    runs = [agent.ainvoke({"messages": [("user", f"Question {index}")]}) for index in range(AGENTS)]
    results = await asyncio.gather(*runs)
    turns = Counter(sum(isinstance(each, AIMessage) for each in result["messages"]) for result in results)
    assert all(result["messages"][-1].content for result in results)
    return {str(turn): count for turn, count in turns.items()}


run("langgraph", agents=lambda: asyncio.run(agents()))
