package dev.codex.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records typed into JShell are nested in classes of no package that anybody can name. */
class JShellRecordTest {

  @Test
  void recordsOfAShellSessionWork() throws Exception {
    Object builder = Class.forName("jdk.jshell.JShell").getMethod("builder").invoke(null);
    try (AutoCloseable shell =
        (AutoCloseable) call(call(builder, "executionEngine", "local"), "build")) {
      call(shell, "addToClasspath", System.getProperty("java.class.path"));
      eval(shell, "import dev.codex.internal.schema.*;");
      eval(shell, "import dev.codex.tool.*;");
      eval(shell, "enum Mode { FAST, SLOW }");
      eval(shell, "sealed interface Step { record Stop() implements Step {} }");
      eval(
          shell,
          "record Ticket(@Describe(\"Key\") String key, Mode mode, java.util.List<Step> steps) {}");
      eval(
          shell,
          "var json = \"{\\\"key\\\":\\\"A-1\\\",\\\"mode\\\":\\\"SLOW\\\",\\\"steps\\\":"
              + "[{\\\"type\\\":\\\"Stop\\\"}]}\";");

      assertThat(eval(shell, "RecordReader.of(Ticket.class).read(json)"))
          .isEqualTo("Ticket[key=A-1, mode=SLOW, steps=[Stop[]]]");
      assertThat(eval(shell, "JsonWriter.toJson(RecordReader.of(Ticket.class).read(json))"))
          .isEqualTo("\"{\\\"key\\\":\\\"A-1\\\",\\\"mode\\\":\\\"SLOW\\\",\\\"steps\\\":"
              + "[{\\\"type\\\":\\\"Stop\\\"}]}\"");
      assertThat(eval(
              shell,
              "RecordSchema.of(Ticket.class).json().contains(\"\\\"description\\\":\\\"Key\")"))
          .isEqualTo("true");
    }
  }

  private static String eval(Object shell, String code) throws ReflectiveOperationException {
    Object event = ((List<?>) call(shell, "eval", code)).get(0);
    assertThat(call(event, "status")).as(code).hasToString("VALID");
    assertThat(call(event, "exception")).as(code).isNull();
    return String.valueOf(call(event, "value"));
  }

  /** By reflection, since the module under test does not read that of the shell. */
  private static Object call(Object target, String method, String... arguments)
      throws ReflectiveOperationException {
    Class<?>[] types = Stream.of(arguments).map(Object::getClass).toArray(Class<?>[]::new);
    return target.getClass().getMethod(method, types).invoke(target, (Object[]) arguments);
  }
}
