package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts and a cable between them, made of network namespaces, which takes root on Linux. */
class NamespaceTest {

  private static final long PID = ProcessHandle.current().pid();
  private static final String NEAR = "codex-near-" + PID;
  private static final String FAR = "codex-far-" + PID;
  private static final String CABLE = "cx" + PID;

  private static boolean ip(String words) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(("ip " + words).split(" "))
          .redirectErrorStream(true)
          .start();
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @BeforeEach
  void lay() throws Exception {
    boolean laid = ip("netns add " + NEAR)
        && ip("netns add " + FAR)
        && ip("link add " + CABLE + " netns " + NEAR + " type veth peer name far0 netns " + FAR)
        && ip("-n " + NEAR + " address add 10.231.77.1/30 dev " + CABLE)
        && ip("-n " + FAR + " address add 10.231.77.2/30 dev far0")
        && ip("-n " + NEAR + " link set " + CABLE + " up")
        && ip("-n " + FAR + " link set far0 up")
        && ip("-n " + FAR + " link set lo up");
    assumeThat(laid).as("this user can make network namespaces with ip").isTrue();
  }

  @AfterEach
  void takeUp() throws Exception {
    ip("netns delete " + NEAR);
    ip("netns delete " + FAR);
  }

  private static List<String> in(String namespace) {
    return List.of("ip", "netns", "exec", namespace);
  }

  @Test
  void aCableThatIsPulledForSecondsCostsNothing() throws Exception {
    try (ChildJvm executor = ChildJvm.start(in(FAR), "64m", ExecutorMain.class, "open");
        ChildJvm client = ChildJvm.start(
            in(NEAR),
            "64m",
            CountingMain.class,
            "ws://10.231.77.2:" + executor.line(),
            "i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo $i; sleep 0.05; done",
            "20")) {
      assertThat(client.line()).isEqualTo("at 20");

      assertThat(ip("-n " + FAR + " link set far0 down")).isTrue();
      assertThat(client.endsWithin(3)).as("it waits for the network").isFalse();
      assertThat(ip("-n " + FAR + " link set far0 up")).isTrue();

      int bytes = 9 * 2 + 90 * 3 + 4;
      assertThat(client.line()).isEqualTo(bytes + " bytes, exit 0");
    }
  }
}
