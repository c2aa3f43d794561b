package dev.codex.examples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fresh folder with a small Java program and a test that fails. Needs a JDK and a shell. */
public final class ScratchProject {

  private static final String PROGRAM = """
      final class Discount {
        static int priceAfter(int price, int percent) {
          return price + price * percent / 100;
        }
      }
      """;

  private static final String TEST = """
      final class DiscountTest {
        public static void main(String[] args) {
          int actual = Discount.priceAfter(200, 10);
          if (actual != 180) {
            System.out.println("FAILED: expected 180 but was " + actual);
            System.exit(1);
          }
          System.out.println("PASSED");
        }
      }
      """;

  private ScratchProject() {}

  /** Makes the project in a new temporary folder, which is left there to be looked at. */
  public static Path create() {
    try {
      Path folder = Files.createTempDirectory("codex-demo-").toRealPath();
      Files.writeString(folder.resolve("Discount.java"), PROGRAM);
      Files.writeString(folder.resolve("DiscountTest.java"), TEST);
      Files.writeString(folder.resolve("test.sh"), script());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names the JVM that runs this, which need not be on the path. */
  private static String script() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return """
    java='%s'
    "$java" -m jdk.compiler/com.sun.tools.javac.Main -d classes *.java || exit 2
    "$java" -cp classes DiscountTest
    """.formatted(java.replace("'", "'\\''"));
  }
}
