"""vLLM's own request code, as `vllm bench serve` uses it, with its own arithmetic for the figures. Prints them as one line of JSON.

The file benchmarks/lib/endpoint_request_func.py of the wheel needs neither vLLM nor torch: it is loaded by its path.
"""

import asyncio
import importlib.util
import json
import statistics
import sys
import time

import aiohttp

PATH, URL, STREAMS, REQUESTS, TOKENS = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])

spec = importlib.util.spec_from_file_location("endpoint_request_func", PATH)
module = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = module
spec.loader.exec_module(module)


async def main():
    free = asyncio.Semaphore(STREAMS)
    # The connector of vllm/benchmarks/serve.py.
    connector = aiohttp.TCPConnector(limit=0, limit_per_host=0, keepalive_timeout=60, force_close=False)
    async with aiohttp.ClientSession(connector=connector, trust_env=True) as session:

        async def ask():
            async with free:
                asked = module.RequestFuncInput(
                    prompt="hello",
                    api_url=f"{URL}/v1/chat/completions",
                    prompt_len=1,
                    output_len=TOKENS,
                    model="gpt-4o",
                )
                return await module.async_request_openai_chat_completions(asked, session=session)

        started = time.perf_counter()
        outputs = await asyncio.gather(*[ask() for _ in range(REQUESTS)])
        took = time.perf_counter() - started
    failed = [each.error for each in outputs if not each.success]
    assert not failed, failed[0]
    per_token = [(each.latency - each.ttft) / (each.output_tokens - 1) for each in outputs]
    figures = {
        "firstTokenMs": 1000 * statistics.median(each.ttft for each in outputs),
        "betweenTokensMs": 1000 * statistics.median(per_token),
        "wholeMs": 1000 * statistics.median(each.latency for each in outputs),
        "outputTokens": statistics.mean(each.output_tokens for each in outputs),
        "requestsPerSecond": REQUESTS / took,
    }
    print(json.dumps(figures))


asyncio.run(main())
