package dev.codex.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionScopeTest {

  private final List<String> closed = new ArrayList<>();
  private final SessionScope scope = new SessionScope();

  private final class First implements AutoCloseable {
    @Override
    public void close() throws IOException {
      closed.add("first");
      throw new IOException("stuck");
    }
  }

  private final class Second implements AutoCloseable {
    @Override
    public void close() {
      closed.add("second");
    }
  }

  @Test
  void thereIsOneOfEachType() {
    First first = scope.get(First.class, First::new);

    assertThat(scope.get(First.class, First::new)).isSameAs(first);
    assertThat(scope.get(Second.class, Second::new)).isNotNull();
  }

  @Test
  void theLastOneIsClosedFirstAndAFailureStopsNothing() {
    scope.get(Second.class, Second::new);
    scope.get(First.class, First::new);

    assertThatThrownBy(scope::close)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("stuck");
    assertThat(closed).containsExactly("first", "second");
    scope.close();
    assertThat(closed).hasSize(2);
  }

  @Test
  void nothingIsKeptForAClosedSession() {
    scope.close();

    assertThatThrownBy(() -> scope.get(Second.class, Second::new))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The session is closed; it keeps no Second any more.");
  }
}
