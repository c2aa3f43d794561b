package dev.codex.sandbox.remote.registry;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A registry of one environment, on the loopback interface, whose answers a test decides. */
public final class LocalRegistry implements AutoCloseable {

  private static final String ID = "env 1";

  private final MockWebServer server = new MockWebServer();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

  /** Takes the answer to each request, numbered from 0. */
  public LocalRegistry(IntFunction<MockResponse> answers) throws IOException {
    server.setDispatcher(new Dispatcher() {
      @Override
      public synchronized MockResponse dispatch(RecordedRequest request) {
        requests.add(request);
        return answers.apply(requests.size() - 1);
      }
    });
    server.start();
  }

  /** Where the executor is, as a registry says it. */
  public static MockResponse bundle(URI url, String key) {
    return json(200, """
        {"environment_id":"env 1","url":"%s","security_profile":"",\
        "executor_registration_id":"r1","executor_public_key":"%s"}""".formatted(url, key));
  }

  /** An error with a code and a message. */
  public static MockResponse error(int status, String code, String message) {
    return json(status, """
        {"error":{"code":"%s","message":"%s"}}""".formatted(code, message));
  }

  static MockResponse json(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  public List<RecordedRequest> requests() {
    return requests;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getPort() + "/base/");
  }

  public ExecutorRegistry client(Supplier<String> token) {
    return ExecutorRegistry.of(url(), ID, token);
  }

  @Override
  public void close() {
    server.close();
  }
}
