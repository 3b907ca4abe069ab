"""LiteLLM's router under a rate limit: calls that it tries again until they are answered, one by one or all at once."""

import asyncio
import sys

from checks import BASE_URL, KEY, QUESTION, run
from litellm import Router

CALLS = int(sys.argv[2])
AT_ONCE = sys.argv[3] == "at-once"

row = {"model": "openai/well", "api_base": f"{BASE_URL}/v1", "api_key": KEY, "max_retries": 0}
router = Router(
    model_list=[{"model_name": "m", "litellm_params": row}],
    num_retries=30,
    disable_cooldowns=True,
)


async def call():
    return await router.acompletion(model="m", messages=[{"role": "user", "content": QUESTION}])


async def calls():
    if AT_ONCE:
        replies = await asyncio.gather(*[call() for _ in range(CALLS)])
    else:
        replies = [await call() for _ in range(CALLS)]
    headers = replies[-1]._hidden_params["additional_headers"]
    return {"answered": len(replies), "limit": headers["x-ratelimit-limit-requests"]}


run("litellm", calls=lambda: asyncio.run(calls()))
