package dev.codex.sandbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellReadCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String... lines) throws IOException {
    byte[] input = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return ShellReadCommand.create()
        .run(new ByteArrayInputStream(input), new PrintStream(out, false, StandardCharsets.UTF_8));
  }

  private List<String> answers() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String request(String id, String op, String script) {
    return "{\"id\":\"" + id + "\",\"op\":\"" + op + "\",\"script\":\"" + script
        + "\",\"cwd\":\"/srv\"}";
  }

  @Test
  void eachLineIsAnsweredByOne() throws IOException {
    int exit = run(
        request("1", "plain", "ls -l && grep 'a b' x"),
        "",
        request("2", "plain", "echo $(date)"),
        request("3", "first", "ls -l | wc"),
        request("4", "prefix", "python3 - <<'E'\\nx\\nE\\n"),
        request("5", "safe", "git status && ls"),
        request("6", "safe", "git push"),
        request("7", "danger", "rm -rf x"),
        request("8", "actions", "cat a.txt"),
        request("\u00e4\u20ac", "plain", "echo \u00e4"));

    assertThat(exit).isZero();
    assertThat(answers())
        .containsExactly(
            "{\"id\":\"1\",\"result\":[[\"ls\",\"-l\"],[\"grep\",\"a b\",\"x\"]]}",
            "{\"id\":\"2\",\"result\":null}",
            "{\"id\":\"3\",\"result\":[\"ls\",\"-l\"]}",
            "{\"id\":\"4\",\"result\":[\"python3\",\"-\"]}",
            "{\"id\":\"5\",\"result\":true}",
            "{\"id\":\"6\",\"result\":false}",
            "{\"id\":\"7\",\"result\":true}",
            "{\"id\":\"8\",\"result\":[{\"type\":\"read\",\"command\":\"cat a.txt\","
                + "\"name\":\"a.txt\",\"path\":\"/srv/a.txt\"}]}",
            "{\"id\":\"\u00e4\u20ac\",\"result\":[[\"echo\",\"\u00e4\"]]}");
  }

  @Test
  void anOpThatIsNotKnownIsSaidToBeSo() throws IOException {
    assertThat(run(request("1", "dance", "ls"))).isZero();
    assertThat(answers()).containsExactly("{\"id\":\"1\",\"unsupported\":true}");
  }

  @Test
  void aLineThatIsNoRequestIsNamedAndTheNextOneAnswered() throws IOException {
    int exit = run("{nonsense", "{\"id\":\"1\"}", "[]", request("4", "plain", "ls"));

    assertThat(exit).isOne();
    assertThat(answers()).hasSize(4);
    assertThat(answers().get(0)).startsWith("{\"line\":1,\"error\":\"");
    assertThat(answers().get(1)).startsWith("{\"line\":2,\"error\":\"").contains("script");
    assertThat(answers().get(2)).startsWith("{\"line\":3,\"error\":\"");
    assertThat(answers().get(3)).isEqualTo("{\"id\":\"4\",\"result\":[[\"ls\"]]}");
  }

  @Test
  void noInputIsNoError() throws IOException {
    assertThat(run()).isZero();
    assertThat(answers()).isEmpty();
  }
}
