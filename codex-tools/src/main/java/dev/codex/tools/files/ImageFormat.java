package dev.codex.tools.files;

/** The picture formats that models read, told apart by how a file begins. */
enum ImageFormat {
  PNG("image/png"),
  JPEG("image/jpeg"),
  GIF("image/gif"),
  WEBP("image/webp"),
  /** Anything else. */
  NONE("");

  private final String mediaType;

  ImageFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  static ImageFormat of(byte[] file) {
    if (begins(file, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (begins(file, 0, "\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (begins(file, 0, "GIF87a") || begins(file, 0, "GIF89a")) {
      return GIF;
    }
    return begins(file, 0, "RIFF") && begins(file, 8, "WEBPVP8") ? WEBP : NONE;
  }

  /** Whether the bytes from there on are these characters, each below 256. */
  private static boolean begins(byte[] file, int from, String signature) {
    if (file.length < from + signature.length()) {
      return false;
    }
    for (int i = 0; i < signature.length(); i++) {
      if ((file[from + i] & 0xff) != signature.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
