"""Ollama's own client: chats, texts and vectors, whole and streamed, its models, its errors and its limits."""

import asyncio
import json

import ollama
from checks import BASE_URL, QUESTION, WELL, answer, run

client = ollama.Client(host=BASE_URL)
MESSAGES = [{"role": "user", "content": QUESTION}]
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOL = {"type": "function", "function": {"name": "keep", "description": "Keeps a city.", "parameters": SCHEMA}}


def of(text, reply):
    return {**answer(text, reply.prompt_eval_count, reply.eval_count), "finish": reply.done_reason}


def chat_stream():
    lines = list(client.chat(model=WELL, messages=MESSAGES, stream=True))
    return {**of("", lines[-1]), "contents": [line.message.content for line in lines]}


def generate():
    reply = client.generate(model=WELL, prompt=QUESTION)
    lines = list(client.generate(model=WELL, prompt=QUESTION, stream=True))
    return [of(reply.response, reply), of("".join(line.response for line in lines), lines[-1])]


async def awaited():
    lines = await ollama.AsyncClient(host=BASE_URL).chat(model=WELL, messages=MESSAGES, stream=True)
    return "".join([line.message.content async for line in lines])


def tools():
    whole = client.chat(model=WELL, messages=MESSAGES, tools=[TOOL])
    lines = list(client.chat(model=WELL, messages=MESSAGES, tools=[TOOL], stream=True))
    called = [call for line in lines for call in line.message.tool_calls or []]
    calls = [*(whole.message.tool_calls or []), *called]
    return [[call.function.name, list(call.function.arguments)] for call in calls]


def thoughts():
    reply = client.chat(model=WELL, messages=MESSAGES, think=True)
    return [bool(reply.message.thinking), reply.message.content]


def schema():
    return list(json.loads(client.chat(model=WELL, messages=MESSAGES, format=SCHEMA).message.content))


def lengths():
    cut = client.chat(model=WELL, messages=MESSAGES, options={"num_predict": 2})
    stopped = client.generate(model=WELL, prompt=QUESTION, options={"stop": [" gamma"]})
    return [[cut.message.content, cut.done_reason], [stopped.response, stopped.done_reason]]


def embeddings():
    several = client.embed(model=WELL, input=["one", "two"], dimensions=8)
    return [[len(vector) for vector in several.embeddings], len(client.embeddings(model=WELL, prompt="one").embedding)]


def models():
    listed, loaded, shown = client.list(), client.ps(), client.show(WELL)
    return ["limited" in [model.model for model in listed.models], len(loaded.models) > 0, shown.details.format]


def refused(ask):
    try:
        return ["answered", ask()]
    except ollama.ResponseError as error:
        return [type(error).__name__, error.status_code]


def errors():
    def say(model=WELL, stream=False, **more):
        reply = client.chat(model=model, messages=MESSAGES, stream=stream, **more)
        return [line.message.content for line in reply] if stream else reply.message.content

    return {
        "limited": refused(lambda: say("limited")),
        "streamed": refused(lambda: say("limited", stream=True)),
        "within": refused(lambda: say(f"{WELL};fault=error(at=50%)", stream=True)),
        "wrong": refused(lambda: say(options={"num_predict": "many"})),
        "long": refused(lambda: say(options={"stop": ["x" * 20_000]})),
    }


run(
    "ollama",
    chat=lambda: of((reply := client.chat(model=WELL, messages=MESSAGES)).message.content, reply),
    chat_stream=chat_stream,
    generate=generate,
    awaited=lambda: asyncio.run(awaited()),
    tools=tools,
    thoughts=thoughts,
    schema=schema,
    lengths=lengths,
    embeddings=embeddings,
    models=models,
    errors=errors,
)
