package dev.codex.testing.cassette;

import dev.codex.model.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file with requests to a model and its answers: recorded once from a real model, replayed in
 * every test run after that, without a network and without a key.
 *
 * <pre>{@code
 * Cassette cassette = Cassette.in(Path.of("src/test/resources/greeting.jsonl"))
 *     .redact(apiKey)
 *     .replace(workspace.toString(), "<workspace>");
 * Model model = isRecording ? cassette.recording(realModel) : cassette.replaying();
 * }</pre>
 *
 * <p>A request is found again by what the model is told: instructions, tools, output schema and
 * input. What differs from run to run is left out or replaced before it is compared: ids of
 * sessions, turns and items, metadata, UUIDs, instants, the current date and time zone, wall times,
 * chunk and process numbers. The same request may be recorded several times; its answers are given
 * in the order in which they were asked for.
 *
 * <p>This object is only the description, the same one for recording and for replaying. Immutable.
 */
public final class Cassette {

  private final Path file;
  private final List<String> secrets;
  private final Map<String, String> replacements;

  private Cassette(Path file, List<String> secrets, Map<String, String> replacements) {
    this.file = file;
    this.secrets = secrets;
    this.replacements = replacements;
  }

  public static Cassette in(Path file) {
    return new Cassette(file, List.of(), Map.of());
  }

  /**
   * Never writes these values, wherever they stand. What looks like a key of a well-known provider,
   * a bearer token or a private key is redacted without being named here.
   *
   * @throws IllegalArgumentException if a value is shorter than four characters
   */
  public Cassette redact(String... values) {
    List<String> all = new ArrayList<>(secrets);
    for (String value : values) {
      if (value.length() < 4) {
        throw new IllegalArgumentException(
            "A secret of " + value.length() + " characters cannot be told from other text.");
      }
      all.add(value);
    }
    return new Cassette(file, List.copyOf(all), replacements);
  }

  /**
   * Writes the placeholder where the text stands, and puts the text back into answers that are
   * replayed; for folders and ports that are others in every run.
   */
  public Cassette replace(String text, String placeholder) {
    if (text.isEmpty() || placeholder.isEmpty()) {
      throw new IllegalArgumentException("Neither the text nor its placeholder may be empty.");
    }
    Map<String, String> all = new LinkedHashMap<>(replacements);
    all.put(text, placeholder);
    return new Cassette(file, secrets, all);
  }

  /** A model that asks the real one and writes down what it says. Replaces the file. */
  public RecordingModel recording(Model real) {
    return new RecordingModel(real, new CassetteWriter(file, scrubber(), real.profile()));
  }

  /**
   * A model that answers from the file alone.
   *
   * @throws AssertionError if there is no such file or it cannot be understood
   */
  public ReplayingModel replaying() {
    return new ReplayingModel(CassetteTape.read(file), scrubber());
  }

  private Scrubber scrubber() {
    return new Scrubber(secrets, replacements);
  }

  @Override
  public String toString() {
    return "Cassette[" + file + "]";
  }
}
