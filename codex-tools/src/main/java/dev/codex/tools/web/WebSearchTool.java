package dev.codex.tools.web;

import dev.codex.error.ToolException;
import dev.codex.internal.json.Json;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * {@code web_search}: lets the model's provider search the web while it answers. Nothing is
 * searched from here, and no policy of this machine applies: what the model looks for goes to the
 * provider. Only servers of the Responses API know it.
 *
 * <pre>{@code
 * WebSearchTool.builder()
 *     .access(WebSearchTool.Access.LIVE)
 *     .addAllowedDomain("docs.oracle.com")
 *     .build()
 * }</pre>
 */
public final class WebSearchTool implements Tool {

  static final String NAME = "web_search";

  private final ToolSpec spec;

  private WebSearchTool(Builder builder) {
    this.spec = new ToolSpec.Hosted(NAME, json(builder));
  }

  /** The web as the provider has stored it, so that no page learns of the search. */
  public static WebSearchTool cached() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Where pages come from. */
  public enum Access {
    /** From the provider's store. */
    CACHED,
    /** From the web itself. */
    LIVE
  }

  private static String json(Builder builder) {
    StringBuilder json = new StringBuilder("{\"type\":\"web_search\",\"external_web_access\":")
        .append(builder.access == Access.LIVE);
    if (!builder.allowedDomains.isEmpty()) {
      json.append(",\"filters\":{\"allowed_domains\":[");
      for (int i = 0; i < builder.allowedDomains.size(); i++) {
        json.append(i == 0 ? "" : ",").append(Json.quote(builder.allowedDomains.get(i)));
      }
      json.append("]}");
    }
    if (!builder.contextSize.isEmpty()) {
      json.append(",\"search_context_size\":").append(Json.quote(builder.contextSize));
    }
    return json.append(",\"search_content_types\":[\"text\",\"image\"]}").toString();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  /** The provider runs the searches; a call that arrives here was made up. */
  @Override
  public ToolResult call(ToolInvocation invocation) {
    throw new ToolException("web_search is run by the server and cannot be called like this");
  }

  @Override
  public boolean isMutating() {
    return false;
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** Says what may be searched. */
  public static final class Builder {
    private Access access = Access.CACHED;
    private String contextSize = "";
    private List<String> allowedDomains = List.of();

    private Builder() {}

    /** Where pages come from; the default is the provider's store. */
    public Builder access(Access access) {
      this.access = Objects.requireNonNull(access, "access");
      return this;
    }

    /** How much of the pages the model reads: {@code low}, {@code medium} or {@code high}. */
    public Builder contextSize(String contextSize) {
      if (!List.of("low", "medium", "high").contains(contextSize)) {
        throw new IllegalArgumentException(
            "contextSize is \"" + contextSize + "\"; use low, medium or high.");
      }
      this.contextSize = contextSize;
      return this;
    }

    /** Pages of other domains are not looked at; the default is that all are. */
    public Builder addAllowedDomain(String domain) {
      Objects.requireNonNull(domain, "domain");
      List<String> more = new ArrayList<>(allowedDomains);
      more.add(domain);
      allowedDomains = List.copyOf(more);
      return this;
    }

    public WebSearchTool build() {
      return new WebSearchTool(this);
    }
  }
}
