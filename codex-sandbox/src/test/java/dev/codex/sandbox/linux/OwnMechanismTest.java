package dev.codex.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.DomainRules;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OwnMechanismTest extends NamespaceSandboxTest {

  private static final String CLIENT = "use IO::Socket::INET;"
      + "my $s = IO::Socket::INET->new(PeerAddr => q{127.0.0.1}, PeerPort => $ARGV[0])"
      + " or die \"$!\\n\"; print $s $ARGV[1]; print while <$s>;";

  OwnMechanismTest() {
    super(Mechanism.NAMESPACES);
  }

  private SandboxPolicy proxied(String... domains) {
    NetworkAccess network = NetworkAccess.through(DomainRules.allowing(domains));
    return new WorkspaceWrite(List.of(workspace), network, TempFolders.READ_ONLY);
  }

  @Test
  void theNetworkIsTheProxyAndNothingElse() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server));
      String request = "GET http://127.0.0.1:" + server.getLocalPort() + "/ HTTP/1.1\r\n\r\n";

      assertThat(run(
              proxied("127.0.0.1"),
              "echo $HTTPS_PROXY; perl -e '" + CLIENT + "' 3128 '" + request + "'"))
          .isEqualTo("http://127.0.0.1:3128\nHTTP/1.1 200 OK\r\n\r\n" + "x".repeat(300_000) + "0");
      served.get();
      assertThat(run(proxied("other.test"), "perl -e '" + CLIENT + "' 3128 '" + request + "'"))
          .contains("403 Forbidden", "x-proxy-error: blocked-by-allowlist");
      assertThat(run(proxied("127.0.0.1"), "perl -e '" + CLIENT + "' " + server.getLocalPort()))
          .contains("Connection refused");
      assertThat(run(
              proxied("127.0.0.1"),
              "perl -MSocket -e 'socket(my $s, AF_UNIX, SOCK_STREAM, 0) or print \"$!\\n\"';"
                  + " ls /dev/shm; cat /proc/2/mem; tail -n +3 /proc/net/dev | grep -vc lo:"))
          .isEqualTo("Operation not permitted\ncat: /proc/2/mem: Permission denied\n0\n1");
    }
  }

  private static void serve(ServerSocket server) {
    try (Socket client = server.accept()) {
      byte[] buffer = new byte[4096];
      int count = client.getInputStream().read(buffer);
      assertThat(count).isPositive();
      client
          .getOutputStream()
          .write(("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(300_000))
              .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
