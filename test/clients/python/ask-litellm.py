"""LiteLLM's functions: tools whole and streamed, a schema."""

import litellm
from asked import MESSAGES, TOOL, City, call, kind
from checks import BASE_URL, KEY, run

asked = {"model": "openai/m", "messages": MESSAGES, "api_base": f"{BASE_URL}/v1", "api_key": KEY}
tools = [{"type": "function", "function": TOOL}]


def of(reply):
    choice = reply.choices[0]
    calls = choice.message.tool_calls or []
    return [choice.finish_reason, *[call(each.function.name, each.function.arguments) for each in calls]]


def schema():
    reply = litellm.completion(**asked, response_format=City)
    return kind(City.model_validate_json(reply.choices[0].message.content))


run(
    "litellm",
    tools=lambda: {c: of(litellm.completion(**asked, tools=tools, tool_choice=c)) for c in ("auto", "required", "none")},
    streamed_tools=lambda: of(litellm.stream_chunk_builder(list(litellm.completion(**asked, tools=tools, stream=True)))),
    schema=schema,
)
