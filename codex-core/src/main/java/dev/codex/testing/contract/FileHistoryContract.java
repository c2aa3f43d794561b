package dev.codex.testing.contract;

import dev.codex.exec.FileHistory;
import dev.codex.exec.FileHistory.Recording;
import dev.codex.exec.UndoResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What every {@link FileHistory} must do, on a file system with symbolic links. */
public abstract class FileHistoryContract extends Contract {

  private static final String SESSION = "01a210b9-55a6-7121-8643-660424bd0001";

  protected FileHistoryContract() {}

  /** A history without turns. Called once in each check. */
  protected abstract FileHistory history();

  /** A folder of this machine, empty at the beginning of each check; the history is not in it. */
  protected abstract Path directory();

  private Path real() throws IOException {
    return directory().toRealPath();
  }

  public void whatATurnDidIsTakenBackToTheByte() throws IOException {
    FileHistory history = history();
    Files.write(real().resolve("kept.txt"), new byte[] {'a', '\r', '\n', 0, -1, -128});
    Files.createDirectories(real().resolve("empty"));
    write("gone/deep.txt", "gone");
    real().resolve("gone/deep.txt").toFile().setExecutable(true);
    Files.createSymbolicLink(real().resolve("link"), Path.of("kept.txt"));
    Map<String, String> before = look();

    Recording recording = begin(history, "turn-1");
    write("kept.txt", "after");
    Files.delete(real().resolve("gone/deep.txt"));
    Files.delete(real().resolve("gone"));
    Files.delete(real().resolve("link"));
    write("link", "now a file");
    write("made/by/turn.txt", "made");
    recording.end();
    UndoResult result = history.undo(SESSION, "turn-1");

    Expect.that(result.isDone(), "The undo was refused: " + result);
    Expect.same(before, look(), "The files after the undo");
  }

  public void whereSomebodyHasEditedSinceNothingIsTouched() throws IOException {
    FileHistory history = history();
    write("a.txt", "a");
    write("b.txt", "b");
    Recording recording = begin(history, "turn-1");
    write("a.txt", "a of the turn");
    write("b.txt", "b of the turn");
    recording.end();
    write("b.txt", "b of a person");
    Map<String, String> edited = look();

    UndoResult result = history.undo(SESSION, "turn-1");

    Expect.that(!result.isDone(), "The undo went over what a person has written.");
    Expect.same(
        List.of(real().resolve("b.txt")),
        result.conflicts().stream().map(UndoResult.Conflict::path).toList(),
        "The conflicts");
    Expect.same(edited, look(), "The files after the refusal");
    Expect.same(List.of("turn-1"), history.turns(SESSION), "The turns after the refusal");
  }

  public void whatIsSaidToBeUnkeptIsNothingThatComesBack() throws IOException {
    FileHistory history = history();
    write("a.txt", "a");
    Path file = real().resolve("a.txt");
    Recording recording = begin(history, "turn-1");
    boolean kept = recording.unkept(List.of(file)).isEmpty();
    Files.delete(file);
    recording.end();

    boolean back = history.undo(SESSION, "turn-1").isDone() && Files.exists(file);

    Expect.same(kept, back, "Whether a file that was said to be kept has come back");
  }

  public void turnsAreToldNewestFirstAndForgottenWhenTakenBack() throws IOException {
    FileHistory history = history();
    for (String turn : List.of("turn-1", "turn-2", "turn-3")) {
      Recording recording = begin(history, turn);
      write("a.txt", turn);
      recording.end();
    }
    Expect.same(List.of("turn-3", "turn-2", "turn-1"), history.turns(SESSION), "The turns");

    history.undo(SESSION, "turn-3");

    Expect.same(List.of("turn-2", "turn-1"), history.turns(SESSION), "The turns after an undo");
    Expect.same("turn-2", Files.readString(real().resolve("a.txt")), "The file");
    refused(history, SESSION, "turn-3");
  }

  public void sessionsDoNotMix() throws IOException {
    FileHistory history = history();
    Recording recording = begin(history, "turn-1");
    write("a.txt", "a");
    recording.end();

    Expect.same(List.of(), history.turns("nobody"), "The turns of another session");
    refused(history, "nobody", "turn-1");
    refused(history, SESSION, "turn-2");
  }

  public void theFirstLookIsTheOneThatCounts() throws IOException {
    FileHistory history = history();
    write("a.txt", "a");
    Recording recording = begin(history, "turn-1");
    write("a.txt", "half-way");
    recording.include(List.of(real()));
    write("a.txt", "done");
    recording.end();

    history.undo(SESSION, "turn-1");

    Expect.same("a", Files.readString(real().resolve("a.txt")), "The file");
  }

  public void whatIsExemptStays() throws IOException {
    FileHistory history = history();
    Path exempt = real().resolve("exempt");
    write("exempt/log.txt", "one");
    write("a.txt", "a");
    Recording recording = history.record(SESSION, "turn-1", Set.of(exempt));
    recording.include(List.of(real()));
    write("exempt/log.txt", "two");
    write("exempt/new.txt", "new");
    write("a.txt", "b");
    recording.end();

    UndoResult result = history.undo(SESSION, "turn-1");

    Expect.that(result.isDone(), "The undo was refused: " + result);
    Expect.same(
        Map.of("a.txt", "a", "exempt", "folder", "exempt/log.txt", "two", "exempt/new.txt", "new"),
        look(),
        "The files after the undo");
  }

  public void thePlaceIsAbsolute() {
    history()
        .place()
        .ifPresent(
            place -> Expect.that(place.isAbsolute(), "The place " + place + " is not absolute."));
  }

  private Recording begin(FileHistory history, String turn) throws IOException {
    Recording recording = history.record(SESSION, turn, Set.of());
    recording.include(List.of(real()));
    return recording;
  }

  private void write(String name, String text) throws IOException {
    Path file = real().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** What is there, by its path in the folder: texts of bytes, targets of links, folders. */
  private Map<String, String> look() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(real())) {
      for (Path path : paths.toList()) {
        found.put(real().relativize(path).toString().replace('\\', '/'), describe(path));
      }
    }
    found.remove("");
    return found;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path)) {
      return "folder";
    }
    return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
        + (Files.isExecutable(path) ? " (executable)" : "");
  }

  private static void refused(FileHistory history, String session, String turn) {
    try {
      history.undo(session, turn);
    } catch (IllegalArgumentException e) {
      return;
    }
    throw new AssertionError("A turn that is not on record was taken back.");
  }
}
