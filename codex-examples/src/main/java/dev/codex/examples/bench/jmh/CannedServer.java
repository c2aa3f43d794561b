package dev.codex.examples.bench.jmh;

import dev.codex.model.Model;
import dev.codex.model.openai.OpenAi;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Okio;

/** Answers every request of a model with the same bytes, in this thread and without a socket. */
final class CannedServer implements Interceptor {

  private static final MediaType EVENT_STREAM = MediaType.get("text/event-stream");

  private final byte[] answer;

  private CannedServer(byte[] answer) {
    this.answer = answer;
  }

  /** A model behind such a server. */
  static Model model(byte[] answer) {
    OkHttpClient client =
        new OkHttpClient.Builder().addInterceptor(new CannedServer(answer)).build();
    return OpenAi.builder()
        .baseUrl("http://127.0.0.1:1/v1")
        .apiKey("sk-bench")
        .httpClient(client)
        .build()
        .model("gpt-bench");
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    RequestBody body = request.body();
    if (body != null) {
      try (var sink = Okio.buffer(Okio.blackhole())) {
        body.writeTo(sink);
      }
    }
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(answer, EVENT_STREAM))
        .build();
  }
}
