package dev.codex.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SessionException;
import dev.codex.ledger.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatientLedgerTest {

  private final CountDownLatch end = new CountDownLatch(1);
  private final HostCode hostCode = new HostCode(task -> new Thread(task, "host").start());

  @AfterEach
  void letEverybodyGo() {
    end.countDown();
  }

  private static Ledger.Entry entry() {
    return Ledger.Entry.builder()
        .id("1")
        .at(Instant.EPOCH)
        .sessionId("s")
        .turnId("t")
        .callId("c")
        .tool("shell")
        .action("ls")
        .addPaths(Path.of("/srv"))
        .digest("d")
        .decision("approved")
        .build();
  }

  private Ledger patient(Ledger ledger, Duration patience) {
    return new PatientLedger(ledger, hostCode, patience);
  }

  @Test
  void aLedgerThatHangsHasFailed() {
    Ledger hanging = new Ledger() {
      @Override
      public void intend(Entry entry) {
        hang();
      }

      @Override
      public void settle(Entry entry, Outcome outcome) {
        hang();
      }

      private void hang() {
        while (end.getCount() > 0) {
          try {
            end.await();
          } catch (InterruptedException e) {
            // heeds nothing
          }
        }
      }
    };
    Ledger patient = patient(hanging, Duration.ofMillis(50));

    assertThatThrownBy(() -> patient.intend(entry())).isInstanceOf(SessionException.class);
    assertThatThrownBy(() -> patient.settle(entry(), Ledger.Outcome.SUCCEEDED))
        .isInstanceOf(SessionException.class);
  }

  @Test
  void whatALedgerThrowsIsThrownAndWhatItEntersIsEntered() {
    List<String> book = Collections.synchronizedList(new ArrayList<>());
    Ledger half = new Ledger() {
      @Override
      public void intend(Entry entry) {
        book.add(entry.id());
      }

      @Override
      public void settle(Entry entry, Outcome outcome) {
        throw new AssertionError("bug");
      }
    };
    Ledger patient = patient(half, Duration.ofSeconds(30));

    patient.intend(entry());

    assertThat(book).containsExactly("1");
    assertThatThrownBy(() -> patient.settle(entry(), Ledger.Outcome.SUCCEEDED))
        .isInstanceOf(SessionException.class)
        .hasRootCauseInstanceOf(AssertionError.class);
  }

  @Test
  void whatWasDoneIsSettledEvenIfItsThreadIsInterrupted() throws Exception {
    CountDownLatch settling = new CountDownLatch(1);
    List<String> book = Collections.synchronizedList(new ArrayList<>());
    Ledger slow = new Ledger() {
      @Override
      public void intend(Entry entry) {}

      @Override
      public void settle(Entry entry, Outcome outcome) {
        settling.countDown();
        try {
          end.await();
          book.add(outcome.name());
        } catch (InterruptedException e) {
          book.add("interrupted");
        }
      }
    };
    Ledger patient = patient(slow, Duration.ofSeconds(30));
    AtomicBoolean kept = new AtomicBoolean();
    Thread caller = new Thread(() -> {
      Thread.currentThread().interrupt(); // as a tool leaves it that was stopped
      patient.settle(entry(), Ledger.Outcome.CANCELLED);
      kept.set(Thread.currentThread().isInterrupted());
    });

    caller.start();
    settling.await();
    caller.interrupt();
    end.countDown();
    caller.join();

    assertThat(book).containsExactly("CANCELLED");
    assertThat(kept).isTrue();
  }
}
