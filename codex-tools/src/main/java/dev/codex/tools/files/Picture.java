package dev.codex.tools.files;

import dev.codex.error.ToolException;

/** A picture file whose head makes sense. */
record Picture(byte[] bytes, ImageFormat format, PictureSize size) {

  /** Beyond this a picture is not even opened: a small file may claim to be a huge picture. */
  private static final long MAX_PIXELS = 100_000_000;

  private static final boolean HAS_IMAGE_IO =
      ModuleLayer.boot().findModule("java.desktop").isPresent();

  static Picture of(byte[] file) {
    ImageFormat format = ImageFormat.of(file);
    return PictureSize.of(file, format)
        .map(size -> new Picture(file, format, size))
        .orElseThrow(Picture::invalid);
  }

  static ToolException invalid() {
    return new ToolException("unable to process image: invalid or unsupported image data");
  }

  /**
   * The picture as models take it: whole, no larger than they look at, and no GIF.
   *
   * @throws ToolException if it is damaged or cannot be scaled here
   */
  Picture fitted() {
    if (size.pixels() > MAX_PIXELS) {
      throw tooLarge("which is more than can be shown");
    }
    if (format == ImageFormat.WEBP || !HAS_IMAGE_IO) {
      if (!size.fits()) {
        throw tooLarge("and cannot be scaled down here");
      }
      return this;
    }
    return size.fits() && format != ImageFormat.GIF
        ? PictureScaler.checked(this)
        : PictureScaler.scaled(this, size.fitted());
  }

  private ToolException tooLarge(String why) {
    return new ToolException("unable to process image: it has " + size.width() + " x "
        + size.height() + " pixels, " + why + "; make a smaller copy of it first");
  }
}
