package dev.codex.sandbox.files;

import dev.codex.sandbox.files.EditRecord.Mark;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * Takes back what is written down in the journal of a process that died. The last step may have
 * been made or not, so every step is taken back only if what is there is what it left behind.
 */
final class EditRecovery {

  private final Deque<EditRecord> newestFirst;
  private final List<String> notes = new ArrayList<>();

  private EditRecovery(Deque<EditRecord> newestFirst) {
    this.newestFirst = newestFirst;
  }

  static EditRecovery of(FileChannel journal) throws IOException {
    Deque<EditRecord> records = new ArrayDeque<>();
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(journal)));
    try {
      while (true) {
        records.push(EditRecord.read(in));
      }
    } catch (EOFException e) {
      return new EditRecovery(records); // what is not there whole was not begun
    }
  }

  List<String> run() {
    for (EditRecord record : newestFirst) {
      try {
        takeBack(record);
      } catch (IOException | RuntimeException e) {
        note(record.path(), String.valueOf(e.getMessage()));
      }
    }
    return notes;
  }

  private void note(Path path, String why) {
    notes.add("A series of edits was cut short, and " + path + " could not be taken back: " + why);
  }

  private void takeBack(EditRecord record) throws IOException {
    Path path = record.path();
    if (record instanceof EditRecord.Temporary) {
      Changes.deleteIfThere(path);
    } else if (record instanceof EditRecord.FolderMade) {
      deleteIfEmpty(path);
    } else if (record instanceof EditRecord.FolderGone gone) {
      if (!isThere(path)) {
        Changes.makeFolder(path);
        Changes.setMode(path, gone.mode());
      }
    } else if (record instanceof EditRecord.LinkMade made) {
      if (Files.isSymbolicLink(path)
          && Files.readSymbolicLink(path).toString().equals(made.target())) {
        Changes.deleteIfThere(path);
      }
    } else if (record instanceof EditRecord.LinkGone gone) {
      if (!isThere(path)) {
        Changes.makeLink(path, Path.of(gone.target()));
      }
    } else if (record instanceof EditRecord.FileMade made) {
      if (isThere(path) && isOurs(path, made.after())) {
        Changes.deleteIfThere(path);
      }
    } else if (record instanceof EditRecord.FileGone gone) {
      if (!isThere(path)) {
        restore(path, gone.before(), gone.mode());
      }
    } else if (record instanceof EditRecord.Replaced replaced) {
      takeBack(replaced);
    } else if (record instanceof EditRecord.Overwritten overwritten) {
      takeBack(overwritten);
    } else if (record instanceof EditRecord.ModeSet set && isThere(path)) {
      Changes.setMode(path, set.before());
    }
  }

  private void takeBack(EditRecord.Replaced replaced) throws IOException {
    Path path = replaced.path();
    if (!isThere(path)) {
      note(path, "it has been deleted since");
    } else if (isOurs(path, replaced.after())) {
      restore(path, replaced.before(), replaced.mode());
    }
  }

  private void takeBack(EditRecord.Overwritten overwritten) throws IOException {
    Path path = overwritten.path();
    if (!isThere(path)) {
      note(path, "it has been deleted since");
    } else if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      note(path, "somebody has put something else in its place since");
    } else {
      takeBack(overwritten, Files.readAllBytes(path));
    }
  }

  private void takeBack(EditRecord.Overwritten overwritten, byte[] content) throws IOException {
    byte[] after = overwritten.after();
    int written = Math.min(content.length, after.length);
    if (Arrays.equals(content, 0, content.length, after, 0, written)) {
      Changes.overwrite(overwritten.path(), overwritten.before());
    } else if (!Arrays.equals(content, overwritten.before())) {
      note(overwritten.path(), "somebody has changed it since");
    }
  }

  /** Whether the content is what the step wrote. If it is what was before, all is well as well. */
  private boolean isOurs(Path path, Mark after) throws IOException {
    byte[] content = Files.readAllBytes(path);
    if (Mark.of(content).equals(after)) {
      return true;
    }
    boolean untouched = newestFirst.stream()
        .anyMatch(record -> record instanceof EditRecord.Replaced replaced
            && replaced.path().equals(path)
            && Arrays.equals(replaced.before(), content));
    if (!untouched) {
      note(path, "somebody has changed it since");
    }
    return false;
  }

  private static void restore(Path path, byte[] content, int mode) throws IOException {
    UnixMode now = isThere(path) ? UnixMode.of(path) : UnixMode.NONE;
    Changes.replace(path, content, isThere(path) ? now : null, OptionalInt.of(mode), EditLog.NONE);
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Changes.deleteFolderIfThere(folder);
    } catch (DirectoryNotEmptyException e) {
      // somebody uses it by now
    }
  }
}
