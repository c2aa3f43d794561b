package dev.codex.internal.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RpcConnectionTest {

  private static final int AT_ONCE = 64;

  private final List<String> sent = new CopyOnWriteArrayList<>();
  private Link.Listener incoming;
  private RpcConnection connection;

  private void open(RpcConnection.Handler handler) throws IOException {
    connection = RpcConnection.open(
        listener -> {
          incoming = listener;
          return new Link() {
            @Override
            public void send(byte[] message) {
              sent.add(new String(message, UTF_8));
            }

            @Override
            public void close() {
              listener.closed("closed here");
            }
          };
        },
        handler);
  }

  private void open() throws IOException {
    open(new RpcConnection.Handler() {
      @Override
      public void notification(String method, JsonSlice params) {
        var unused = ask();
      }

      @Override
      public void closed(String reason) {}
    });
  }

  private CompletableFuture<JsonSlice> ask() {
    return connection.request("ask", RpcConnectionTest::empty);
  }

  private static void empty(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeEndObject();
  }

  private void answer(int from, int to) {
    for (int id = from; id <= to; id++) {
      incoming.message(("{\"id\":" + id + ",\"result\":{}}").getBytes(UTF_8));
    }
  }

  @Test
  void aServerIsNotAskedMoreAtOnceThanItStands() throws Exception {
    open();
    List<CompletableFuture<JsonSlice>> answers = new CopyOnWriteArrayList<>();
    Thread asking = new Thread(() -> {
      for (int i = 0; i < AT_ONCE + 10; i++) {
        answers.add(ask());
      }
    });
    asking.setDaemon(true);
    asking.start();
    while (sent.size() < AT_ONCE || asking.getState() == Thread.State.RUNNABLE) {
      asking.join(1);
    }

    assertThat(sent).hasSize(AT_ONCE);

    answer(1, 10);
    asking.join();
    answer(11, AT_ONCE + 10);
    assertThat(sent).hasSize(AT_ONCE + 10);
    assertThat(answers).hasSize(AT_ONCE + 10).allMatch(CompletableFuture::isDone);
  }

  @Test
  void whoHearsTheAnswersDoesNotWaitForThem() throws Exception {
    open();
    for (int i = 0; i < AT_ONCE; i++) {
      var unused = ask();
    }

    incoming.message("{\"method\":\"news\",\"params\":{}}".getBytes(UTF_8)); // asks too

    assertThat(sent).hasSize(AT_ONCE + 1);
    answer(1, 2);
    assertThat(ask()).isNotDone();
    assertThat(sent).hasSize(AT_ONCE + 2);
  }
}
