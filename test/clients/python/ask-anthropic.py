"""Anthropic's own client: tools, thoughts whole and streamed with a budget, a schema."""

from anthropic import Anthropic
from asked import MESSAGES, TOOL, City, call, kind
from checks import BASE_URL, KEY, run

client = Anthropic(base_url=BASE_URL, api_key=KEY, max_retries=0)
asked = {"model": "m", "max_tokens": 2_000, "messages": MESSAGES}
tools = [{"name": TOOL["name"], "description": TOOL["description"], "input_schema": TOOL["parameters"]}]
CHOICES = {
    "auto": {"type": "auto"},
    "some": {"type": "any"},
    "none": {"type": "none"},
    "named": {"type": "tool", "name": "keep"},
}


def of(message):
    blocks = [call(each.name, each.input) if each.type == "tool_use" else each.type for each in message.content]
    return [message.stop_reason, *blocks]


def stream(**more):
    with client.messages.stream(**asked, **more) as events:
        for _ in events:
            pass
        return events.get_final_message()


def thinks(message):
    first = message.content[0]
    return [*of(message), len(first.thinking) > 0, len(first.signature) > 0]


def schema():
    form = {"type": "json_schema", "schema": {**City.model_json_schema(), "additionalProperties": False}}
    message = client.messages.create(**asked, output_config={"format": form})
    return kind(City.model_validate_json(message.content[0].text))


thinking = {"type": "enabled", "budget_tokens": 1_024}
run(
    "anthropic",
    tools=lambda: {n: of(client.messages.create(**asked, tools=tools, tool_choice=c)) for n, c in CHOICES.items()},
    streamed_tools=lambda: {n: of(stream(tools=tools, tool_choice=c)) for n, c in CHOICES.items()},
    thoughts=lambda: thinks(client.messages.create(**asked, thinking=thinking)),
    streamed_thoughts=lambda: thinks(stream(thinking=thinking)),
    thoughts_and_tools=lambda: of(stream(thinking=thinking, tools=tools)),
    no_thoughts=lambda: of(client.messages.create(**asked, thinking={"type": "disabled"})),
    schema=schema,
    cached=lambda: client.messages.create(**asked).usage.cache_read_input_tokens,
)
