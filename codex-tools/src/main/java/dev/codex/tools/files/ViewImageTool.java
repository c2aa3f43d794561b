package dev.codex.tools.files;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileStatus;
import dev.codex.item.Content;
import dev.codex.policy.ApprovalRequest;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.schema.SchemaFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * {@code view_image}: shows a picture of the workspace to the model. PNG, JPEG and WebP files are
 * sent as they are, the first frame of a GIF as PNG. What is larger than models take is scaled down
 * if the module {@code java.desktop} is there, and else refused.
 */
public final class ViewImageTool implements ReadingTool {

  static final String NAME = "view_image";

  private static final long MAX_BYTES = 32 << 20;

  private final ToolSpec spec = SchemaFile.function(
      ViewImageTool.class,
      NAME,
      "Shows you an image file of this machine: PNG, JPEG, GIF or WebP.");

  private ViewImageTool() {}

  public static ViewImageTool create() {
    return new ViewImageTool();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  /** Arguments that do not fit go back to the model before anybody is asked about them. */
  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    invocation.argumentsAs(Arguments.class);
    return ReadingTool.super.describe(invocation);
  }

  @Override
  public ToolResult call(ToolInvocation invocation) {
    Path path =
        Paths.resolve(invocation, invocation.argumentsAs(Arguments.class).path());
    byte[] file = read(path, invocation.files());
    Picture picture = Picture.of(file).fitted();
    String data = Base64.getEncoder().encodeToString(picture.bytes());
    String url = "data:" + picture.format().mediaType() + ";base64," + data;
    return ToolResult.of(new Content.Image(url, "original"));
  }

  private static byte[] read(Path path, FileAccess files) {
    try {
      Optional<FileStatus> status = Paths.followed(path, files);
      if (status.isEmpty()) {
        throw missing(path, "No such file or directory (os error 2)");
      }
      if (status.get().kind() != FileStatus.Kind.FILE) {
        throw new ToolException("image path `" + path + "` is not a file");
      }
      if (status.get().size() > MAX_BYTES) {
        throw new ToolException("unable to process image: " + path + " has "
            + (status.get().size() >> 20) + " MiB, and at most 32 MiB can be shown; make a smaller"
            + " copy of it first");
      }
      return files.read(path);
    } catch (NoSuchFileException e) {
      throw missing(path, "No such file or directory (os error 2)");
    } catch (AccessDeniedException e) {
      throw missing(path, "Permission denied (os error 13)");
    } catch (IOException e) {
      throw missing(path, String.valueOf(e.getMessage()));
    }
  }

  private static ToolException missing(Path path, String why) {
    return new ToolException("unable to locate image at `" + path + "`: " + why);
  }

  @Override
  public String toString() {
    return "Tool[" + NAME + "]";
  }

  /** What the model passes. */
  record Arguments(String path) {}
}
