package dev.codex.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenConnectionTest {

  @Test
  void aRequestForTestsOfAnApproverNeedsToolHostAndPort() {
    OpenConnection request =
        OpenConnection.builder().tool("network").host("example.org").port(443).build();

    assertThat(request.protocol()).isEqualTo(OpenConnection.Protocol.HTTPS);
    assertThat(request.display()).isEqualTo("connect to example.org:443");
    assertThat(
            request.toBuilder().protocol(OpenConnection.Protocol.SOCKS5).build().protocol())
        .isEqualTo(OpenConnection.Protocol.SOCKS5);
  }
}
