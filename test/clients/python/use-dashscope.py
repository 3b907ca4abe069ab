"""DashScope's own client, with no option but the base URL: what it makes of answers, streams, tools, thoughts, vectors, rankings and
errors. It raises nothing: an error is a response with a status."""

import asyncio
import json

import dashscope
from checks import BASE_URL, KEY, QUESTION, WELL, answer, run
from dashscope import AioGeneration, Generation, MultiModalConversation, TextEmbedding, TextReRank

dashscope.base_http_api_url = f"{BASE_URL}/api/v1"
dashscope.api_key = KEY

ASKED = [{"role": "user", "content": QUESTION}]
SEEN = [{"role": "user", "content": [{"image": "https://example.com/cat.png"}, {"text": QUESTION}]}]
TOOL = {
    "type": "function",
    "function": {
        "name": "keep",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
NAMED = {"type": "function", "function": {"name": "keep"}}


def said(reply):
    return reply.output.choices[0].message


def of(text, usage):
    return answer(text, usage.input_tokens, usage.output_tokens)


def text():
    reply = Generation.call(model=WELL, prompt=QUESTION)
    return {**of(reply.output.text, reply.usage), "finish": reply.output.finish_reason}


def message():
    reply = Generation.call(model=WELL, messages=ASKED, result_format="message")
    return of(said(reply).content, reply.usage)


def stream(**more):
    """The contents of all events, and what the last one counts."""
    replies = list(Generation.call(model=WELL, messages=ASKED, result_format="message", stream=True, **more))
    finish = [reply.output.choices[0].finish_reason for reply in replies]
    return {
        **of("", replies[-1].usage),
        "contents": [said(reply).content for reply in replies],
        "finish": [finish[0], finish[-1]],
    }


async def awaited():
    replies = await AioGeneration.call(model=WELL, messages=ASKED, result_format="message", stream=True, incremental_output=True)
    return "".join([said(reply).content async for reply in replies])


def several():
    replies = list(Generation.call(model=WELL, messages=ASKED, stream=True, incremental_output=False, n=2))
    last = replies[-1]
    return {"contents": [choice["message"]["content"] for choice in last.output.choices], "tokens": last.usage["output_tokens"]}


def thoughts():
    replies = list(Generation.call(model=WELL, messages=ASKED, stream=True, enable_thinking=True, thinking_budget=3))
    return {
        "thought": len([reply for reply in replies if said(reply).reasoning_content]),
        "said": "".join(said(reply).content for reply in replies),
        "reasoning": replies[-1].usage.output_tokens_details["reasoning_tokens"],
    }


def tools():
    whole = Generation.call(model=WELL, messages=ASKED, tools=[TOOL], tool_choice=NAMED)
    merged = list(Generation.call(model=WELL, messages=ASKED, tools=[TOOL], tool_choice=NAMED, stream=True, incremental_output=False))[-1]
    calls = [said(reply).tool_calls[0]["function"] for reply in (whole, merged)]
    finish = [reply.output.choices[0].finish_reason for reply in (whole, merged)]
    return {"names": [call["name"] for call in calls], "keys": [list(json.loads(call["arguments"])) for call in calls], "finish": finish}


def multimodal():
    whole = MultiModalConversation.call(model=WELL, messages=SEEN)
    merged = list(MultiModalConversation.call(model=WELL, messages=SEEN, stream=True, incremental_output=False))[-1]
    return [said(reply).content[0]["text"] for reply in (whole, merged)]


def embeddings():
    reply = TextEmbedding.call(model="text-embedding-v4", input=["one", "two"], dimension=64, text_type="query")
    return {"lengths": [len(one["embedding"]) for one in reply.output["embeddings"]], "tokens": reply.usage["total_tokens"]}


def rerank():
    documents = ["stars", "a red fox", "grass"]
    reply = TextReRank.call(model="gte-rerank-v2", query="red fox", documents=documents, top_n=2, return_documents=True)
    # As an item: the attribute is one of the class, and always None.
    best = reply.output.results[0]
    return {"count": len(reply.output.results), "best": [best.index, best["document"]["text"]], "likely": best.relevance_score > 0.5}


def errors():
    replies = {
        "limited": Generation.call(model="limited", prompt=QUESTION),
        "wrong": Generation.call(model=WELL, prompt=QUESTION, top_p=7),
        "batch": TextEmbedding.call(model="text-embedding-v4", input=["x"] * 11),
        "thinking": Generation.call(model="qwen3-32b", prompt=QUESTION),
        "streamed": list(Generation.call(model=f"{WELL};fault=error(status=503)", messages=ASKED, stream=True))[-1],
    }
    return {name: [int(reply.status_code), reply.code, bool(reply.request_id)] for name, reply in replies.items()}


run(
    "dashscope",
    text=text,
    message=message,
    stream=stream,
    piecewise=lambda: stream(incremental_output=True),
    merged=lambda: stream(incremental_output=False),
    awaited=lambda: asyncio.run(awaited()),
    several=several,
    thoughts=thoughts,
    tools=tools,
    multimodal=multimodal,
    embeddings=embeddings,
    rerank=rerank,
    errors=errors,
)
