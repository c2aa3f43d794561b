package dev.codex.internal.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client of a provider, built when it is first needed. For a cleartext server no TLS
 * is set up, which would cost the start of a program a tenth of a second or more.
 *
 * <p>Nothing is done twice behind the caller's back: no redirects, which could carry a request and
 * its secrets elsewhere, and no silent repetition. Calls run on the caller's thread and hold no
 * other one; what OkHttp keeps for the pool and for timeouts are daemons.
 */
public final class HttpTransport {

  private static final int MAX_IDLE_CONNECTIONS = 256;
  private static final long KEEP_IDLE_SECONDS = 30;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

  private final @Nullable OkHttpClient given;
  private final boolean cleartext;
  private final Duration readTimeout;
  private final QuietWatchdog watchdog = new QuietWatchdog(Duration.ofSeconds(1));
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable OkHttpClient client; // written under building

  private HttpTransport(@Nullable OkHttpClient given, boolean cleartext, Duration readTimeout) {
    this.given = given;
    this.cleartext = cleartext;
    this.readTimeout = readTimeout;
  }

  /** Over a client of our own, for one scheme. */
  public static HttpTransport create(String scheme, Duration readTimeout) {
    return new HttpTransport(null, scheme.equals("http"), readTimeout);
  }

  /** Over the host's client: its pool, proxy, certificates and interceptors. */
  public static HttpTransport over(OkHttpClient client, Duration readTimeout) {
    return new HttpTransport(client, false, readTimeout);
  }

  public Call call(Request request) {
    watchdog.keep();
    OkHttpClient ready = client;
    return (ready != null ? ready : build()).newCall(request);
  }

  private OkHttpClient build() {
    building.lock();
    try {
      OkHttpClient ready = client;
      if (ready == null) {
        ready = given != null ? adapt(given) : own();
        client = ready;
      }
      return ready;
    } finally {
      building.unlock();
    }
  }

  private OkHttpClient own() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    OkHttpClient.Builder builder = new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectionPool(
            new ConnectionPool(MAX_IDLE_CONNECTIONS, KEEP_IDLE_SECONDS, TimeUnit.SECONDS))
        .connectTimeout(CONNECT_TIMEOUT);
    if (cleartext) {
      builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    }
    // cleartext means HTTP/1; HTTP/2 waits for the other side in the middle of a body
    return plain(
        builder.socketFactory(cleartext ? NoDelaySockets.gathering() : NoDelaySockets.plain()));
  }

  private OkHttpClient adapt(OkHttpClient client) {
    OkHttpClient.Builder builder = client.newBuilder();
    if (client.socketFactory() == SocketFactory.getDefault()) {
      builder.socketFactory(NoDelaySockets.plain());
    }
    return plain(builder);
  }

  private OkHttpClient plain(OkHttpClient.Builder builder) {
    return builder
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .readTimeout(readTimeout)
        .writeTimeout(readTimeout)
        .callTimeout(Duration.ZERO)
        .build();
  }
}
