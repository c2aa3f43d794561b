package dev.codex.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this JVM itself runs in, as far as it can be seen from inside: another sandbox or a
 * container may be why commands cannot be confined once more.
 */
record Enclosure(List<String> walls) {

  private static final Pattern STATUS_LINE =
      Pattern.compile("(?m)^(NoNewPrivs|Seccomp):\\s*(\\d)$");
  private static final Pattern ALL_USERS = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");
  private static final List<String> CONTAINER_MARKS = List.of(".dockerenv", "run/.containerenv");

  Enclosure {
    walls = List.copyOf(walls);
  }

  /** Looks at this process; {@code variables} names those of the host. */
  static Enclosure around(Set<String> variables) {
    return read(Path.of("/"), variables);
  }

  static Enclosure read(Path root, Set<String> variables) {
    List<String> walls = new ArrayList<>();
    if (variables.contains("CODEX_SANDBOX")
        || variables.contains("CODEX_SANDBOX_NETWORK_DISABLED")) {
      walls.add("a Codex sandbox");
    }
    if (variables.contains("container")
        || CONTAINER_MARKS.stream().anyMatch(mark -> Files.exists(root.resolve(mark)))) {
      walls.add("a container");
    }
    String users = text(root.resolve("proc/self/uid_map"));
    if (!users.isBlank() && !ALL_USERS.matcher(users).matches()) {
      walls.add("a user namespace");
    }
    Matcher line = STATUS_LINE.matcher(text(root.resolve("proc/self/status")));
    while (line.find()) {
      if (!line.group(2).equals("0")) {
        walls.add(line.group(1).equals("Seccomp") ? "a system call filter" : "no new privileges");
      }
    }
    return new Enclosure(walls);
  }

  /** A sentence for a person with a blank before it; nothing if nothing is known. */
  String sentence() {
    return walls.isEmpty()
        ? ""
        : " This JVM itself runs inside " + String.join(", ", walls) + ", which may be the reason.";
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // not Linux, or hidden
    }
  }
}
