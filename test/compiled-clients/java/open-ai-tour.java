import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;
import java.util.Map;

/** Takes the tour with OpenAI's own client. */
final class OpenAiTour {
  private static final Map<String, JsonValue> SCHEMA =
      Map.of(
          "type", JsonValue.from("object"),
          "properties",
              JsonValue.from(
                  Map.of(
                      "name", Map.of("type", "string"),
                      "population", Map.of("type", "integer"),
                      "tags", Map.of("type", "array", "items", Map.of("type", "string")))),
          "required", JsonValue.from(Tour.REQUIRED),
          "additionalProperties", JsonValue.from(false));

  private final OpenAIClient client;

  private OpenAiTour(String url) {
    client = OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey(Tour.KEY).maxRetries(0).build();
  }

  public static void main(String[] args) throws Exception {
    OpenAiTour own = new OpenAiTour(args[0]);
    new Tour("openai-java", OpenAiTour::status)
        .see("answer", own::answer)
        .see("stream", own::stream)
        .see("tools", own::tools)
        .see("schema", own::schema)
        .see("embeddings", own::embeddings)
        .see("errors", () -> own.ask(asked(Tour.LIMITED)).id())
        .see("cancel", own::cancel)
        .print();
    // Its threads would hold the process for a minute.
    own.client.close();
    System.exit(0);
  }

  private static String status(Throwable error) {
    if (error instanceof OpenAIServiceException failure) return String.valueOf(failure.statusCode());
    return error.getClass().getSimpleName();
  }

  private static ChatCompletionCreateParams.Builder asked(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(Tour.QUESTION);
  }

  private ChatCompletion ask(ChatCompletionCreateParams.Builder asked) {
    return client.chat().completions().create(asked.build());
  }

  private static String textOf(ChatCompletion reply) {
    return reply.choices().get(0).message().content().orElse("");
  }

  private static Object told(ChatCompletion reply) {
    CompletionUsage usage = reply.usage().orElseThrow();
    return Tour.answer(textOf(reply), usage.promptTokens(), usage.completionTokens());
  }

  private Object answer() {
    return told(ask(asked(Tour.WELL)));
  }

  private Object stream() {
    ChatCompletionStreamOptions options = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    ChatCompletionCreateParams params = asked(Tour.WELL).streamOptions(options).build();
    try (var chunks = client.chat().completions().createStreaming(params)) {
      chunks.stream().forEach(whole::accumulate);
    }
    return told(whole.chatCompletion());
  }

  private Object tools() throws Exception {
    FunctionParameters parameters = FunctionParameters.builder().putAllAdditionalProperties(SCHEMA).build();
    FunctionDefinition keep = FunctionDefinition.builder().name("keep").parameters(parameters).build();
    var params = asked(Tour.WELL).addFunctionTool(keep).toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED);
    var call = ask(params).choices().get(0).message().toolCalls().orElseThrow().get(0).asFunction().function();
    return List.of(call.name(), Tour.parse(call.arguments()));
  }

  private Object schema() throws Exception {
    var schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder().putAllAdditionalProperties(SCHEMA).build();
    var city = ResponseFormatJsonSchema.JsonSchema.builder().name("city").schema(schema).strict(true).build();
    var format = ResponseFormatJsonSchema.builder().jsonSchema(city).build();
    return Tour.parse(textOf(ask(asked(Tour.WELL).responseFormat(format))));
  }

  private Object embeddings() {
    var params = EmbeddingCreateParams.builder().model(Tour.WELL).inputOfArrayOfStrings(List.of("one", "two")).build();
    return client.embeddings().create(params).data().stream().map(each -> each.embedding().size()).toList();
  }

  /** Leaves a stream behind its first token; how many there were. */
  private Object cancel() {
    try (var chunks = client.chat().completions().createStreaming(asked(Tour.SLOW).build())) {
      return chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .filter(choice -> !choice.delta().content().orElse("").isEmpty())
          .limit(1)
          .count();
    }
  }
}
