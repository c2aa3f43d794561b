package dev.codex.sandbox.kernel;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The reading end of a pipe; Java's stream of a file takes itself for one that has a position. */
final class PipeInput extends InputStream {

  private final FileInputStream file;

  PipeInput(Path descriptor) throws IOException {
    this.file = new FileInputStream(descriptor.toFile());
  }

  @Override
  public int read() throws IOException {
    return file.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return file.read(target, offset, length);
  }

  @Override
  public int available() throws IOException {
    return file.available();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
