package dev.codex.internal.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.codex.error.SessionNotFoundException;
import dev.codex.internal.json.ModelItemCodec;
import dev.codex.item.AgentMessage;
import dev.codex.item.FunctionCall;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import dev.codex.session.JsonlSessionStore;
import dev.codex.session.SessionHeader;
import dev.codex.session.SessionLog;
import dev.codex.session.SessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Appends turns to a session until it is killed, and says so after each append. */
final class AppendingProgram {

  private final SessionLog log;
  private final RolloutWriter writer;

  private AppendingProgram(SessionLog log, RolloutWriter writer) {
    this.log = log;
    this.writer = writer;
  }

  /** Arguments: home, how many turns. */
  public static void main(String[] args) throws IOException {
    SessionStore store = JsonlSessionStore.in(Path.of(args[0]), ZoneOffset.UTC);
    int turns = Integer.parseInt(args[1]);
    SessionLog log = openOrCreate(store);
    Rollout rollout = RolloutReader.read(log);
    AppendingProgram program = new AppendingProgram(log, RolloutWriter.from(rollout.nextOrdinal()));
    int start = rollout.history().size();
    if (start == 0) {
      program.begin();
    }
    for (int turn = start; turn < start + turns; turn++) {
      program.turn(turn);
    }
    System.out.println("waiting");
    System.in.read(); // holds the file until the parent lets go or kills
  }

  private static SessionLog openOrCreate(SessionStore store) {
    try {
      return store.open(SampleSession.ID);
    } catch (SessionNotFoundException e) {
      return store.create(
          new SessionHeader(SampleSession.ID, SampleSession.AT, SampleSession.FOLDER));
    }
  }

  private void begin() {
    SessionHeader header =
        new SessionHeader(SampleSession.ID, SampleSession.AT, SampleSession.FOLDER);
    append(writer.sessionMeta(
        Instant.now(), header, Optional.empty(), "openai", new SerializedString("Be good.")));
  }

  private void turn(int turn) {
    append(item(UserMessage.of("u" + turn, "do " + turn)));
    append(
        item(FunctionCall.of("f" + turn, "c" + turn, "exec_command", "{\"cmd\":\"ls\"}")),
        item(FunctionCall.of("g" + turn, "d" + turn, "exec_command", "{\"cmd\":\"ls\"}")));
    append(item(FunctionCallOutput.of("o" + turn, "c" + turn, "x".repeat(20_000))));
    append(item(FunctionCallOutput.of("p" + turn, "d" + turn, "y")));
    append(item(AgentMessage.of("a" + turn, "done")));
  }

  private byte[] item(ModelItem item) {
    return writer.item(Instant.now(), ModelItemCodec.encode(item));
  }

  private void append(byte[]... lines) {
    log.append(List.of(lines));
    String last = new String(lines[lines.length - 1], UTF_8);
    System.out.println(last.substring(last.length() - 10, last.length() - 2)); // its checksum
  }
}
