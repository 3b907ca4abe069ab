"""OpenAI's own client: schemas, tools whole and streamed, functions, lengths, thoughts, what the usage says of them."""

from asked import MESSAGES, OPENAI, TOOL, City, call, kind
from checks import QUESTION, run
from openai import OpenAI

client = OpenAI(**OPENAI)
chat = client.chat.completions
asked = {"model": "m", "messages": MESSAGES}
tools = [{"type": "function", "function": TOOL}]
CHOICES = {"auto": "auto", "required": "required", "none": "none", "named": {"type": "function", "function": {"name": "keep"}}}


def of_choice(choice):
    calls = choice.message.tool_calls or []
    return [choice.finish_reason, *[call(each.function.name, each.function.arguments) for each in calls]]


def stream_chat(**more):
    with chat.stream(**asked, **more) as events:
        for _ in events:
            pass
        return events.get_final_completion().choices[0]


def functions():
    choice = chat.create(**asked, functions=[TOOL]).choices[0]
    return [choice.finish_reason, call(choice.message.function_call.name, choice.message.function_call.arguments)]


def responses(choice):
    named = {"type": "function", "name": "keep"} if isinstance(choice, dict) else choice
    reply = client.responses.create(model="m", input=QUESTION, tools=[{"type": "function", **TOOL}], tool_choice=named)
    return [call(each.name, each.arguments) if each.type == "function_call" else each.type for each in reply.output]


def length(reply):
    return [reply.usage.completion_tokens, reply.choices[0].finish_reason]


def long_response():
    reply = client.responses.create(model="m", input=QUESTION, max_output_tokens=128, extra_body={"ignore_eos": True})
    return [reply.usage.output_tokens, reply.incomplete_details.reason]


def thoughts():
    reply = chat.create(**asked, reasoning_effort="low")
    usage = reply.usage
    return {
        "thoughts": kind(reply.choices[0].message.reasoning_content),
        "reasoning": usage.completion_tokens_details.reasoning_tokens,
        "rest": usage.completion_tokens - usage.completion_tokens_details.reasoning_tokens > 0,
        "cached": usage.prompt_tokens_details.cached_tokens,
        "audio": usage.completion_tokens_details.audio_tokens,
    }


def response_thoughts():
    reply = client.responses.create(model="m", input=QUESTION, reasoning={"effort": "low", "summary": "auto"})
    return [[each.type for each in reply.output], reply.usage.output_tokens_details.reasoning_tokens]


run(
    "openai",
    schema=lambda: kind(chat.parse(**asked, response_format=City).choices[0].message.parsed),
    streamed_schema=lambda: kind(stream_chat(response_format=City).message.parsed),
    response_schema=lambda: kind(client.responses.parse(model="m", input=QUESTION, text_format=City).output_parsed),
    tools=lambda: {n: of_choice(chat.create(**asked, tools=tools, tool_choice=c).choices[0]) for n, c in CHOICES.items()},
    streamed_tools=lambda: {n: of_choice(stream_chat(tools=tools, tool_choice=c)) for n, c in CHOICES.items()},
    response_tools=lambda: {n: responses(c) for n, c in CHOICES.items()},
    functions=functions,
    lengths=lambda: {
        "ignore_eos": length(chat.create(**asked, max_tokens=128, extra_body={"ignore_eos": True})),
        "min_tokens": length(chat.create(**asked, max_tokens=128, extra_body={"min_tokens": 128})),
        "completions, ignore_eos": length(
            client.completions.create(model="m", prompt=QUESTION, max_tokens=128, extra_body={"ignore_eos": True})
        ),
        "completions, min_tokens": length(
            client.completions.create(model="m", prompt=QUESTION, max_tokens=128, extra_body={"min_tokens": 128})
        ),
        "responses, ignore_eos": long_response(),
    },
    thoughts=thoughts,
    response_thoughts=response_thoughts,
)
