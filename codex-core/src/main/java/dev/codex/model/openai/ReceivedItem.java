package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.internal.json.JsonScanner;
import dev.codex.internal.json.MessageFields;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items out of an answer, made fit to be sent back as Codex does. Of messages and reasoning only
 * what it knows goes back, since servers add to them what they do not take back; everything else
 * keeps its bytes. Items without an id get one; an id that no server of its own would have made,
 * such as those of proxies and local servers, does not go back, though events keep it.
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
    if (item instanceof AgentMessage it) {
      AgentMessage named = new AgentMessage(idOr("msg_", it), it.content());
      return message(named, "output_text", json, offset, length);
    }
    if (item instanceof UserMessage it) {
      UserMessage named = new UserMessage(idOr("msg_", it), it.content());
      return message(named, "input_text", json, offset, length);
    }
    if (item instanceof DeveloperMessage it) {
      DeveloperMessage named = new DeveloperMessage(idOr("msg_", it), it.content());
      return message(named, "input_text", json, offset, length);
    }
    if (item instanceof Reasoning it) {
      return reasoning(
          new Reasoning(idOr("rs_", it), it.summary(), it.content(), it.encryptedContent()));
    }
    if (item instanceof FunctionCall call
            && (call.callId().isEmpty() || call.name().isEmpty())
        || item instanceof CustomToolCall it
            && (it.callId().isEmpty() || it.name().isEmpty())) {
      return null;
    }
    try {
      return kept(item, json, offset, length);
    } catch (UncheckedIOException e) {
      return null;
    }
  }

  private static ItemDone message(
      ModelItem message, String textType, byte[] json, int offset, int length) {
    String id = ItemIds.sendable(message.id());
    try {
      return ItemDone.of(message, MessageFields.of(json, offset, length, id, textType));
    } catch (IOException | UncheckedIOException e) {
      return ItemDone.of(message); // what it says is known, and a citation is no reason to fail
    }
  }

  private static ItemDone reasoning(Reasoning it) {
    Reasoning sent =
        new Reasoning(ItemIds.sendable(it.id()), it.summary(), it.content(), it.encryptedContent());
    return ItemDone.of(it, ModelItemCodec.encode(sent));
  }

  private ItemDone kept(ModelItem item, byte[] json, int offset, int length) {
    String prefix = prefix(item);
    if (!prefix.isEmpty() && item.id().isEmpty()) {
      byte[] named = rewrite(json, offset, length, ids.next(prefix));
      return ItemDone.of(ModelItemCodec.decode(named), named);
    }
    String known = item instanceof UnknownItem ? idIn(json, offset, length) : item.id();
    String id = ItemIds.sendable(known);
    if (id.equals(known) && isOneLine(json, offset, length)) {
      return ItemDone.of(item, Arrays.copyOfRange(json, offset, offset + length));
    }
    byte[] sent = rewrite(json, offset, length, id);
    return ItemDone.of(item instanceof UnknownItem ? ModelItemCodec.decode(sent) : item, sent);
  }

  private static String idIn(byte[] json, int offset, int length) {
    String id = "";
    try {
      JsonScanner scanner = JsonScanner.lenient(json, offset, offset + length);
      scanner.enterObject();
      while (scanner.nextMember()) {
        if (scanner.nameIs("id")) {
          id = scanner.textOr(id);
        } else {
          scanner.skip();
        }
      }
    } catch (JsonScanner.Malformed e) {
      throw new UncheckedIOException(new IOException("an item is no JSON: " + e.getMessage()));
    }
    return id;
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

  /** The same fields on one line; the id, if any, stands behind the type. */
  private static byte[] rewrite(byte[] json, int offset, int length, String id) {
    return Json.bytes(out -> {
      try (JsonParser parser = Json.parser(json, offset, length)) {
        parser.nextToken();
        out.writeStartObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          if (field.equals("id")) {
            parser.nextToken();
            parser.skipChildren();
            continue;
          }
          out.copyCurrentStructureExact(parser);
          if (field.equals("type") && !id.isEmpty()) {
            out.writeStringField("id", id);
          }
        }
        out.writeEndObject();
      }
    });
  }
}
