package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.codex.examples.demo.StandInServer;
import dev.codex.tools.CodingTools;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JShellTest {

  @TempDir
  private Path home;

  @TempDir
  private Path root;

  @Test
  void answersAfterThreeLinesAndCallsToolsThatAreRecordsOfTheShell()
      throws IOException, InterruptedException {
    try (StandInServer server = StandInServer.create()) {
      String shown = jshell(server, """
          var agent = codex(Path.of("."))
          agent.run("Hello")
          record Weather(String city, int days) {}
          var w = Tool.of("weather", "Forecasts", Weather.class,\
           a -> a.city() + ", " + (a.days() + 1))
          agent.newBuilder().addTool(w).build().run("Use weather for 3 days in 'Lyon'")
          agent.newBuilder().tools(CodingTools.standard()).sandbox(PlatformSandbox.detect()).build()
          """);

      assertThat(shown)
          .contains("agent ==> Agent[model=stand-in, tools=")
          .contains("sandbox=read-only, approvals=on-request]")
          .contains("==> (This is the stand-in, not a language model.) I know one project only")
          .contains("==> (This is the stand-in, not a language model.)"
              + " The tool weather answered: Lyon, 4\n")
          .contains(
              "$6 ==> Agent[model=stand-in, tools=" + CodingTools.standard().size())
          .doesNotContain("Exception");
    }
  }

  private String jshell(StandInServer server, String script)
      throws IOException, InterruptedException {
    Path input = Files.writeString(home.resolve("script"), script + "/exit\n");
    Path output = home.resolve("output");
    assumeThat(File.separator).as("the launcher is a shell script").isEqualTo("/");
    BuiltTree.in(root);
    ProcessBuilder builder = new ProcessBuilder(
            root.resolve("codex-examples/bin/jshell").toString(),
            "-J-Duser.home=" + home,
            "-J-Djava.util.prefs.userRoot=" + home)
        .directory(home.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CODEX_HOME", home.toString());
    builder.environment().put("CODEX_BASE_URL", server.baseUrl());
    Process process = builder
        .redirectErrorStream(true)
        .redirectInput(input.toFile())
        .redirectOutput(new File(output.toString()))
        .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
