package dev.codex.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.exec.FileEdit;
import dev.codex.item.Content;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.ToolResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewImageToolTest {

  private static final Path WORK = Path.of("/work").toAbsolutePath();
  private static final byte[] WEBP =
      Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private final ViewImageTool tool = ViewImageTool.create();

  private static byte[] picture(String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, 0xc80a0a);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private ToolResult view(byte[] file) throws IOException {
    sandbox.files().apply(List.of(FileEdit.write(WORK.resolve("file"), file)));
    return call("{\"path\":\"file\"}");
  }

  private ToolResult call(String arguments) {
    return tool.call(sandbox.invocation(WORK, SandboxPolicy.readOnly(), arguments));
  }

  private static byte[] shown(ToolResult result, String mediaType) {
    Content.Image image = (Content.Image) result.content().get(0);
    String head = "data:" + mediaType + ";base64,";
    assertThat(image.url()).startsWith(head);
    assertThat(image.detail()).isEqualTo("original");
    return Base64.getDecoder().decode(image.url().substring(head.length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void aPictureThatFitsIsSentAsItIs(String format) throws IOException {
    byte[] file = picture(format, 40, 30);

    assertThat(shown(view(file), "image/" + format)).isEqualTo(file);
  }

  @Test
  void webpIsSentAsItIs() throws IOException {
    assertThat(shown(view(WEBP), "image/webp")).isEqualTo(WEBP);
  }

  @Test
  void gifBecomesPng() throws IOException {
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(shown(view(picture("gif", 3, 2)), "image/png")));

    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getHeight()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"6001, 10, 6000, 10", "10, 7000, 9, 6000", "3300, 3300, 3200, 3200"})
  void aLargePictureIsScaledToWhatModelsTake(int width, int height, int newWidth, int newHeight)
      throws IOException {
    byte[] sent = shown(view(picture("png", width, height)), "image/png");

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(sent));
    assertThat(image.getWidth()).isEqualTo(newWidth);
    assertThat(image.getHeight()).isEqualTo(newHeight);
    assertThat(image.getRGB(newWidth / 2, newHeight / 2)).isEqualTo(0xffc80a0a);
  }

  @Test
  void theLargestPicturesThatFitAreNotTouched() throws IOException {
    byte[] file = picture("png", 3200, 3200);

    assertThat(shown(view(file), "image/png")).isEqualTo(file);
  }

  @Test
  void whatIsNoPictureIsSaid() throws IOException {
    byte[] png = picture("png", 10, 10);
    byte[] jpeg = picture("jpeg", 400, 400);
    for (byte[] file : List.of(
        new byte[0],
        "<svg/>".getBytes(),
        picture("bmp", 2, 2),
        Arrays.copyOf(png, 40),
        Arrays.copyOf(png, 20),
        Arrays.copyOf(jpeg, 3))) {
      assertThatThrownBy(() -> view(file))
          .isInstanceOf(ToolException.class)
          .hasMessage("unable to process image: invalid or unsupported image data");
    }
  }

  @Test
  void aSmallFileThatClaimsToBeAHugePictureIsNotOpened() throws IOException {
    byte[] file = picture("png", 10, 10);
    file[16] = 0x10; // 268 million pixels wide

    assertThatThrownBy(() -> view(file)).hasMessageContaining("more than can be shown");
  }

  @Test
  void whatIsNoFileIsSaidInTheWordsOfCodex() {
    sandbox.files().put(WORK.resolve("folder/file"), "");

    assertThatThrownBy(() -> call("{\"path\":\"none.png\"}"))
        .hasMessage("unable to locate image at `" + WORK.resolve("none.png")
            + "`: No such file or directory (os error 2)");
    assertThatThrownBy(() -> call("{\"path\":\"folder\"}"))
        .hasMessage("image path `" + WORK.resolve("folder") + "` is not a file");
    assertThatThrownBy(() -> call("{\"path\":\"\"}"))
        .hasMessage("image path `" + WORK + "` is not a file");
  }
}
