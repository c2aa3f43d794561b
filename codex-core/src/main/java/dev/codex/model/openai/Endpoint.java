package dev.codex.model.openai;

import dev.codex.auth.Credential;
import dev.codex.internal.http.SeenSecrets;
import dev.codex.policy.Secrets;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go, and what every one of them carries. The credential is asked for this place's
 * origin only, and as redirects are not followed its answer goes nowhere else.
 */
final class Endpoint {

  private final String text;
  private final @Nullable HttpUrl url;
  private final @Nullable URI origin;
  private final Headers headers;
  private final Optional<Credential> credential;
  private final SeenSecrets seen = new SeenSecrets();

  /** The query is put behind the path as it is, which is what Codex does. */
  Endpoint(
      String baseUrl, Map<String, String> query, Headers headers, Optional<Credential> credential) {
    String base = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    this.text = base + "/responses";
    this.url = HttpUrl.parse(
        query.isEmpty()
            ? text
            : query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&", text + "?", "")));
    this.origin = url == null ? null : origin(url);
    this.headers = headers;
    this.credential = credential;
    headers.forEach(header -> seen.addIfSecret(header.getFirst(), header.getSecond()));
    query.forEach(seen::addIfSecret);
  }

  /** What has proved so far who asks; never to be shown. */
  Secrets secrets() {
    return seen.secrets();
  }

  boolean isUrl() {
    return url != null;
  }

  String scheme() {
    return url == null ? "https" : url.scheme();
  }

  /** For messages: without the query and the user, which may hold a secret. */
  String location() {
    return url == null ? text : location(url);
  }

  static String location(HttpUrl url) {
    return url.newBuilder().query(null).username("").password("").build().toString();
  }

  /** Whether this is one of Azure's, which answer only if they may store the answer. */
  boolean isAzure(String provider) {
    String base = text.toLowerCase(Locale.ROOT);
    return provider.equalsIgnoreCase("azure")
        || base.contains("openai.azure.")
        || base.contains("cognitiveservices.azure.")
        || base.contains("aoai.azure.")
        || base.contains("azure-api.")
        || base.contains("azurefd.")
        || base.contains("windows.net/openai");
  }

  /** A request but for its body; asks the credential. */
  Request.Builder request(RequestIdentity identity, Optional<String> turnState) {
    if (url == null || origin == null) {
      throw new IllegalStateException(text + " is no URL");
    }
    Headers.Builder all = identity.over(headers).newBuilder();
    turnState.ifPresent(state -> all.set("x-codex-turn-state", state));
    credential.flatMap(it -> it.authorization(origin)).ifPresent(value -> {
      all.set("authorization", value);
      seen.add(value);
    });
    return new Request.Builder().url(url).headers(all.build());
  }

  private static URI origin(HttpUrl url) {
    return url.newBuilder()
        .encodedPath("/")
        .query(null)
        .username("")
        .password("")
        .build()
        .uri();
  }
}
