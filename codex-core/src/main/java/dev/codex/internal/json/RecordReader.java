package dev.codex.internal.json;

/** Reads JSON into a record. */
public final class RecordReader<T> {
  private RecordReader() {}

  public static <T> RecordReader<T> of(Class<T> type) {
    throw new IllegalStateException("no reader for " + type);
  }

  public T read(String json) {
    throw new IllegalStateException(json);
  }
}
