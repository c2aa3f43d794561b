package dev.codex.sandbox.remote.relay;

import dev.codex.internal.rpc.Link;
import dev.codex.internal.rpc.WebSocketLink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** Where clients and one executor meet: carries each stream to a connection of its own. */
public final class Rendezvous implements AutoCloseable {

  private static final int SEGMENT = 1000; // so that most messages have several

  private final MockWebServer server = new MockWebServer();
  private final WebSocketLink.Client client = new WebSocketLink.Client(Duration.ofSeconds(10));
  private final List<Harness> clients = new CopyOnWriteArrayList<>();
  private final URI executor;

  public Rendezvous(URI executor) throws IOException {
    this.executor = executor;
    server.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        Harness harness = new Harness();
        clients.add(harness);
        return new MockResponse.Builder().webSocketUpgrade(harness).build();
      }
    });
    server.start();
  }

  public URI url() {
    return URI.create("ws://127.0.0.1:" + server.getPort() + "/meet");
  }

  @Override
  public void close() {
    clients.forEach(Harness::drop);
    server.close();
  }

  private final class Harness extends WebSocketListener {
    private final Reassembly incoming = new Reassembly();
    private volatile WebSocket socket;
    private volatile Link link;
    private String stream = "";
    private long sequence;

    @Override
    public void onOpen(WebSocket opened, Response response) {
      socket = opened;
    }

    @Override
    public void onMessage(WebSocket from, ByteString bytes) {
      try {
        RelayFrame frame = RelayFrame.decode(bytes.toByteArray());
        if (frame.body() instanceof RelayFrame.Body.Resume) {
          stream = frame.streamId();
          link = client.open(executor, Map.of(), new Back());
        } else if (frame.body() instanceof RelayFrame.Body.Data data) {
          for (byte[] message : incoming.accept(data)) {
            link.send(message);
          }
        } else if (frame.body() instanceof RelayFrame.Body.Reset) {
          drop();
        }
      } catch (IOException e) {
        drop();
      }
    }

    @Override
    public void onClosing(WebSocket from, int code, String reason) {
      drop();
    }

    @Override
    public void onFailure(WebSocket from, Throwable failure, Response response) {
      drop();
    }

    /** An executor learns of it, as a rendezvous sees to it. */
    private void drop() {
      if (socket != null) {
        socket.close(1001, "dropped");
      }
      if (link != null) {
        link.close();
      }
    }

    private synchronized void back(byte[] message) {
      int segments = Math.max(1, (message.length + SEGMENT - 1) / SEGMENT);
      for (int i = 0; i < segments; i++) {
        byte[] part =
            Arrays.copyOfRange(message, i * SEGMENT, Math.min((i + 1) * SEGMENT, message.length));
        RelayFrame frame =
            new RelayFrame(stream, 0, 0, new RelayFrame.Body.Data(sequence++, i, segments, part));
        socket.send(ByteString.of(frame.encode()));
      }
    }

    private final class Back implements Link.Listener {
      @Override
      public void message(byte[] message) {
        back(message);
      }

      @Override
      public void closed(String reason) {
        socket.send(ByteString.of(
            new RelayFrame(stream, 0, 0, new RelayFrame.Body.Reset(reason)).encode()));
      }
    }
  }
}
