package dev.codex.tools.files;

import java.util.Optional;

/** Width and height in pixels, as the head of a file says. */
record PictureSize(int width, int height) {

  /** What 0.169 of Codex sends at full detail: no side beyond this ... */
  private static final int MAX_SIDE = 6_000;

  /** ... and no more squares of this side than models look at. */
  private static final int SQUARE = 32;

  private static final long MAX_SQUARES = 10_000;

  long pixels() {
    return (long) width * height;
  }

  boolean fits() {
    return width <= MAX_SIDE && height <= MAX_SIDE && squares() <= MAX_SQUARES;
  }

  private long squares() {
    return (long) ((width + SQUARE - 1) / SQUARE) * ((height + SQUARE - 1) / SQUARE);
  }

  /** The largest size of the same shape that fits. */
  PictureSize fitted() {
    double scale = Math.min(1.0, (double) MAX_SIDE / Math.max(width, height));
    scale = Math.min(scale, Math.sqrt((double) MAX_SQUARES * SQUARE * SQUARE / pixels()));
    PictureSize size = scaled(scale);
    while (!size.fits()) {
      scale *= 0.995; // squares at the edges count whole
      size = scaled(scale);
    }
    return size;
  }

  private PictureSize scaled(double scale) {
    return new PictureSize(Math.max(1, (int) Math.round(width * scale)), Math.max(1, (int)
        Math.round(height * scale)));
  }

  /** Empty if the head is damaged. */
  static Optional<PictureSize> of(byte[] file, ImageFormat format) {
    PictureSize size = switch (format) {
      case PNG -> file.length < 24 ? none() : new PictureSize(big(file, 16), big(file, 20));
      case GIF -> file.length < 10 ? none() : new PictureSize(little(file, 6), little(file, 8));
      case JPEG -> jpeg(file);
      case WEBP -> webp(file);
      case NONE -> none();
    };
    return size.width > 0 && size.height > 0 ? Optional.of(size) : Optional.empty();
  }

  private static PictureSize none() {
    return new PictureSize(0, 0);
  }

  private static int big(byte[] file, int at) {
    return bigShort(file, at) << 16 | bigShort(file, at + 2);
  }

  private static int bigShort(byte[] file, int at) {
    return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
  }

  private static int little(byte[] file, int at) {
    return file[at] & 0xff | (file[at + 1] & 0xff) << 8;
  }

  /** A JPEG is a chain of segments; the one that starts a frame has the size. */
  private static PictureSize jpeg(byte[] file) {
    int at = 2;
    while (at + 9 < file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame) {
        return new PictureSize(bigShort(file, at + 7), bigShort(file, at + 5));
      }
      at += marker == 0xff ? 1 : 2 + bigShort(file, at + 2);
    }
    return none();
  }

  private static PictureSize webp(byte[] file) {
    if (file.length < 30) {
      return none();
    }
    return switch (file[15]) {
      case ' ' -> new PictureSize(little(file, 26) & 0x3fff, little(file, 28) & 0x3fff);
      case 'L' -> {
        int bits = little(file, 21) | little(file, 23) << 16;
        yield new PictureSize((bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1);
      }
      case 'X' ->
        new PictureSize(
            1 + (little(file, 24) | (file[26] & 0xff) << 16),
            1 + (little(file, 27) | (file[29] & 0xff) << 16));
      default -> none();
    };
  }
}
