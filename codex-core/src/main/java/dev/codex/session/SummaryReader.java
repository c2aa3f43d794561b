package dev.codex.session;

import dev.codex.internal.json.ContextText;
import dev.codex.internal.json.JsonScanner;
import dev.codex.internal.json.ModelItemCodec;
import dev.codex.internal.json.RolloutLine;
import dev.codex.item.UserMessage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Reads the lines at the beginning of a session until all is known that a list shows. */
final class SummaryReader {

  private static final int PREVIEW_CHARS = 200;

  private Optional<Path> workingDirectory = Optional.empty();
  private Optional<Instant> createdAt = Optional.empty();
  private Optional<String> preview = Optional.empty();

  boolean isComplete() {
    return workingDirectory.isPresent() && preview.isPresent();
  }

  void line(byte[] bytes) {
    if (isComplete()) {
      return;
    }
    try {
      RolloutLine line = RolloutLine.parse(bytes);
      if (line.type().equals("session_meta") && workingDirectory.isEmpty()) {
        meta(line);
      } else if (line.type().equals("response_item") && preview.isEmpty()) {
        item(line);
      }
    } catch (JsonScanner.Malformed e) {
      // Opening the session will report it; a list shows what it can.
    }
  }

  /** What was read; what was not is taken from the header. */
  SessionSummary summary(SessionHeader header, Instant updatedAt) {
    return new SessionSummary(
        header.id(),
        createdAt.orElse(header.createdAt()),
        updatedAt,
        workingDirectory.orElse(header.workingDirectory()),
        preview.orElse(""));
  }

  private void meta(RolloutLine line) throws JsonScanner.Malformed {
    JsonScanner payload = new JsonScanner(line.line(), line.start(), line.end());
    payload.enterObject();
    while (payload.nextMember()) {
      if (payload.nameIs("cwd")) {
        workingDirectory = path(payload.text());
      } else if (payload.nameIs("timestamp")) {
        createdAt = instant(payload.text());
      } else {
        payload.skip();
      }
    }
  }

  private void item(RolloutLine line) {
    if (line.payloadType().equals("message")
        && ModelItemCodec.decode(line.line(), line.start(), line.end() - line.start())
            instanceof UserMessage message
        && !ContextText.is(message.text())) {
      String text = message.text();
      preview = Optional.of(text.length() <= PREVIEW_CHARS ? text : cut(text));
    }
  }

  private static String cut(String text) {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(PREVIEW_CHARS - 1));
    return text.substring(0, splitsPair ? PREVIEW_CHARS - 1 : PREVIEW_CHARS);
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
