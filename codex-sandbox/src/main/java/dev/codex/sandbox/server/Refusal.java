package dev.codex.sandbox.server;

import dev.codex.sandbox.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** A request is answered with an error. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  Refusal(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  static Refusal request(String message) {
    return new Refusal(ErrorCode.INVALID_REQUEST, message);
  }

  static Refusal params(String message) {
    return new Refusal(ErrorCode.INVALID_PARAMS, message);
  }

  static Refusal internal(String message) {
    return new Refusal(ErrorCode.INTERNAL, message);
  }

  /** In the words of the operating system, by which clients tell one failure from another. */
  static Refusal of(IOException e) {
    String said = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException) {
      return new Refusal(ErrorCode.NOT_FOUND, "No such file or directory (os error 2)");
    }
    if (e instanceof NotDirectoryException || said.contains("Not a directory")) {
      return internal("Not a directory (os error 20)");
    }
    if (e instanceof DirectoryNotEmptyException) {
      return internal("Directory not empty (os error 39)");
    }
    if (e instanceof FileAlreadyExistsException) {
      return internal("File exists (os error 17)");
    }
    if (e instanceof AccessDeniedException denied) {
      // a policy gives its reason; the kernel does not
      return internal(
          denied.getReason() == null
              ? "Permission denied (os error 13)"
              : "Read-only file system (os error 30)");
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return internal(failure.getReason());
    }
    return internal(said);
  }
}
