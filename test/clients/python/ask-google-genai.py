"""Google's own client: a schema, functions that it calls by itself, thoughts."""

from asked import City, kind
from checks import BASE_URL, KEY, QUESTION, run
from google import genai

client = genai.Client(api_key=KEY, vertexai=False, http_options={"base_url": BASE_URL})


def ask(**config):
    return client.models.generate_content(model="m", contents=QUESTION, config=config)


def look(city: str) -> str:
    """Looks at a city."""
    return f"{city} is well."


def functions():
    reply = ask(tools=[look])
    parts = [part for content in reply.automatic_function_calling_history for part in content.parts]
    return [kind(reply.text), sum(part.function_response is not None for part in parts)]


def mode(name):
    config = {"function_calling_config": {"mode": name}}
    reply = ask(tools=[look], tool_config=config, automatic_function_calling={"disable": True})
    return [each.name for each in reply.function_calls or []]


def thoughts():
    reply = ask(thinking_config={"include_thoughts": True, "thinking_budget": 20})
    return [[bool(part.thought) for part in reply.candidates[0].content.parts], reply.usage_metadata.thoughts_token_count]


run(
    "google-genai",
    schema=lambda: kind(ask(response_mime_type="application/json", response_schema=City).parsed),
    functions=functions,
    modes=lambda: {name: mode(name) for name in ("AUTO", "ANY", "NONE")},
    thoughts=thoughts,
    limit=lambda: ask(max_output_tokens=5).usage_metadata.candidates_token_count,
)
