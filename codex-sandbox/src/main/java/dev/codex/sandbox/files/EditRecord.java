package dev.codex.sandbox.files;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** What is written down before a step is made, so that somebody else can take it back. */
sealed interface EditRecord {

  /** A file that will have been renamed when all is well. */
  record Temporary(Path path) implements EditRecord {}

  /** A folder that is made. */
  record FolderMade(Path path) implements EditRecord {}

  /** A folder that is deleted. */
  record FolderGone(Path path, int mode) implements EditRecord {}

  /** A link that is made. */
  record LinkMade(Path path, String target) implements EditRecord {}

  /** A link that is deleted. */
  record LinkGone(Path path, String target) implements EditRecord {}

  /** A file that is made. */
  record FileMade(Path path, Mark after) implements EditRecord {}

  /** A file that is deleted. */
  record FileGone(Path path, int mode, byte[] before) implements EditRecord {}

  /** A file of which the content is replaced. */
  record Replaced(Path path, int mode, byte[] before, Mark after) implements EditRecord {}

  /**
   * A file with several names, of which the content is replaced in place. Since half of it may be
   * there, no mark but only the whole content tells whether what is there is ours.
   */
  record Overwritten(Path path, byte[] before, byte[] after) implements EditRecord {}

  /** Permissions that are changed. */
  record ModeSet(Path path, int before) implements EditRecord {}

  /** By what a content is known again. */
  record Mark(long length, long checksum) {
    static Mark of(byte[] content) {
      CRC32C checksum = new CRC32C();
      checksum.update(content);
      return new Mark(content.length, checksum.getValue());
    }
  }

  Path path();

  default void write(DataOutputStream out) throws IOException {
    if (this instanceof Temporary) {
      head(out, 'T');
    } else if (this instanceof FolderMade) {
      head(out, 'F');
    } else if (this instanceof FolderGone gone) {
      head(out, 'f');
      out.writeInt(gone.mode);
    } else if (this instanceof LinkMade made) {
      head(out, 'L');
      out.writeUTF(made.target);
    } else if (this instanceof LinkGone gone) {
      head(out, 'l');
      out.writeUTF(gone.target);
    } else if (this instanceof FileMade made) {
      head(out, 'A');
      mark(out, made.after);
    } else if (this instanceof FileGone gone) {
      head(out, 'D');
      out.writeInt(gone.mode);
      bytes(out, gone.before);
    } else if (this instanceof Replaced replaced) {
      head(out, 'R');
      out.writeInt(replaced.mode);
      bytes(out, replaced.before);
      mark(out, replaced.after);
    } else if (this instanceof Overwritten overwritten) {
      head(out, 'O');
      bytes(out, overwritten.before);
      bytes(out, overwritten.after);
    } else if (this instanceof ModeSet set) {
      head(out, 'M');
      out.writeInt(set.before);
    }
  }

  private void head(DataOutputStream out, char kind) throws IOException {
    out.writeByte(kind);
    out.writeUTF(path().toString());
  }

  private static void bytes(DataOutputStream out, byte[] content) throws IOException {
    out.writeInt(content.length);
    out.write(content);
  }

  private static void mark(DataOutputStream out, Mark mark) throws IOException {
    out.writeLong(mark.length);
    out.writeLong(mark.checksum);
  }

  /** The next record; an {@link EOFException} if it is not there whole. */
  static EditRecord read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    Path path = Path.of(in.readUTF());
    return switch (kind) {
      case 'T' -> new Temporary(path);
      case 'F' -> new FolderMade(path);
      case 'f' -> new FolderGone(path, in.readInt());
      case 'L' -> new LinkMade(path, in.readUTF());
      case 'l' -> new LinkGone(path, in.readUTF());
      case 'A' -> new FileMade(path, mark(in));
      case 'D' -> new FileGone(path, in.readInt(), bytes(in));
      case 'R' -> new Replaced(path, in.readInt(), bytes(in), mark(in));
      case 'O' -> new Overwritten(path, bytes(in), bytes(in));
      case 'M' -> new ModeSet(path, in.readInt());
      default -> throw new IOException("The edit journal has an entry of the unknown kind " + kind);
    };
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new EOFException();
    }
    return content;
  }

  private static Mark mark(DataInputStream in) throws IOException {
    return new Mark(in.readLong(), in.readLong());
  }
}
