"""LangChain's chat model: structured output in both ways, tools that are bound, whole and streamed."""

from asked import MESSAGES, OPENAI, City, call, kind
from checks import run
from langchain_openai import ChatOpenAI

model = ChatOpenAI(model="m", **OPENAI)
bound = model.bind_tools([City])


def of(message):
    return [call(each["name"], each["args"]) for each in message.tool_calls]


def stream():
    whole = None
    for chunk in bound.stream(MESSAGES):
        whole = chunk if whole is None else whole + chunk
    return of(whole)


run(
    "langchain-openai",
    schemas=lambda: {
        method: kind(model.with_structured_output(City, method=method).invoke(MESSAGES))
        for method in ("json_schema", "function_calling")
    },
    tools=lambda: of(bound.invoke(MESSAGES)),
    forced=lambda: of(model.bind_tools([City], tool_choice="any").invoke(MESSAGES)),
    streamed_tools=stream,
)
