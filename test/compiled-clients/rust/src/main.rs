//! Takes the tour with async-openai, and prints what it saw of each thing that it can do, as one line of JSON. It judges nothing.

use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use async_openai::types::chat::{
    ChatCompletionMessageToolCalls, ChatCompletionRequestUserMessage, ChatCompletionStreamOptions, ChatCompletionTool,
    ChatCompletionToolChoiceOption, ChatCompletionTools, CreateChatCompletionRequest, FunctionObject, ResponseFormat,
    ResponseFormatJsonSchema, ToolChoiceOptions,
};
use async_openai::types::embeddings::CreateEmbeddingRequest;
use async_openai::Client;
use futures_util::StreamExt;
use serde_json::{json, Value};

/// Rows of the mock's models file: one that is well, one that answers 429 always, one whose second token never comes.
const WELL: &str = "well";
const LIMITED: &str = "limited";
const SLOW: &str = "slow";

type Seen = Result<Value, OpenAIError>;

fn asked(model: &str) -> CreateChatCompletionRequest {
    CreateChatCompletionRequest {
        model: model.into(),
        messages: vec![ChatCompletionRequestUserMessage::from("Say something.").into()],
        ..Default::default()
    }
}

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "name": { "type": "string" },
            "population": { "type": "integer" },
            "tags": { "type": "array", "items": { "type": "string" } }
        },
        "required": ["name", "population", "tags"],
        "additionalProperties": false
    })
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

async fn answer(client: &Client<OpenAIConfig>) -> Seen {
    let reply = client.chat().create(asked(WELL)).await?;
    let usage = reply.usage.expect("the usage");
    let text = &reply.choices[0].message.content;
    Ok(json!({ "text": text, "usage": [usage.prompt_tokens, usage.completion_tokens] }))
}

async fn stream(client: &Client<OpenAIConfig>) -> Seen {
    let options = ChatCompletionStreamOptions { include_usage: Some(true), include_obfuscation: None };
    let request = CreateChatCompletionRequest { stream_options: Some(options), ..asked(WELL) };
    let mut chunks = client.chat().create_stream(request).await?;
    let (mut text, mut usage) = (String::new(), Value::Null);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        if let Some(choice) = chunk.choices.first() {
            text += choice.delta.content.as_deref().unwrap_or("");
        }
        if let Some(told) = chunk.usage {
            usage = json!([told.prompt_tokens, told.completion_tokens]);
        }
    }
    Ok(json!({ "text": text, "usage": usage }))
}

async fn tools(client: &Client<OpenAIConfig>) -> Seen {
    let function = FunctionObject { name: "keep".into(), parameters: Some(schema()), ..Default::default() };
    let request = CreateChatCompletionRequest {
        tools: Some(vec![ChatCompletionTools::Function(ChatCompletionTool { function })]),
        tool_choice: Some(ChatCompletionToolChoiceOption::Mode(ToolChoiceOptions::Required)),
        ..asked(WELL)
    };
    let reply = client.chat().create(request).await?;
    let calls = reply.choices[0].message.tool_calls.as_ref().expect("calls");
    match &calls[0] {
        ChatCompletionMessageToolCalls::Function(call) => {
            Ok(json!([call.function.name, parsed(&call.function.arguments)]))
        }
        ChatCompletionMessageToolCalls::Custom(_) => Ok(Value::Null),
    }
}

async fn structured(client: &Client<OpenAIConfig>) -> Seen {
    let json_schema = ResponseFormatJsonSchema {
        name: "city".into(),
        schema: schema(),
        strict: Some(true),
        ..Default::default()
    };
    let format = ResponseFormat::JsonSchema { json_schema };
    let request = CreateChatCompletionRequest { response_format: Some(format), ..asked(WELL) };
    let reply = client.chat().create(request).await?;
    Ok(parsed(reply.choices[0].message.content.as_deref().unwrap_or("")))
}

async fn embeddings(client: &Client<OpenAIConfig>) -> Seen {
    let input = vec!["one", "two"].into();
    let request = CreateEmbeddingRequest { model: WELL.into(), input, ..Default::default() };
    let reply = client.embeddings().create(request).await?;
    Ok(json!(reply.data.iter().map(|each| each.embedding.len()).collect::<Vec<_>>()))
}

async fn errors(client: &Client<OpenAIConfig>) -> Seen {
    match client.chat().create(asked(LIMITED)).await {
        Ok(_) => Ok(Value::Null),
        Err(OpenAIError::ApiError(error)) => {
            Ok(json!({ "raised": error.status_code.as_u16().to_string(), "said": error.to_string() }))
        }
        Err(error) => Err(error),
    }
}

/// Leaves a stream behind its first token; how many there were.
async fn cancel(client: &Client<OpenAIConfig>) -> Seen {
    let mut chunks = client.chat().create_stream(asked(SLOW)).await?;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        let said = chunk.choices.first().and_then(|choice| choice.delta.content.as_deref());
        if said.is_some_and(|text| !text.is_empty()) {
            return Ok(json!(1));
        }
    }
    Ok(json!(0))
}

/// As the lock says it.
fn version() -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let rest = lock.split("name = \"async-openai\"\nversion = \"").nth(1).expect("async-openai in Cargo.lock");
    rest.split('"').next().expect("a version")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), OpenAIError> {
    let url = std::env::args().nth(1).expect("the mock's base URL");
    let config = OpenAIConfig::new().with_api_base(format!("{url}/v1")).with_api_key("sk-of-a-client");
    let client = Client::with_config(config);
    let report = json!({
        "version": version(),
        "answer": answer(&client).await?,
        "stream": stream(&client).await?,
        "tools": tools(&client).await?,
        "schema": structured(&client).await?,
        "embeddings": embeddings(&client).await?,
        "errors": errors(&client).await?,
        "cancel": cancel(&client).await?,
    });
    println!("{report}");
    Ok(())
}
