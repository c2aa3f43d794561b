package dev.codex.internal.turn;

import dev.codex.internal.json.Ids;
import dev.codex.internal.rollout.HistoryRepair;
import dev.codex.internal.rollout.PendingCall;
import dev.codex.internal.rollout.RepairNote;
import dev.codex.internal.rollout.Rollout;
import dev.codex.internal.rollout.RolloutReader;
import dev.codex.internal.rollout.RolloutWriter;
import dev.codex.internal.rollout.TurnSettings;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelProfile;
import dev.codex.model.Usage;
import dev.codex.session.SessionHeader;
import dev.codex.session.SessionLog;
import dev.codex.session.SessionStore;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The written side of a conversation. Lines that nothing depends on yet wait for the next one that
 * something does, so that a turn begins with one write. Used by the turn that has the conversation.
 *
 * <p>A session without a store has a transcript that writes nothing.
 */
final class Transcript {

  private final Assembly assembly;
  private final SessionHeader header;
  private final Optional<SessionLog> log;
  private final RolloutWriter lines;
  private final List<byte[]> pending = new ArrayList<>(4);
  private final List<byte[]> owed = new ArrayList<>(3); // pending, and never to be left out
  private final boolean resumed;
  private boolean begun;

  private Transcript(
      Assembly assembly,
      SessionHeader header,
      Optional<SessionLog> log,
      RolloutWriter lines,
      boolean resumed) {
    this.assembly = assembly;
    this.header = header;
    this.log = log;
    this.lines = lines;
    this.resumed = resumed;
  }

  static Transcript create(Assembly assembly) {
    SessionHeader header =
        new SessionHeader(Ids.uuid(), assembly.clock().instant(), assembly.workspace());
    return new Transcript(
        assembly,
        header,
        assembly.store().map(store -> store.create(header)),
        RolloutWriter.from(0),
        false);
  }

  /** A transcript that exists, and what stands in it. */
  record Opened(Transcript transcript, Rollout rollout) {}

  static Opened open(Assembly assembly, SessionStore store, String id) {
    SessionLog log = store.open(id);
    try {
      Rollout rollout = RolloutReader.read(log);
      log.idle();
      Path directory = rollout.workingDirectory().orElse(assembly.workspace());
      Instant created = rollout.createdAt().orElseGet(assembly.clock()::instant);
      return new Opened(
          new Transcript(
              assembly,
              new SessionHeader(id, created, directory),
              Optional.of(log),
              RolloutWriter.from(rollout.nextOrdinal()),
              true),
          rollout);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** What a person is told about a transcript that was not whole. */
  static List<String> notices(Rollout rollout) {
    return rollout.notes().stream().map(Transcript::notice).toList();
  }

  private static String notice(RepairNote note) {
    return "Transcript line " + note.line() + ": " + note.problem();
  }

  String sessionId() {
    return header.id();
  }

  Path workingDirectory() {
    return header.workingDirectory();
  }

  /** The file that the session is kept in, if it is kept in one; it may not exist yet. */
  Optional<Path> file() {
    return log.map(SessionLog::location)
        .filter(location -> location.startsWith(File.separator) || location.indexOf(":\\") == 1)
        .map(Path::of);
  }

  void beginTurn(String turnId) {
    if (log.isEmpty()) {
      return;
    }
    Instant now = assembly.clock().instant();
    ModelProfile profile = assembly.model().profile();
    if (!begun && !resumed) {
      owe(lines.sessionMeta(
          now, header, Optional.empty(), profile.provider(), assembly.writtenInstructions()));
    }
    begun = true;
    pending.add(lines.taskStarted(now, turnId, profile.contextWindow()));
    pending.add(lines.turnContext(
        now,
        turnId,
        new TurnSettings(
            header.workingDirectory(),
            assembly.approvalPolicy(),
            assembly.sandboxPolicy(),
            profile.name())));
  }

  /** What the user said; from here on the session exists for whoever lists the store. */
  void prompt(UserMessage message, byte[] json) {
    if (log.isPresent()) {
      Instant now = assembly.clock().instant();
      pending.add(lines.item(now, json));
      pending.add(lines.userMessage(now, message.text()));
      flush();
    }
  }

  void defer(PendingCall pending) {
    if (log.isPresent()) {
      this.pending.add(lines.approvalDeferred(assembly.clock().instant(), pending));
      flush();
    }
  }

  /** The answer to a call that was put off; in the log when this returns. */
  void settle(String id, String decision) {
    if (log.isPresent()) {
      pending.add(lines.approvalSettled(assembly.clock().instant(), id, decision));
      flush();
    }
  }

  /** An item that may wait for the prompt behind it. */
  void introduce(byte[] json) {
    if (log.isPresent()) {
      owe(lines.item(assembly.clock().instant(), json));
    }
  }

  /** A line that the rest of the transcript rests on, whichever append gets through first. */
  private void owe(byte[] line) {
    owed.add(line);
    pending.add(line);
  }

  void item(byte[] json) {
    if (log.isPresent()) {
      pending.add(lines.item(assembly.clock().instant(), json));
      flush();
    }
  }

  /** An item between two turns. */
  void note(byte[] json) {
    item(json);
    log.ifPresent(SessionLog::idle);
  }

  /** Waits for the next item, since only the count of tokens is lost with it. */
  void usage(Usage response, Usage session) {
    if (log.isPresent()) {
      pending.add(lines.tokenCount(
          assembly.clock().instant(),
          session,
          response,
          assembly.model().profile().contextWindow()));
    }
  }

  void endTurn(String turnId, String finalMessage, TurnEnd end) {
    if (log.isPresent()) {
      Instant now = assembly.clock().instant();
      pending.add(
          end == TurnEnd.INTERRUPTED
              ? lines.turnAborted(now, turnId, "interrupted")
              : lines.taskComplete(now, turnId, finalMessage));
      flush();
      log.get().idle();
    }
  }

  /** How a turn ended, as far as the transcript is concerned. */
  enum TurnEnd {
    DONE,
    INTERRUPTED
  }

  private void flush() {
    List<byte[]> batch = List.copyOf(pending);
    pending.clear();
    try {
      log.orElseThrow().append(batch);
    } catch (RuntimeException e) {
      pending.addAll(owed);
      throw e;
    }
    owed.clear();
  }

  void close() {
    log.ifPresent(SessionLog::close);
  }

  /** The history with every call answered, whatever went wrong while it was written. */
  static ModelInput valid(ModelInput history) {
    return HistoryRepair.repair(history).input();
  }
}
