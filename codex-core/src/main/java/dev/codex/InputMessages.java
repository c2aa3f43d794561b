package dev.codex;

import dev.codex.internal.json.Ids;
import dev.codex.item.Content;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelProfile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Turns input into the message that the model reads (codex-behaviour 2.8). */
final class InputMessages {

  private static final long MAX_IMAGE_BYTES = 20 << 20;

  private final Path workingDirectory;
  private final ModelProfile model;

  InputMessages(Path workingDirectory, ModelProfile model) {
    this.workingDirectory = workingDirectory;
    this.model = model;
  }

  UserMessage message(List<Input> input) {
    if (input.stream()
        .allMatch(part -> part instanceof Input.Text text && text.text().isBlank())) {
      throw new IllegalArgumentException(
          "The prompt is empty. Give it at least one Input that says something.");
    }
    List<Content> parts = new ArrayList<>(input.size());
    int images = 0;
    for (Input part : input) {
      if (part instanceof Input.Text text) {
        parts.add(Content.text(text.text()));
      } else if (!model.imageInput()) {
        parts.add(Content.text("An image was left out: " + model.name() + " takes none."));
      } else if (part instanceof Input.RemoteImage image) {
        images++; // it has no name, but those that follow count it
        parts.add(image(image.url().toString()));
      } else if (part instanceof Input.LocalImage image) {
        local(image.file(), ++images, parts);
      }
    }
    return new UserMessage(Ids.item("msg"), parts);
  }

  private void local(Path named, int number, List<Content> parts) {
    Path file = workingDirectory.resolve(named);
    try {
      if (Files.isDirectory(file)) {
        parts.add(Content.text(unreadable(named, "Is a directory (os error 21)")));
        return;
      }
      if (Files.size(file) > MAX_IMAGE_BYTES) {
        parts.add(
            Content.text("The image `" + named + "` is larger than 20 MiB and was left out."));
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      String type = mediaType(bytes);
      if (type.isEmpty()) {
        parts.add(Content.text("The file `" + named + "` is no PNG, JPEG, GIF or WebP image."));
        return;
      }
      parts.add(Content.text("<image name=[Image #" + number + "] path=\"" + named + "\">"));
      parts.add(image("data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes)));
      parts.add(Content.text("</image>"));
    } catch (NoSuchFileException e) {
      parts.add(Content.text(unreadable(named, "No such file or directory (os error 2)")));
    } catch (AccessDeniedException e) {
      parts.add(Content.text(unreadable(named, "Permission denied (os error 13)")));
    } catch (IOException e) {
      parts.add(Content.text(unreadable(named, String.valueOf(e.getMessage()))));
    }
  }

  private Content image(String url) {
    return new Content.Image(url, model.imageDetail());
  }

  /** Codex's words: its users' programs look for them. */
  private static String unreadable(Path file, String why) {
    return "Codex could not read the local image at `" + file + "`: " + why;
  }

  private static String mediaType(byte[] bytes) {
    if (startsWith(bytes, 0, 0x89, 'P', 'N', 'G')) {
      return "image/png";
    }
    if (startsWith(bytes, 0, 0xFF, 0xD8, 0xFF)) {
      return "image/jpeg";
    }
    if (startsWith(bytes, 0, 'G', 'I', 'F', '8')) {
      return "image/gif";
    }
    return startsWith(bytes, 0, 'R', 'I', 'F', 'F') && startsWith(bytes, 8, 'W', 'E', 'B', 'P')
        ? "image/webp"
        : "";
  }

  private static boolean startsWith(byte[] bytes, int at, int... magic) {
    if (bytes.length < at + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[at + i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
