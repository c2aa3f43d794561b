package dev.codex.sandbox.launch;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The writing end of a pipe. */
final class PipeOutput extends OutputStream {

  private final FileOutputStream file;
  private final PipeEnd end;

  PipeOutput(Path descriptor) throws IOException {
    // to append is the way to open that never empties a file, should this be one after all
    this.file = new FileOutputStream(descriptor.toFile(), true);
    this.end = new PipeEnd(file);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    end.begin();
    try {
      file.write(source, offset, length);
    } finally {
      end.end();
    }
  }

  @Override
  public void close() throws IOException {
    end.close();
  }
}
