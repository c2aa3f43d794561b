package dev.codex.internal.rpc;

import dev.codex.internal.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** Posts JSON and takes any answer; no redirects and no second tries. */
public final class JsonPost {

  private static final MediaType JSON = MediaType.get("application/json");

  private final HttpTransport transport;
  private final Duration timeout;

  /** Posts to URLs of one scheme; each exchange takes no longer than the time-out. */
  public JsonPost(String scheme, Duration timeout) {
    this.transport = HttpTransport.create(scheme, timeout);
    this.timeout = timeout;
  }

  /**
   * An answer of any status.
   *
   * @param body cut to what was wanted at most
   */
  public record Answer(
      int status, String reason, Optional<String> retryAfter, byte[] body, boolean isCut) {}

  public Answer send(URI url, Map<String, String> headers, byte[] body, int maxBody)
      throws IOException {
    Request.Builder request =
        new Request.Builder().url(url.toString()).post(RequestBody.create(body, JSON));
    headers.forEach(request::header);
    Call call = transport.call(request.build());
    call.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    try (Response response = call.execute()) {
      BufferedSource source = response.body().source();
      boolean more = source.request(maxBody + 1L);
      byte[] bytes = source.readByteArray(Math.min(source.getBuffer().size(), maxBody));
      return new Answer(
          response.code(),
          response.message(),
          Optional.ofNullable(response.header("retry-after")),
          bytes,
          more);
    }
  }
}
