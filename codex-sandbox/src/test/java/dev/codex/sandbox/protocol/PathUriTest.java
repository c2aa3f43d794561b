package dev.codex.sandbox.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathUriTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a/b", "/sp ace/é#?%/:;", "/日本", "/a/.b"})
  void pathsComeBackAsTheyWere(String path) {
    assertThat(PathUri.parse(PathUri.of(Path.of(path)))).isEqualTo(Path.of(path));
  }

  @Test
  void specialCharactersAreEscaped() {
    assertThat(PathUri.of(Path.of("/sp ace é.txt"))).isEqualTo("file:///sp%20ace%20%C3%A9.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a",
        "a",
        "http://x/a",
        "file://host/a",
        "file:///a%0",
        "file:///%00",
        "file:///a?b",
        "file:///a%zz"
      })
  void otherTextsAreRefused(String uri) {
    assertThatThrownBy(() -> PathUri.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("invalid URI: ");
  }

  @Test
  void noStepUpIsLeft() {
    assertThat(PathUri.parse("file:///a/../../b")).isEqualTo(Path.of("/b"));
    assertThat(PathUri.parse("file:relative")).isEqualTo(Path.of("/relative"));
  }
}
