package dev.codex.sandbox.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of all turns: a folder for each session, in it files that sort by age. */
final class TurnRecords {

  private static final String SUFFIX = ".turn";
  private static final int NUMBER_DIGITS = 12;

  private final Path folder;

  TurnRecords(Path folder) {
    this.folder = folder;
  }

  void add(String sessionId, String turnId, List<Change> changes) throws IOException {
    Path session = Private.folder(session(sessionId));
    long last = all().stream().mapToLong(TurnRecords::number).max().orElse(0);
    String number = String.format("%0" + NUMBER_DIGITS + "d", last + 1);
    TurnRecord.write(session.resolve(number + "-" + TurnRecord.encode(turnId) + SUFFIX), changes);
  }

  private static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(0, NUMBER_DIGITS));
  }

  /** Newest first. */
  List<String> turns(String sessionId) throws IOException {
    List<String> turns = new ArrayList<>();
    for (Path file : in(session(sessionId))) {
      turns.add(0, turnId(file));
    }
    return turns;
  }

  private static String turnId(Path file) {
    String name = file.getFileName().toString();
    return TurnRecord.decode(name.substring(NUMBER_DIGITS + 1, name.length() - SUFFIX.length()));
  }

  Optional<Path> find(String sessionId, String turnId) throws IOException {
    return in(session(sessionId)).stream()
        .filter(file -> turnId(file).equals(turnId))
        .findFirst();
  }

  /** Every record of every session, oldest first. */
  List<Path> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> records = new ArrayList<>();
    try (Stream<Path> sessions = Files.list(folder)) {
      for (Path session : (Iterable<Path>) sessions::iterator) {
        records.addAll(in(session));
      }
    }
    records.sort(Comparator.comparingLong(TurnRecords::number));
    return records;
  }

  private static List<Path> in(Path session) throws IOException {
    if (!Files.isDirectory(session)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(session)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private Path session(String sessionId) {
    return folder.resolve("s-" + TurnRecord.encode(sessionId));
  }
}
