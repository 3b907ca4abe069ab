import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints what a client saw of each thing that it can do, as one line of JSON. It judges nothing: the test does. */
final class Tour {
  /** Rows of the mock's models file: one that is well, one that answers 429 always, one whose second token never comes. */
  static final String WELL = "well";
  static final String LIMITED = "limited";
  static final String SLOW = "slow";

  static final String QUESTION = "Say something.";
  static final String KEY = "sk-of-a-client";
  static final List<String> REQUIRED = List.of("name", "population", "tags");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, Object> report = new LinkedHashMap<>();
  private final Function<Throwable, String> status;

  /** {@code library} is the name of its jar; {@code status} says which status an error of the client carries. */
  Tour(String library, Function<Throwable, String> status) {
    this.status = status;
    Matcher jar = Pattern.compile(library + "-(\\d[\\d.]*)\\.jar").matcher(System.getProperty("java.class.path"));
    report.put("version", jar.find() ? jar.group(1) : "");
  }

  Tour see(String feature, Callable<Object> check) throws Exception {
    try {
      report.put(feature, check.call());
    } catch (RuntimeException error) {
      report.put(feature, Map.of("raised", status.apply(error), "said", String.valueOf(error.getMessage())));
    }
    return this;
  }

  void print() throws JsonProcessingException {
    System.out.println(MAPPER.writeValueAsString(report));
  }

  static Object answer(String text, long promptTokens, long completionTokens) {
    return Map.of("text", text, "usage", List.of(promptTokens, completionTokens));
  }

  static Object parse(String text) throws JsonProcessingException {
    return MAPPER.readValue(text, Object.class);
  }
}
