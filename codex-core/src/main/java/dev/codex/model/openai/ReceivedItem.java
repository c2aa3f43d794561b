package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.internal.json.ModelItemCodec;
import dev.codex.item.AgentMessage;
import dev.codex.item.CustomToolCall;
import dev.codex.item.DeveloperMessage;
import dev.codex.item.FunctionCall;
import dev.codex.item.ModelItem;
import dev.codex.item.Reasoning;
import dev.codex.item.UnknownItem;
import dev.codex.item.UserMessage;
import dev.codex.item.WebSearchCall;
import dev.codex.model.ItemDone;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items out of an answer, made fit to be sent back. Messages and reasoning are written anew, since
 * servers add to them what they do not take back; everything else keeps its bytes. Items without
 * an id get one, as Codex does.
 */
final class ReceivedItem {

  private final ItemIds ids;

  ReceivedItem(ItemIds ids) {
    this.ids = ids;
  }

  /** The item as far as it is there; null if it is none. */
  @Nullable
  ModelItem begun(byte[] json, int offset, int length) {
    try {
      ModelItem item = ModelItemCodec.decode(json, offset, length);
      return item instanceof UnknownItem unknown && unknown.type().isEmpty() ? null : item;
    } catch (UncheckedIOException e) {
      return null;
    }
  }

  /** The finished item; null if it is none, or a call that cannot be answered. */
  @Nullable
  ItemDone done(byte[] json, int offset, int length) {
    ModelItem item = begun(json, offset, length);
    if (item == null) {
      return null;
    }
    if (item instanceof AgentMessage message) {
      return ItemDone.of(new AgentMessage(idOr("msg_", message), message.content()));
    }
    if (item instanceof UserMessage message) {
      return ItemDone.of(new UserMessage(idOr("msg_", message), message.content()));
    }
    if (item instanceof DeveloperMessage message) {
      return ItemDone.of(new DeveloperMessage(idOr("msg_", message), message.content()));
    }
    if (item instanceof Reasoning it) {
      return ItemDone.of(
          new Reasoning(idOr("rs_", it), it.summary(), it.content(), it.encryptedContent()));
    }
    if (item instanceof FunctionCall call
            && (call.callId().isEmpty() || call.name().isEmpty())
        || item instanceof CustomToolCall it
            && (it.callId().isEmpty() || it.name().isEmpty())) {
      return null;
    }
    return kept(item, json, offset, length);
  }

  private ItemDone kept(ModelItem item, byte[] json, int offset, int length) {
    String prefix = prefix(item);
    boolean needsId = !prefix.isEmpty() && item.id().isEmpty();
    if (!needsId && isOneLine(json, offset, length)) {
      return ItemDone.of(item, Arrays.copyOfRange(json, offset, offset + length));
    }
    byte[] rewritten = rewrite(json, offset, length, needsId ? ids.next(prefix) : "");
    return ItemDone.of(ModelItemCodec.decode(rewritten), rewritten);
  }

  private static String prefix(ModelItem item) {
    if (item instanceof FunctionCall) {
      return "fc_";
    }
    if (item instanceof CustomToolCall) {
      return "ctc_";
    }
    return item instanceof WebSearchCall ? "ws_" : "";
  }

  private String idOr(String prefix, ModelItem item) {
    return item.id().isEmpty() ? ids.next(prefix) : item.id();
  }

  /** Transcripts are lines, and strict readers take no raw control character. */
  private static boolean isOneLine(byte[] json, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (json[i] >= 0 && json[i] < ' ') {
        return false;
      }
    }
    return true;
  }

  /** The same fields on one line; an id, if given, stands behind the type. */
  private static byte[] rewrite(byte[] json, int offset, int length, String id) {
    return Json.bytes(out -> {
      try (JsonParser parser = Json.parser(json, offset, length)) {
        parser.nextToken();
        out.writeStartObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          if (field.equals("id") && !id.isEmpty()) {
            parser.nextToken();
            parser.skipChildren();
            continue;
          }
          out.copyCurrentStructure(parser);
          if (field.equals("type") && !id.isEmpty()) {
            out.writeStringField("id", id);
          }
        }
        out.writeEndObject();
      }
    });
  }
}
