package dev.codex.sandbox.remote.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.sandbox.remote.process.EventSequence.GapException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EventSequenceTest {

  private final List<String> published = new ArrayList<>();
  private final EventSequence events = new EventSequence(event -> published.add(name(event)));

  private static String name(ProcessEvent event) {
    if (event instanceof ProcessEvent.Output output) {
      return new String(output.bytes(), StandardCharsets.UTF_8);
    }
    return event instanceof ProcessEvent.Exited exited ? "exit " + exited.code() : "closed";
  }

  private static ProcessEvent output(String text) {
    return new ProcessEvent.Output(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ReadAnswer.Chunk chunk(long sequence, String text) {
    return new ReadAnswer.Chunk(sequence, text.getBytes(StandardCharsets.UTF_8));
  }

  private static ReadAnswer running(long next, ReadAnswer.Chunk... chunks) {
    return new ReadAnswer(List.of(chunks), next, OptionalInt.empty(), false, "");
  }

  private static ReadAnswer closed(long next, int exit, ReadAnswer.Chunk... chunks) {
    return new ReadAnswer(List.of(chunks), next, OptionalInt.of(exit), true, "");
  }

  @Test
  void eventsArePublishedInOrderAndOnce() throws GapException {
    events.accept(2, output("b"));
    events.accept(1, output("a"));
    events.accept(1, output("again"));
    events.accept(4, new ProcessEvent.Closed());
    events.accept(3, new ProcessEvent.Exited(7));
    events.accept(5, output("after the end"));

    assertThat(published).containsExactly("a", "b", "exit 7", "closed");
  }

  @Test
  void whatWasMissedIsMergedWithWhatCameMeanwhile() throws GapException {
    events.accept(1, output("a"));
    events.accept(4, output("d"));
    events.merge(running(5, chunk(1, "a"), chunk(2, "b"), chunk(3, "c"), chunk(4, "d")));

    assertThat(published).containsExactly("a", "b", "c", "d");
    assertThat(events.published()).isEqualTo(4);
  }

  @Test
  void theOneMissingNumberIsTheExit() throws GapException {
    events.accept(1, output("a"));
    events.merge(closed(5, 3, chunk(2, "b")));

    assertThat(published).containsExactly("a", "b", "exit 3", "closed");
  }

  @Test
  void anExitInTheMiddleIsFound() throws GapException {
    events.merge(closed(5, 3, chunk(1, "a"), chunk(3, "late")));

    assertThat(published).containsExactly("a", "exit 3", "late", "closed");
  }

  @Test
  void outputThatIsNoLongerKeptIsAnError() {
    assertThatThrownBy(() -> events.merge(running(10, chunk(8, "x"), chunk(9, "y"))))
        .isInstanceOf(GapException.class)
        .hasMessageContaining("no longer retained while recovering through sequence 9");
    assertThatThrownBy(() -> events.merge(closed(5, 0, chunk(3, "x"))))
        .isInstanceOf(GapException.class);
    assertThat(published).isEmpty();
  }

  @Test
  void aGapThatNeverClosesIsAnError() throws GapException {
    for (int i = 0; i < EventSequence.MAX_PENDING; i++) {
      events.accept(2 + i, output("x"));
    }
    assertThatThrownBy(() -> events.accept(10_000, output("x")))
        .isInstanceOf(GapException.class)
        .hasMessageContaining("event 1 never came");
  }
}
