import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes the tour with LangChain4j. */
final class LangChainTour {
  private static final JsonObjectSchema CITY =
      JsonObjectSchema.builder()
          .addStringProperty("name")
          .addIntegerProperty("population")
          .addProperty("tags", JsonArraySchema.builder().items(new JsonStringSchema()).build())
          .required(Tour.REQUIRED)
          .additionalProperties(false)
          .build();

  private final String url;

  private LangChainTour(String url) {
    this.url = url + "/v1";
  }

  public static void main(String[] args) throws Exception {
    LangChainTour own = new LangChainTour(args[0]);
    new Tour("langchain4j-open-ai", LangChainTour::status)
        .see("answer", () -> told(own.ask(Tour.WELL, asked())))
        .see("stream", () -> told(own.stream(Tour.WELL, false).get()))
        .see("tools", own::tools)
        .see("schema", own::schema)
        .see("embeddings", own::embeddings)
        .see("errors", () -> own.ask(Tour.LIMITED, asked()).id())
        .see("cancel", own::cancel)
        .print();
    System.exit(0);
  }

  private static String status(Throwable error) {
    return error instanceof RateLimitException ? "429" : error.getClass().getSimpleName();
  }

  private static ChatRequest.Builder asked() {
    return ChatRequest.builder().messages(UserMessage.from(Tour.QUESTION));
  }

  private ChatResponse ask(String model, ChatRequest.Builder asked) {
    var chat = OpenAiChatModel.builder().baseUrl(url).apiKey(Tour.KEY).modelName(model).maxRetries(0).strictJsonSchema(true);
    return chat.build().chat(asked.build());
  }

  private static Object told(ChatResponse reply) {
    var usage = reply.tokenUsage();
    return Tour.answer(reply.aiMessage().text(), usage.inputTokenCount(), usage.outputTokenCount());
  }

  private static final class Reader implements StreamingChatResponseHandler {
    final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    final CompletableFuture<Integer> left = new CompletableFuture<>();
    private final boolean leaves;

    Reader(boolean leaves) {
      this.leaves = leaves;
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
      if (!leaves || piece.text().isEmpty()) return;
      context.streamingHandle().cancel();
      left.complete(1);
    }

    @Override
    public void onCompleteResponse(ChatResponse reply) {
      whole.complete(reply);
    }

    @Override
    public void onError(Throwable error) {
      whole.completeExceptionally(error);
      left.completeExceptionally(error);
    }
  }

  private CompletableFuture<ChatResponse> stream(String model, boolean leaves) {
    return read(model, leaves).whole;
  }

  private Reader read(String model, boolean leaves) {
    Reader reader = new Reader(leaves);
    var chat = OpenAiStreamingChatModel.builder().baseUrl(url).apiKey(Tour.KEY).modelName(model).build();
    chat.chat(asked().build(), reader);
    return reader;
  }

  private Object tools() throws Exception {
    ToolSpecification keep = ToolSpecification.builder().name("keep").parameters(CITY).build();
    var call = ask(Tour.WELL, asked().toolSpecifications(keep).toolChoice(ToolChoice.REQUIRED)).aiMessage().toolExecutionRequests().get(0);
    return List.of(call.name(), Tour.parse(call.arguments()));
  }

  private Object schema() throws Exception {
    JsonSchema city = JsonSchema.builder().name("city").rootElement(CITY).build();
    var format = ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(city).build();
    return Tour.parse(ask(Tour.WELL, asked().responseFormat(format)).aiMessage().text());
  }

  private Object embeddings() {
    var model = OpenAiEmbeddingModel.builder().baseUrl(url).apiKey(Tour.KEY).modelName(Tour.WELL).build();
    var texts = List.of(TextSegment.from("one"), TextSegment.from("two"));
    return model.embedAll(texts).content().stream().map(each -> each.vector().length).toList();
  }

  private Object cancel() throws Exception {
    return read(Tour.SLOW, true).left.get();
  }
}
