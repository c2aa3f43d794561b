package dev.codex.internal.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Sends HTTP requests on behalf of somebody else, as they are. */
public final class HttpForward {

  private static final Duration CONNECT = Duration.ofSeconds(30);

  private final OkHttpClient client = new OkHttpClient.Builder()
      .connectTimeout(CONNECT)
      .readTimeout(Duration.ZERO)
      .retryOnConnectionFailure(false)
      .build();

  /**
   * What to send.
   *
   * @param timeout for everything; zero for no limit
   */
  public record Request(
      String method,
      URI url,
      List<Map.Entry<String, String>> headers,
      byte[] body,
      Duration timeout,
      boolean followsRedirects) {}

  /** What came back; to be closed by whoever has it. */
  public static final class Answer implements AutoCloseable {
    private final Response response;

    private Answer(Response response) {
      this.response = response;
    }

    public int status() {
      return response.code();
    }

    public List<Map.Entry<String, String>> headers() {
      Headers headers = response.headers();
      List<Map.Entry<String, String>> list = new ArrayList<>();
      for (int i = 0; i < headers.size(); i++) {
        list.add(Map.entry(headers.name(i), headers.value(i)));
      }
      return list;
    }

    public InputStream body() {
      return response.body().byteStream();
    }

    @Override
    public void close() {
      response.close();
    }
  }

  /** Sends the request and waits for the head of the answer. */
  public Answer send(Request request) throws IOException {
    try {
      okhttp3.Request.Builder builder =
          new okhttp3.Request.Builder().url(request.url().toString());
      for (Map.Entry<String, String> header : request.headers()) {
        builder.addHeader(header.getKey(), header.getValue());
      }
      boolean none = request.body().length == 0 && !needsBody(request.method());
      builder.method(request.method(), none ? null : RequestBody.create(request.body()));
      OkHttpClient fitting = client
          .newBuilder()
          .followRedirects(request.followsRedirects())
          .followSslRedirects(request.followsRedirects())
          .build();
      Call call = fitting.newCall(builder.build());
      call.timeout().timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(call.execute());
    } catch (IllegalArgumentException e) {
      throw new IOException("this cannot be sent: " + e.getMessage(), e);
    }
  }

  private static boolean needsBody(String method) {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }
}
