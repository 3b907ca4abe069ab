"""OpenAI's own client: responses that are asked for again, streamed again, worked on in the background, cancelled and deleted."""

import asyncio

import openai
from checks import BASE_URL, KEY, QUESTION, WELL, refusals, run

client = openai.OpenAI(base_url=f"{BASE_URL}/v1", api_key=KEY, max_retries=0)
# Nobody waits for its first token.
SLOW = f"{WELL};ttft=5m"
asked = {"model": WELL, "input": QUESTION}


def retrieved():
    made = client.responses.create(**asked)
    items = list(client.responses.input_items.list(made.id))
    return [client.responses.retrieve(made.id) == made, [item.content[0].text for item in items]]


def streamed():
    """The same events, from the first and from one in the middle."""
    made = list(client.responses.create(stream=True, **asked))
    response_id = made[-1].response.id
    again = list(client.responses.retrieve(response_id, stream=True))
    after = list(client.responses.retrieve(response_id, stream=True, starting_after=5))
    last = made[-1].sequence_number
    behind = list(client.responses.retrieve(response_id, stream=True, starting_after=last))
    return {
        "whole": again == made,
        "after": [event.sequence_number for event in after] == list(range(6, last + 1)) and after == made[6:],
        "behind": len(behind),
    }


async def awaited():
    own = openai.AsyncOpenAI(base_url=f"{BASE_URL}/v1", api_key=KEY, max_retries=0)
    made = await own.responses.create(**asked)
    return "".join([event.delta async for event in await own.responses.retrieve(made.id, stream=True) if "text.delta" in event.type])


def background():
    done = client.responses.create(background=True, **asked)
    while done.status != "completed":
        done = client.responses.retrieve(done.id)
    streamed = "".join(event.delta for event in client.responses.retrieve(done.id, stream=True) if "text.delta" in event.type)
    held = client.responses.create(background=True, model=SLOW, input=QUESTION)
    states = [held.status, client.responses.retrieve(held.id).status, client.responses.cancel(held.id).status]
    return [done.output_text, streamed, *states, client.responses.retrieve(held.id).status]


def conversation():
    first = client.responses.create(**asked)
    second = client.responses.create(previous_response_id=first.id, **asked)
    return second.usage.input_tokens == first.usage.total_tokens + first.usage.input_tokens


refused = refusals(openai.APIStatusError, lambda error: error.param)


def errors():
    made = client.responses.create(**asked)
    client.responses.delete(made.id)
    unstored = client.responses.create(store=False, **asked)
    plain = client.responses.create(**asked)
    return {
        "deleted": refused(lambda: client.responses.retrieve(made.id)),
        "streamed": refused(lambda: client.responses.retrieve(made.id, stream=True)),
        "unstored": refused(lambda: client.responses.retrieve(unstored.id)),
        "cancelled": refused(lambda: client.responses.cancel(plain.id)),
        "after": refused(lambda: client.responses.retrieve(plain.id, stream=True, starting_after=-1)),
        "items": refused(lambda: client.responses.input_items.list(plain.id, limit=0)),
        "previous": refused(lambda: client.responses.create(previous_response_id=made.id, **asked)),
    }


run(
    "openai",
    retrieved=retrieved,
    streamed=streamed,
    awaited=lambda: asyncio.run(awaited()),
    background=background,
    conversation=conversation,
    errors=errors,
)
