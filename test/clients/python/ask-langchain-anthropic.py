"""LangChain's chat model: structured output in both ways, tools that are bound, whole and streamed."""

from asked import MESSAGES, City, call, kind
from checks import BASE_URL, KEY, run
from langchain_anthropic import ChatAnthropic

model = ChatAnthropic(model="claude-m", base_url=BASE_URL, api_key=KEY, max_retries=0, max_tokens=2_000)
bound = model.bind_tools([City])


def of(message):
    return [call(each["name"], each["args"]) for each in message.tool_calls]


def stream():
    whole = None
    for chunk in bound.stream(MESSAGES):
        whole = chunk if whole is None else whole + chunk
    return of(whole)


run(
    "langchain-anthropic",
    schemas=lambda: {
        method: kind(model.with_structured_output(City, method=method).invoke(MESSAGES))
        for method in ("json_schema", "function_calling")
    },
    tools=lambda: of(bound.invoke(MESSAGES)),
    forced=lambda: of(model.bind_tools([City], tool_choice="any").invoke(MESSAGES)),
    streamed_tools=stream,
)
