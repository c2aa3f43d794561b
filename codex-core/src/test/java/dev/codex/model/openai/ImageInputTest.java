package dev.codex.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.codex.Agent;
import dev.codex.Input;
import dev.codex.Prompt;
import dev.codex.model.Model;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server gets to see of the images that the user gives. */
@Timeout(60)
class ImageInputTest {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 1, 2};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 7};

  @TempDir
  Path folder;

  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = LoopbackServer.start()
        .otherwise(LoopbackServer.events(Samples.CREATED, Samples.MESSAGE, Samples.COMPLETED));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Model model(String name) {
    return Samples.openAi(server).build().model(name);
  }

  /** The parts of the message as they came, with the folder of this test cut out. */
  private String sent(Model model, Input... input) throws InterruptedException {
    Prompt.Builder prompt = Prompt.builder();
    for (Input each : input) {
      prompt.addInput(each);
    }
    Agent.builder().model(model).workspace(folder).build().startSession().run(prompt.build());

    String body = server.takeRequest().body();
    int message = body.lastIndexOf("\"role\":\"user\",\"content\":[");
    int end = body.indexOf("]}],\"tools\":", message);
    return body.substring(body.indexOf('[', message) + 1, end).replace(folder + "/", "");
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static String text(String text) {
    return "{\"type\":\"input_text\",\"text\":\"" + text.replace("\"", "\\\"") + "\"}";
  }

  private static String image(String url, String detail) {
    return "{\"type\":\"input_image\",\"image_url\":\"" + url + "\",\"detail\":\"" + detail + "\"}";
  }

  private static String data(String type, byte[] bytes) {
    return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void imagesAreSentInTheirOrderAsCodexSendsThem() throws Exception {
    file("a.png", PNG);
    file("b.jpg", JPEG);
    String inline = data("webp", new byte[] {1, 2, 3});

    String parts = sent(
        model("gpt-5.5"),
        Input.text("Compare."),
        Input.image(Path.of("a.png")),
        Input.image(URI.create(inline)),
        Input.image(folder.resolve("b.jpg")),
        Input.image(URI.create("https://example.com/c.png?d=1&e=2")),
        Input.text("Well?"));

    assertThat(parts)
        .isEqualTo(String.join(
            ",",
            text("Compare."),
            text("<image name=[Image #1] path=\"a.png\">"),
            image(data("png", PNG), "original"),
            text("</image>"),
            image(inline, "original"),
            text("<image name=[Image #3] path=\"b.jpg\">"),
            image(data("jpeg", JPEG), "original"),
            text("</image>"),
            image("https://example.com/c.png?d=1&e=2", "original"),
            text("Well?")));
  }

  @Test
  void aModelThatIsNotKnownIsAskedToLookClosely() throws Exception {
    assertThat(sent(model("other-1"), Input.image(URI.create("https://example.com/c.png"))))
        .isEqualTo(image("https://example.com/c.png", "high"));
  }

  @Test
  void whatCannotBeSentIsSaid() throws Exception {
    file("a.txt", "hello".getBytes());
    file("empty.png", new byte[0]);
    Files.createDirectory(folder.resolve("d.png"));
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("l.png").toFile(), "rw")) {
      large.write(PNG);
      large.setLength((20 << 20) + 1);
    }

    String parts = sent(
        model("gpt-5.5"),
        Input.image(Path.of("a.txt")),
        Input.image(Path.of("empty.png")),
        Input.image(Path.of("none.png")),
        Input.image(Path.of("d.png")),
        Input.image(Path.of("l.png")));

    assertThat(parts)
        .isEqualTo(String.join(
            ",",
            text("The file `a.txt` is no PNG, JPEG, GIF or WebP image."),
            text("The file `empty.png` is no PNG, JPEG, GIF or WebP image."),
            text("Codex could not read the local image at `none.png`: No such file or directory"
                + " (os error 2)"),
            text("Codex could not read the local image at `d.png`: Is a directory (os error 21)"),
            text("The image `l.png` is larger than 20 MiB and was left out.")));
  }

  @Test
  void aFileThatMayNotBeReadIsSaid() throws Exception {
    Path file = file("a.png", PNG);
    assumeFalse(!file.toFile().setReadable(false) || Files.isReadable(file), "root reads all");

    assertThat(sent(model("gpt-5.5"), Input.image(file)))
        .isEqualTo(text("Codex could not read the local image at `a.png`: Permission denied"
            + " (os error 13)"));
  }

  @Test
  void aModelThatTakesNoImagesIsToldOfThem() throws Exception {
    file("a.png", PNG);
    ModelProfile blind = ModelProfile.builder().name("blind").imageInput(false).build();
    Model model = Samples.openAi(server).build().model(blind, ModelSettings.defaults());

    assertThat(sent(model, Input.text("Look."), Input.image(Path.of("a.png"))))
        .isEqualTo(text("Look.") + "," + text("An image was left out: blind takes none."));
  }
}
