package dev.codex.sandbox.rules.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.sandbox.rules.shell.ShellCommand.Link;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random scripts that are read here and by a real bash, which runs functions that print their words
 * in the place of programs. Where the reader says that it knows, bash has to agree. The property
 * {@code codex.fuzz} says how many scripts; 200,000 take a few minutes.
 */
class ShellAgainstBashTest {

  private static final int SCRIPTS = Integer.getInteger("codex.fuzz", 4_000);

  /** Every program is one of these, so that nothing real is ever run. */
  private static final String BASH = """
      PATH=/nonexistent; export PATH
      show() { local w; local line=; for w in "$@"; do line="$line<${w//$'\\n'/NL}>"; done
        builtin printf '%s\\n' "$line" >&3; return $RET; }
      p() { show p "$@"; }; q() { show q "$@"; }; r() { show r "$@"; }
      command_not_found_handle() { show "$@"; }
      while IFS= read -r -d '' script; do
        for RET in 0 1; do
          eval "$script" </dev/null 2>/dev/null
          builtin printf '%s\\n' END >&3
        done
      done
      """;

  private static final String[] PIECES = {
    "p",
    "q",
    "r",
    "p",
    "q",
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    ";",
    " ; ",
    "&&",
    " && ",
    "||",
    " || ",
    "|",
    " | ",
    "'",
    "'",
    "\"",
    "\"",
    "\\",
    "\\\n",
    "\\'",
    "\\\"",
    "\\\\",
    "\\ ",
    "#",
    " #",
    "~",
    "=",
    "A=1 ",
    "A='x y' ",
    "B=",
    "x",
    "yz",
    "0",
    "2",
    "-",
    "--",
    ".",
    "/",
    ",",
    ":",
    "+",
    "@",
    "%",
    "^",
    "!",
    "]",
    "[",
    "{",
    "}",
    "{}",
    "{a,b}",
    "*",
    "?",
    "$",
    "`",
    "(",
    ")",
    "<",
    ">",
    "&",
    "2>&1",
    ">/dev/null",
    "2>/dev/null",
    "</dev/null",
    "&>/dev/null",
    ">&2",
    "\r",
    "\u00e9",
    "\u2603",
    "\u00a0",
    "\u3000",
    "if ",
    "then",
    "do ",
    "time ",
    "! ",
    "in",
    "'a b'",
    "\"a b\"",
    "''",
    "\"\"",
    "$'x'",
    "a=b",
    "~/x",
    "x~",
    "x#y",
    "'it'\\''s'",
    "\"\\$x\"",
    "\f"
  };

  @TempDir
  Path folder;

  @Test
  void whatIsKnownIsWhatBashDoes() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no /bin/bash to compare with");
    Random random = new Random(20261126);
    List<String> scripts = new ArrayList<>();
    int made = 0;
    for (; made < SCRIPTS; made++) {
      String script = script(random);
      if (ShellScript.read(script).filter(ShellAgainstBashTest::isRunnable).isPresent()) {
        scripts.add(script);
      }
    }

    List<String> printed = bash(scripts);

    int at = 0;
    for (String script : scripts) {
      for (int status = 0; status < 2; status++) {
        List<String> lines = new ArrayList<>();
        while (at < printed.size() && !printed.get(at).equals("END")) {
          lines.add(printed.get(at++));
        }
        at++;
        Collections.sort(lines);
        assertThat(lines)
            .as("script %s", script.replace("\n", "\\n"))
            .isEqualTo(expected(ShellScript.read(script).orElseThrow(), status));
      }
    }
    assertThat(at).isEqualTo(printed.size());
    assertThat(scripts.size()).isGreaterThan(made / 50);
  }

  private static String script(Random random) {
    StringBuilder script = new StringBuilder();
    int pieces = 1 + random.nextInt(10);
    script.append(random.nextInt(4) > 0 ? "p " : "");
    for (int i = 0; i < pieces; i++) {
      script.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return script.toString();
  }

  /** Programs with a path are not caught by the handler, nor are bash's own, such as {@code %}. */
  private static boolean isRunnable(ShellScript script) {
    return script.commands().stream().allMatch(command -> {
      String program = command.words().isEmpty() ? "p" : command.words().get(0);
      return !program.contains("/")
          && !program.isEmpty()
          && !program.matches("[.:\\[%-].*")
          && command.redirects().stream().allMatch(Redirect::isHarmless);
    });
  }

  private List<String> bash(List<String> scripts) throws IOException, InterruptedException {
    Path program = Files.writeString(folder.resolve("show.sh"), BASH);
    Process bash = new ProcessBuilder(
            "/bin/bash", "--norc", "--noprofile", "-c", "exec 3>&1; . \"$0\"", program.toString())
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    Thread writer = new Thread(() -> {
      try (OutputStream in = bash.getOutputStream()) {
        for (String script : scripts) {
          in.write((script + "\0").getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    writer.start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8))) {
      // what a command prints itself starts with no bracket
      out.lines().filter(line -> line.startsWith("<") || line.equals("END")).forEach(lines::add);
    }
    writer.join();
    bash.waitFor();
    return lines;
  }

  /** What is printed if every command ends like this: which run depends on how they are joined. */
  private static List<String> expected(ShellScript script, int status) {
    List<String> lines = new ArrayList<>();
    int last = 0;
    boolean runs = true;
    for (ShellCommand command : script.commands()) {
      if (command.link() != Link.PIPE) {
        runs = command.link() == Link.NEXT || (command.link() == Link.AND) == (last == 0);
      }
      if (!runs) {
        continue;
      }
      last = command.words().isEmpty() ? 0 : status;
      if (!command.words().isEmpty()) {
        StringBuilder line = new StringBuilder();
        command
            .words()
            .forEach(word -> line.append('<').append(word.replace("\n", "NL")).append('>'));
        lines.add(line.toString());
      }
    }
    Collections.sort(lines);
    return lines;
  }

  @Test
  void aScriptWithAnythingElseIsNotRead() {
    for (String script : List.of(
        "ls $x",
        "ls *",
        "ls {a,b}",
        "(ls)",
        "ls &",
        "if ls; then ls; fi",
        "ls &&",
        "a=(b)",
        "cat <<E\nE",
        "ls ${x}",
        "ls\rpwd",
        "ls\u0000",
        "echo \ud800",
        "time ls",
        "! ls",
        "ls |& x",
        "f() { ls; }",
        "echo ~",
        "a+=b",
        "echo $'x'",
        "",
        "# only")) {
      Optional<ShellScript> read = ShellScript.read(script);
      assertThat(read.map(ShellScript::commands).orElse(List.of())).as(script).isEmpty();
    }
  }
}
