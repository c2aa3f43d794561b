package dev.codex.model.openai;

import dev.codex.auth.ApiKey;
import dev.codex.auth.Credential;
import dev.codex.error.ConfigException;
import dev.codex.internal.http.HttpTransport;
import dev.codex.model.Model;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI, or any server that speaks its Responses API.
 *
 * <pre>{@code
 * Model model = OpenAi.fromEnvironment().model("gpt-5.5");
 * }</pre>
 *
 * <p>One instance serves a whole program: it keeps the connections, may be used from any thread,
 * and needs no closing, since idle connections close by themselves. The key goes to the server of
 * the base URL and to no other; redirects are not followed.
 */
public final class OpenAi {

  static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";

  private final Endpoint endpoint;
  private final HttpTransport transport;
  private final Surroundings surroundings;
  private final String provider;
  private final Optional<String> installationId;
  private final int requestRetries;
  private final int streamRetries;
  private final Duration streamIdleTimeout;

  private OpenAi(Builder builder) {
    endpoint = new Endpoint(
        builder.baseUrl, builder.query, builder.headers(), Optional.ofNullable(builder.credential));
    OkHttpClient client = builder.client;
    streamIdleTimeout = builder.streamIdleTimeout;
    transport = client == null
        ? HttpTransport.create(endpoint.scheme(), streamIdleTimeout)
        : HttpTransport.over(client, streamIdleTimeout);
    surroundings = builder.surroundings;
    provider = builder.provider;
    installationId = Optional.ofNullable(builder.installationId);
    requestRetries = builder.requestRetries;
    streamRetries = builder.streamRetries;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * As the variables {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}, {@code OPENAI_ORGANIZATION}
   * and {@code OPENAI_PROJECT} say.
   *
   * @throws ConfigException if there is no key, or the base URL is none
   */
  public static OpenAi fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static OpenAi fromEnvironment(Map<String, String> environment) {
    String key = environment.getOrDefault("OPENAI_API_KEY", "");
    if (key.isBlank()) {
      throw new ConfigException(
          "The environment variable OPENAI_API_KEY is not set. Set it, or pass the key to"
              + " OpenAi.builder().apiKey(…).");
    }
    Builder builder = builder().apiKey(key);
    variable(environment, "OPENAI_BASE_URL").ifPresent(builder::baseUrl);
    variable(environment, "OPENAI_ORGANIZATION")
        .ifPresent(value -> builder.header("OpenAI-Organization", value));
    variable(environment, "OPENAI_PROJECT")
        .ifPresent(value -> builder.header("OpenAI-Project", value));
    OpenAi openAi = builder.build();
    if (!openAi.endpoint.isUrl()) {
      throw new ConfigException(
          "OPENAI_BASE_URL is '" + builder.baseUrl + "', which is no http or https URL.");
    }
    return openAi;
  }

  /** The model as it is best asked by default. */
  public Model model(String name) {
    return model(name, ModelSettings.defaults());
  }

  public Model model(String name, ModelSettings settings) {
    KnownModel known = KnownModel.of(name, provider, streamRetries);
    return new ResponsesModel(this, known.profile(), known.fill(settings));
  }

  /** A model about which the host knows more than this library, such as one that runs locally. */
  public Model model(ModelProfile profile, ModelSettings settings) {
    KnownModel known = KnownModel.of(profile.name(), provider, streamRetries);
    return new ResponsesModel(this, profile, known.fill(settings));
  }

  Endpoint endpoint() {
    return endpoint;
  }

  HttpTransport transport() {
    return transport;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Optional<String> installationId() {
    return installationId;
  }

  int requestRetries() {
    return requestRetries;
  }

  Duration streamIdleTimeout() {
    return streamIdleTimeout;
  }

  /** Where requests go; neither headers nor query, which may hold secrets. */
  @Override
  public String toString() {
    return "OpenAi[" + endpoint.location() + "]";
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** Builds an {@link OpenAi}. Every method replaces what it was told before. */
  public static final class Builder {

    private String baseUrl = DEFAULT_BASE_URL;
    private @Nullable Credential credential;
    private String provider = "openai";
    private String originator = "codex_java";
    private @Nullable String userAgent;
    private @Nullable String installationId;
    private @Nullable OkHttpClient client;
    private int requestRetries = 4;
    private int streamRetries = 5;
    private Duration streamIdleTimeout = Duration.ofMinutes(5);
    private Surroundings surroundings = Surroundings.real();
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> extraHeaders = new LinkedHashMap<>();

    private Builder() {}

    /**
     * What {@code /responses} is put behind. A text that is no URL is reported by the first
     * request, as a failure to connect.
     */
    public Builder baseUrl(String baseUrl) {
      this.baseUrl = baseUrl;
      return this;
    }

    public Builder apiKey(String key) {
      return credential(ApiKey.of(key));
    }

    public Builder apiKey(ApiKey key) {
      return credential(key);
    }

    /** How requests prove who is asking. Without one they carry no {@code Authorization}. */
    public Builder credential(Credential credential) {
      this.credential = credential;
      return this;
    }

    /** A header of every request; one that this library sends itself is replaced. */
    public Builder header(String name, String value) {
      extraHeaders.put(name, value);
      return this;
    }

    /** A parameter behind the URL, sent as it stands here: whoever needs escapes writes them. */
    public Builder queryParameter(String name, String value) {
      query.put(name, value);
      return this;
    }

    /** Tries beyond the first when a server fails (5xx) or cannot be reached. */
    public Builder requestRetries(int requestRetries) {
      this.requestRetries = atLeastZero(requestRetries);
      return this;
    }

    /** How often a turn asks again when an answer breaks off; a turn reads it in the profile. */
    public Builder streamRetries(int streamRetries) {
      this.streamRetries = atLeastZero(streamRetries);
      return this;
    }

    /** How long an answer may stay silent before it counts as broken off. */
    public Builder streamIdleTimeout(Duration streamIdleTimeout) {
      if (streamIdleTimeout.isNegative() || streamIdleTimeout.isZero()) {
        throw new IllegalArgumentException("streamIdleTimeout is " + streamIdleTimeout);
      }
      this.streamIdleTimeout = streamIdleTimeout;
      return this;
    }

    /** What the program calls itself to the server. */
    public Builder originator(String originator) {
      this.originator = originator;
      return this;
    }

    /** The default is made of the originator, the version, the system and the Java version. */
    public Builder userAgent(String userAgent) {
      this.userAgent = userAgent;
      return this;
    }

    /** Names this installation to the server; nothing is sent if it is not set. */
    public Builder installationId(String installationId) {
      this.installationId = installationId;
      return this;
    }

    /** The provider's name in transcripts; {@code azure} makes the server store its answers. */
    public Builder provider(String provider) {
      this.provider = provider;
      return this;
    }

    /**
     * Sends through the host's client: its proxy, certificates, interceptors and connections. Its
     * timeouts are not used, redirects and silent repetition stay off.
     */
    public Builder httpClient(OkHttpClient client) {
      this.client = client;
      return this;
    }

    Builder surroundings(Surroundings surroundings) {
      this.surroundings = surroundings;
      return this;
    }

    /**
     * Builds; opens no connection.
     *
     * @throws ConfigException if a header cannot be sent, or if OpenAI itself would be asked
     *     without a key
     */
    public OpenAi build() {
      String place = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
      if (place.equalsIgnoreCase(DEFAULT_BASE_URL)
          && credential == null
          && extraHeaders.keySet().stream().noneMatch("authorization"::equalsIgnoreCase)) {
        throw new ConfigException("There is no key for " + baseUrl
            + ". Pass one to apiKey(…), or use OpenAi.fromEnvironment().");
      }
      return new OpenAi(this);
    }

    private Headers headers() {
      Headers.Builder headers = new Headers.Builder();
      set(headers, "originator", originator);
      set(headers, "user-agent", userAgent == null ? defaultUserAgent() : userAgent);
      set(headers, "accept", "text/event-stream");
      set(headers, "accept-encoding", "identity"); // compressed streams arrive in lumps
      set(headers, "content-type", "application/json");
      extraHeaders.forEach((name, value) -> set(headers, name, value));
      return headers.build();
    }

    private static void set(Headers.Builder headers, String name, String value) {
      try {
        headers.set(name, value);
      } catch (IllegalArgumentException e) {
        // the cause quotes the value, which may be a secret
        throw new ConfigException(
            "The header '" + name + "' holds a character that headers cannot have.");
      }
    }

    private String defaultUserAgent() {
      String version = OpenAi.class.getPackage().getImplementationVersion();
      return String.format(
          "%s/%s (%s %s; %s) java/%s",
          originator,
          version == null ? "dev" : version,
          System.getProperty("os.name"),
          System.getProperty("os.version"),
          System.getProperty("os.arch"),
          System.getProperty("java.version"));
    }

    private static int atLeastZero(int retries) {
      if (retries < 0) {
        throw new IllegalArgumentException("retries is " + retries);
      }
      return retries;
    }
  }
}
