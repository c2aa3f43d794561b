package dev.codex.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Approver;
import dev.codex.policy.Decision;
import dev.codex.policy.DomainRules;
import dev.codex.sandbox.rules.RulesFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Rules files decide about the connections of a real proxy to a real server on this machine. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no modes there")
@Timeout(60)
class NetworkRulesTest {

  private static final String SERVED = "HTTP/1.1 200 OK";

  @TempDir
  Path folder;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private ServerSocket server;
  private int port;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    port = server.getLocalPort();
    Thread thread = new Thread(this::serve, "served");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        InputStream input = client.getInputStream();
        StringBuilder got = new StringBuilder();
        while (got.indexOf("\r\n\r\n") < 0) {
          int next = input.read();
          if (next < 0) {
            break;
          }
          got.append((char) next);
        }
        client
            .getOutputStream()
            .write((SERVED + "\r\nConnection: close\r\n\r\nhello")
                .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // the next one, or the end of the test
      }
    }
  }

  private static RulesFiles rules(String... lines) {
    return RulesFiles.parse("test.rules", String.join("\n", lines));
  }

  private static String rule(String host, String protocol, String decision) {
    return "network_rule(host='" + host + "', protocol='" + protocol + "', decision='" + decision
        + "')";
  }

  private Approver answering(Decision decision) {
    return (ApprovalRequest request) -> {
      asked.add(request.display());
      return decision;
    };
  }

  private NetworkProxy proxy(RulesFiles rules, DomainRules domains, Approver approver)
      throws IOException {
    return NetworkProxy.open(domains, rules, approver);
  }

  private static String talk(NetworkProxy proxy, byte[]... messages) throws IOException {
    try (SocketChannel channel = SocketChannel.open(
        UnixDomainSocketAddress.of(proxy.folder().resolve(NetworkProxy.SOCKET)))) {
      for (byte[] message : messages) {
        channel.write(ByteBuffer.wrap(message));
      }
      return new String(new ChannelInput(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String get(NetworkProxy proxy, String host) throws IOException {
    String request = "GET http://" + host + ":" + port + "/ HTTP/1.1\r\n\r\n";
    return talk(proxy, request.getBytes(StandardCharsets.US_ASCII));
  }

  private String getThroughTunnel(NetworkProxy proxy, String host) throws IOException {
    String request = "CONNECT " + host + ":" + port + " HTTP/1.1\r\n\r\n"
        + "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    return talk(proxy, request.getBytes(StandardCharsets.US_ASCII));
  }

  private String getThroughSocks(NetworkProxy proxy) throws IOException {
    byte[] address = {5, 1, 0, 1, 127, 0, 0, 1, (byte) (port >> 8), (byte) port};
    String request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    return talk(proxy, new byte[] {5, 1, 0}, address, request.getBytes(StandardCharsets.US_ASCII));
  }

  private static DomainRules nothing() {
    return DomainRules.allowing();
  }

  @Test
  void aRuleForExactlyThisAddressOpensItForItsProtocolOnly() throws IOException {
    NetworkProxy proxy =
        proxy(rules(rule("127.0.0.1", "http", "allow")), nothing(), Approver.denyAll());

    assertThat(get(proxy, "127.0.0.1")).startsWith(SERVED).endsWith("hello");
    assertThat(get(proxy, "localhost")).contains("403 Forbidden", "blocked-by-allowlist");
    assertThat(getThroughTunnel(proxy, "127.0.0.1")).contains("403", "blocked-by-allowlist");
  }

  @Test
  void withoutSuchARuleThisMachineIsClosedWhateverThePolicyAllowsAround() throws IOException {
    NetworkProxy proxy = proxy(rules(), nothing(), answering(Decision.approve()));

    assertThat(get(proxy, "127.0.0.1")).contains("403 Forbidden", "blocked-by-policy");
  }

  @Test
  void aDenialInTheFilesBeatsThePolicyThroughEveryDoor() throws IOException {
    DomainRules open = DomainRules.allowing("127.0.0.1", "localhost");
    NetworkProxy proxy = proxy(rules(rule("127.0.0.1", "http", "deny")), open, Approver.denyAll());

    assertThat(get(proxy, "127.0.0.1")).contains("403 Forbidden", "blocked-by-denylist");
    assertThat(get(proxy, "localhost")).contains("403 Forbidden", "which is denied");
    assertThat(getThroughSocks(proxy)).startsWith("\5\0\5\2");
    assertThat(getThroughTunnel(proxy, "127.0.0.1")).contains("200 Connection established");
  }

  @Test
  void aRuleThatWantsToBeAskedIsAskedAboutThoughThePolicyAllows() throws IOException {
    DomainRules open = DomainRules.allowing("127.0.0.1");
    NetworkProxy proxy =
        proxy(rules(rule("127.0.0.1", "http", "prompt")), open, answering(Decision.approve()));

    assertThat(get(proxy, "127.0.0.1")).startsWith(SERVED);
    assertThat(asked).containsExactly("connect to 127.0.0.1:" + port);
  }

  @Test
  void whatAnApproverAllowsForGoodIsWrittenDownAndHoldsInTheNextProcess() throws IOException {
    Path file = folder.resolve("rules/default.rules");
    RulesFiles rules = RulesFiles.builder().amendments(file).build();
    NetworkProxy proxy = proxy(rules, nothing(), answering(Decision.allowHost("127.0.0.1")));

    assertThat(get(proxy, "127.0.0.1")).startsWith(SERVED);
    assertThat(get(proxy, "127.0.0.1")).startsWith(SERVED);
    assertThat(getThroughTunnel(proxy, "127.0.0.1")).contains(SERVED);
    assertThat(getThroughSocks(proxy)).contains(SERVED);
    assertThat(asked).hasSize(1);

    NetworkProxy next = proxy(RulesFiles.load(file), nothing(), Approver.denyAll());
    assertThat(get(next, "127.0.0.1")).startsWith(SERVED);
    assertThat(Files.readString(file)).contains("host=\"127.0.0.1\", protocol=\"http\"");
  }

  @Test
  void whatAnApproverDeniesForGoodIsWrittenDownAndHoldsInTheNextProcess() throws IOException {
    Path file = folder.resolve("default.rules");
    RulesFiles rules = RulesFiles.builder().amendments(file).build();
    NetworkProxy proxy = proxy(rules, nothing(), answering(Decision.denyHost("127.0.0.1")));

    assertThat(get(proxy, "127.0.0.1")).contains("403 Forbidden");
    assertThat(get(proxy, "127.0.0.1")).contains("403 Forbidden", "blocked-by-denylist");
    assertThat(asked).hasSize(1);

    NetworkProxy next = proxy(
        RulesFiles.load(file), DomainRules.allowing("127.0.0.1"), answering(Decision.approve()));
    assertThat(get(next, "127.0.0.1")).contains("403 Forbidden", "blocked-by-denylist");
    assertThat(asked).hasSize(1);
  }

  @Test
  void anAmendmentToTheCommandRulesHoldsForConnectionsAtOnce() throws IOException {
    RulesFiles rules =
        RulesFiles.builder().amendments(folder.resolve("default.rules")).build();
    NetworkProxy proxy = proxy(rules, nothing(), Approver.denyAll());
    assertThat(get(proxy, "127.0.0.1")).contains("403 Forbidden");

    Decision.Amend decision = (Decision.Amend) Decision.allowHost("127.0.0.1");
    rules.remember(decision.amendment());

    assertThat(get(proxy, "127.0.0.1")).startsWith(SERVED);
  }
}
