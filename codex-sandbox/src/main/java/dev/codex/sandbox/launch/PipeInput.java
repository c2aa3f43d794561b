package dev.codex.sandbox.launch;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The reading end of a pipe; Java's stream of a file takes itself for one that has a position. */
final class PipeInput extends InputStream {

  private final FileInputStream file;
  private final PipeEnd end;

  PipeInput(Path descriptor) throws IOException {
    this.file = new FileInputStream(descriptor.toFile());
    this.end = new PipeEnd(file);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    end.begin();
    try {
      return file.read(target, offset, length);
    } finally {
      end.end();
    }
  }

  @Override
  public int available() throws IOException {
    end.begin();
    try {
      return file.available();
    } finally {
      end.end();
    }
  }

  @Override
  public void close() throws IOException {
    end.close();
  }
}
