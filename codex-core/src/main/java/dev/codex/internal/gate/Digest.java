package dev.codex.internal.gate;

import dev.codex.item.ToolCall;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 over lists of words, so that equal wishes have equal names. */
public final class Digest {

  private Digest() {}

  public static String call(ToolCall call) {
    return of(List.of(call.name(), call.input()));
  }

  /** What a grant for the session covers: the same act again, whatever call asks for it. */
  static String grant(ApprovalRequest request) {
    if (request instanceof RunCommand run) {
      List<String> words = new ArrayList<>(List.of(
          "run",
          String.join("\0", run.command()),
          run.script(),
          run.workingDirectory().toString(),
          run.confinement().name()));
      new TreeMap<>(run.environment()).forEach((name, value) -> words.add(name + "=" + value));
      run.environmentChanges().forEach(change -> words.add(change.toString()));
      return of(words);
    }
    if (request instanceof EditFiles edit) {
      return of(Stream.concat(Stream.of("edit"), edit.paths().stream().map(Path::toString))
          .toList()); // word by word: a name may hold what separates names in a list's text
    }
    return request instanceof CallTool tool
        ? of(List.of("call", tool.tool(), tool.input()))
        : of(List.of("other", request.toString()));
  }

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  static String of(List<String> words) {
    MessageDigest sha = sha256();
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
