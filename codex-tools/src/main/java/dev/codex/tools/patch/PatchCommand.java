package dev.codex.tools.patch;

import dev.codex.exec.FileAccess;
import dev.codex.internal.json.Json;
import dev.codex.internal.schema.RecordReader;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code apply_patch} program: a patch as the only argument or on standard input, applied to
 * the files of this machine without a sandbox. Unlike the tool it works hunk by hunk, so that what
 * comes before a failing hunk stays done, and several hunks may change one file.
 *
 * <p>With {@code --batch} it reads one JSON object {@code {id, cwd, patch, via}} per line and
 * answers each with {@code {id, exit, stdout, stderr}}.
 */
public final class PatchCommand {

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private final Path workingDirectory;
  private final FileAccess files;

  private PatchCommand(Path workingDirectory, FileAccess files) {
    this.workingDirectory = workingDirectory;
    this.files = files;
  }

  /** The program in a directory, which relative paths start from. */
  public static PatchCommand in(Path workingDirectory) {
    return new PatchCommand(workingDirectory.toAbsolutePath(), new LocalFiles());
  }

  /** Runs the program and returns its exit code. */
  public int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
    try {
      if (args.equals(List.of("--batch"))) {
        return runBatch(in, out);
      }
      if (args.size() > 1) {
        print(err, "Error: apply_patch accepts exactly one argument.\n");
        return MISUSED;
      }
      return args.isEmpty() ? runFrom(in, out, err) : apply(args.get(0), out, err);
    } catch (IOException e) {
      print(err, "Error: Failed to read PATCH from stdin.\n" + e.getMessage() + "\n");
      return FAILED;
    }
  }

  private int runFrom(InputStream in, PrintStream out, PrintStream err) throws IOException {
    byte[] patch = in.readAllBytes();
    if (patch.length == 0) {
      print(err, "Usage: apply_patch 'PATCH'\n       echo 'PATCH' | apply_patch\n");
      return MISUSED;
    }
    if (!Utf8.problem(patch).isEmpty()) {
      throw new IOException("stream did not contain valid UTF-8");
    }
    return apply(new String(patch, StandardCharsets.UTF_8), out, err);
  }

  private int apply(String text, PrintStream out, PrintStream err) {
    try {
      Patch patch = Patch.parse(text);
      if (patch.hunks().isEmpty()) {
        throw new PatchException("No files were modified.");
      }
      for (Hunk hunk : patch.hunks()) {
        apply(hunk);
      }
      print(out, PatchPlan.summary(patch.hunks()));
      return 0;
    } catch (PatchSyntaxException e) {
      String place = e.line() == 0 ? "" : " hunk on line " + e.line();
      print(err, "Invalid patch" + place + ": " + e.problem() + "\n");
    } catch (PatchException e) {
      print(err, e.getMessage() + "\n");
    }
    return FAILED;
  }

  private void apply(Hunk hunk) {
    PatchPlan plan;
    try {
      plan = PatchPlan.of(new Patch("", List.of(hunk)), workingDirectory, files);
    } catch (PatchException e) {
      if (hunk instanceof Hunk.Delete) {
        Path path = workingDirectory.resolve(hunk.path()).normalize();
        throw new PatchException("Failed to delete file " + path);
      }
      throw e;
    }
    try {
      plan.apply(files);
    } catch (IOException e) {
      throw new PatchException(WriteFailure.message(e, plan.edits()));
    }
  }

  private int runBatch(InputStream in, PrintStream out) throws IOException {
    RecordReader<Request> reader = RecordReader.of(Request.class);
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank()) {
        print(out, answer(reader.read(line)));
        out.flush();
      }
    }
    return 0;
  }

  private String answer(Request request) {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    boolean piped = request.via().equals("stdin");
    byte[] input = piped ? request.patch().getBytes(StandardCharsets.UTF_8) : new byte[0];
    int exit = new PatchCommand(Path.of(request.cwd()), files)
        .run(
            piped ? List.of() : List.of(request.patch()),
            new ByteArrayInputStream(input),
            new PrintStream(stdout, true, StandardCharsets.UTF_8),
            new PrintStream(stderr, true, StandardCharsets.UTF_8));
    return "{\"id\":"
        + Json.quote(request.id())
        + ",\"exit\":"
        + exit
        + ",\"stdout\":"
        + Json.quote(stdout.toString(StandardCharsets.UTF_8))
        + ",\"stderr\":"
        + Json.quote(stderr.toString(StandardCharsets.UTF_8))
        + "}\n";
  }

  private static void print(PrintStream stream, String text) {
    stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    stream.flush();
  }

  /** One line of {@code --batch}. */
  record Request(String id, String cwd, String patch, String via) {}
}
