"""AWS's own client of the Bedrock runtime: Converse and the models' own forms, whole and streamed, its errors and its limits."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError
from checks import BASE_URL, KEY, QUESTION, WELL, answer, run

CONFIG = Config(retries={"total_max_attempts": 1})
KEYS = {"aws_access_key_id": KEY, "aws_secret_access_key": "secret"}
client = boto3.client("bedrock-runtime", region_name="us-east-1", endpoint_url=BASE_URL, config=CONFIG, **KEYS)

MESSAGES = [{"role": "user", "content": [{"text": QUESTION}]}]
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOLS = {"tools": [{"toolSpec": {"name": "keep", "inputSchema": {"json": SCHEMA}}}]}
CLAUDE, NOVA, LLAMA = "anthropic.claude-sonnet-4-20250514-v1:0", "us.amazon.nova-lite-v1:0", "meta.llama3-8b-instruct-v1:0"
TITAN, EMBED = "amazon.titan-text-express-v1", "amazon.titan-embed-text-v2:0"
CLAUDE_BODY = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 50, "messages": [{"role": "user", "content": QUESTION}]}


def of(text, usage, finish):
    return {**answer(text, usage["inputTokens"], usage["outputTokens"]), "finish": finish}


def ask(model=WELL, **more):
    return client.converse(modelId=model, messages=MESSAGES, **more)


def events_of(model=WELL, **more):
    return list(client.converse_stream(modelId=model, messages=MESSAGES, **more)["stream"])


def converse():
    reply = ask()
    return of(reply["output"]["message"]["content"][0]["text"], reply["usage"], reply["stopReason"])


def converse_stream():
    events = events_of()
    told = {name: value for event in events for name, value in event.items() if name != "contentBlockDelta"}
    deltas = [event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event]
    return {**of("", told["metadata"]["usage"], told["messageStop"]["stopReason"]), "contents": deltas}


def tools():
    use = ask(toolConfig=TOOLS)["output"]["message"]["content"][0]["toolUse"]
    events = [event["contentBlockDelta"]["delta"] for event in events_of(toolConfig=TOOLS) if "contentBlockDelta" in event]
    pieces = [delta["toolUse"]["input"] for delta in events if "toolUse" in delta]
    return [use["name"], list(use["input"]), list(json.loads("".join(pieces)))]


def thoughts():
    content = ask(additionalModelRequestFields={"thinking": {"type": "enabled", "budget_tokens": 1_024}})["output"]["message"]["content"]
    thought = content[0]["reasoningContent"]["reasoningText"]
    return [bool(thought["text"]), bool(thought["signature"]), content[1]["text"]]


def cut():
    reply = ask(inferenceConfig={"maxTokens": 2})
    return [reply["output"]["message"]["content"][0]["text"], reply["stopReason"]]


def invoke(model, body):
    return json.loads(client.invoke_model(modelId=model, body=json.dumps(body))["body"].read())


def chunks_of(model, body):
    stream = client.invoke_model_with_response_stream(modelId=model, body=json.dumps(body))["body"]
    return [json.loads(event["chunk"]["bytes"]) for event in stream]


def invoked():
    nova = {"messages": MESSAGES, "inferenceConfig": {"max_new_tokens": 2}}
    return {
        "claude": invoke(CLAUDE, CLAUDE_BODY)["content"][0]["text"],
        "nova": invoke(NOVA, nova)["output"]["message"]["content"][0]["text"],
        "llama": invoke(LLAMA, {"prompt": QUESTION})["generation"],
        "titan": invoke(TITAN, {"inputText": QUESTION})["results"][0]["outputText"],
        "embedded": len(invoke(EMBED, {"inputText": QUESTION, "dimensions": 256})["embedding"]),
    }


def invoked_stream():
    claude = chunks_of(CLAUDE, CLAUDE_BODY)
    nova = [event["contentBlockDelta"]["delta"]["text"] for event in chunks_of(NOVA, {"messages": MESSAGES}) if "contentBlockDelta" in event]
    return {
        "claude": "".join(event.get("delta", {}).get("text", "") for event in claude),
        "metrics": "amazon-bedrock-invocationMetrics" in claude[-1],
        "nova": "".join(nova),
        "llama": "".join(event["generation"] for event in chunks_of(LLAMA, {"prompt": QUESTION})),
        "titan": "".join(event["outputText"] for event in chunks_of(TITAN, {"inputText": QUESTION})),
    }


def refused(call):
    try:
        return ["answered", call()]
    except EventStreamError as error:
        return ["EventStreamError", error.response["Error"]["Code"]]
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]


def errors():
    return {
        "limited": refused(lambda: ask("limited")),
        "streamed": refused(lambda: events_of("limited")),
        "invoked": refused(lambda: invoke("limited", CLAUDE_BODY)),
        "chunks": refused(lambda: chunks_of("limited", CLAUDE_BODY)),
        "within": refused(lambda: events_of(f"{WELL};fault=error(at=50%,status=429)")),
        "wrong": refused(lambda: ask(inferenceConfig={"temperature": 3})),
        "embedded": refused(lambda: invoke(EMBED, {"inputText": 7})),
        "long": refused(lambda: ask(system=[{"text": "x" * 20_000}])),
    }


run(
    "boto3",
    converse=converse,
    converse_stream=converse_stream,
    tools=tools,
    thoughts=thoughts,
    cut=cut,
    invoked=invoked,
    invoked_stream=invoked_stream,
    errors=errors,
)
