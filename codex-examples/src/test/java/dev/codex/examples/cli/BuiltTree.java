package dev.codex.examples.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder that the launchers take for a finished build: what is tested, packed into jars. */
final class BuiltTree {

  private static final String MODULE = "codex-examples";

  private BuiltTree() {}

  /** Makes it from the class path of the test. */
  static void in(Path root) throws IOException {
    Path bin = Files.createDirectories(root.resolve(MODULE).resolve("bin"));
    for (String script : List.of("codex", "jshell", "launch.sh")) {
      Path copy = Files.copy(Path.of("bin", script), bin.resolve(script));
      if (!copy.toFile().setExecutable(true)) {
        throw new IOException(copy + " cannot be made executable");
      }
    }
    Path startup = Files.createDirectories(root.resolve(MODULE).resolve("jshell"));
    Files.copy(Path.of("jshell", "codex.jsh"), startup.resolve("codex.jsh"));
    Path target = root.resolve(MODULE).resolve("target");
    Path launch = Files.createDirectories(target.resolve("launch"));
    Path lib = Files.createDirectories(target.resolve("lib"));
    List<String> names = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path at = Path.of(entry);
      if (Files.exists(at) && !at.endsWith("test-classes")) {
        names.add("lib/" + names.size() + ".jar");
        jar(at, lib.resolve(names.size() - 1 + ".jar"));
      }
    }
    Files.writeString(launch.resolve("classpath"), String.join(":", names) + "\n");
  }

  /** Archives hold classes of jars only, and folders of classes are what a test runs on. */
  private static void jar(Path from, Path to) throws IOException {
    if (Files.isRegularFile(from)) {
      Files.copy(from, to);
      return;
    }
    try (Stream<Path> files = Files.walk(from);
        OutputStream out = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(from.relativize(file).toString());
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
  }
}
