package dev.codex.sandbox.rules.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a line into words as a shell would if it had nothing but quotes and comments. */
public final class QuotedWords {

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private QuotedWords(String line) {
    this.line = line;
  }

  /** The words, or nothing if a quote is not closed. */
  public static Optional<List<String>> of(String line) {
    try {
      return Optional.of(new QuotedWords(line).words());
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  private List<String> words() {
    while (at < line.length()) {
      char letter = line.charAt(at++);
      if (letter == ' ' || letter == '\t' || letter == '\n') {
        end();
      } else if (letter == '#' && !inWord) {
        int end = line.indexOf('\n', at);
        at = end < 0 ? line.length() : end;
      } else {
        inWord = true;
        character(letter);
      }
    }
    end();
    return words;
  }

  private void character(char letter) {
    switch (letter) {
      case '\'' -> {
        int end = line.indexOf('\'', at);
        if (end < 0) {
          throw new UnreadableException();
        }
        word.append(line, at, end);
        at = end + 1;
      }
      case '"' -> doubleQuoted();
      case '\\' -> {
        if (at == line.length()) {
          throw new UnreadableException();
        }
        char next = line.charAt(at++);
        if (next != '\n') {
          word.append(next);
        }
      }
      default -> word.append(letter);
    }
  }

  private void doubleQuoted() {
    while (at < line.length() && line.charAt(at) != '"') {
      char letter = line.charAt(at++);
      if (letter == '\\' && at < line.length() && "$`\"\\\n".indexOf(line.charAt(at)) >= 0) {
        char next = line.charAt(at++);
        if (next != '\n') {
          word.append(next);
        }
      } else {
        word.append(letter);
      }
    }
    if (at == line.length()) {
      throw new UnreadableException();
    }
    at++;
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
