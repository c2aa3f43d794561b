package dev.codex.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.ledger.Ledger.Entry;
import dev.codex.ledger.Ledger.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlLedgerTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @TempDir
  Path folder;

  private JsonlLedger ledger() {
    return JsonlLedger.in(folder.resolve("deep/effects.jsonl"), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Entry entry(String id, String session) {
    return Entry.builder()
        .id(id)
        .at(NOW)
        .sessionId(session)
        .turnId("turn-1")
        .callId("call-" + id)
        .tool("exec_command")
        .action("make \"all\"")
        .addPaths(Path.of("/srv/shop/a"))
        .digest("abc")
        .decision("approved")
        .build();
  }

  @Test
  void whatWasIntendedByADeadProcessAndNeverSettledIsToldPerSession() {
    JsonlLedger dead = ledger();
    dead.intend(entry("1", "s1"));
    dead.intend(entry("2", "s1"));
    dead.intend(entry("3", "s2"));
    dead.settle(entry("1", "s1"), Outcome.SUCCEEDED);

    assertThat(ledger().unsettled("s1")).containsExactly(entry("2", "s1"));
    assertThat(dead.unsettled("s1")).isEmpty();
  }

  @Test
  void howTheEnvironmentDiffersIsKept() {
    Entry entry = entry("1", "s1").toBuilder()
        .addEnvironment("PATH=/evil (changed)", "HOME (removed)")
        .build();
    ledger().intend(entry);
    StringBuilder out = new StringBuilder();

    ledger().export(out);

    assertThat(out).contains("\"environment\":[\"PATH=/evil (changed)\",\"HOME (removed)\"]");
    assertThat(ledger().unsettled("s1")).containsExactly(entry);
  }

  @Test
  void theExportHasOneObjectPerCall() throws IOException {
    JsonlLedger ledger = ledger();
    ledger.intend(entry("1", "s1"));
    ledger.settle(entry("2", "s1"), Outcome.DENIED);
    ledger.settle(entry("1", "s1"), Outcome.FAILED);
    ledger.intend(entry("3", "s1"));
    StringBuilder out = new StringBuilder();

    ledger.export(out);

    String rest = "\"session_id\":\"s1\",\"turn_id\":\"turn-1\",\"call_id\":\"call-%s\","
        + "\"tool\":\"exec_command\",\"action\":\"make \\\"all\\\"\",\"paths\":[\"/srv/shop/a\"],"
        + "\"digest\":\"abc\",\"decision\":\"approved\",\"outcome\":\"%s\"%s}";
    String at = "\"at\":\"2026-11-26T12:00:00Z\",";
    String settled = ",\"settled_at\":\"2026-11-26T12:00:00Z\"";
    assertThat(out.toString().lines())
        .containsExactly(
            "{\"id\":\"1\"," + at + rest.formatted("1", "failed", settled),
            "{\"id\":\"2\"," + at + rest.formatted("2", "denied", settled),
            "{\"id\":\"3\"," + at + rest.formatted("3", "open", ""));
  }

  @Test
  void tornAndForeignLinesArePassedOver() throws IOException {
    JsonlLedger ledger = ledger();
    ledger.intend(entry("1", "s1"));
    Files.writeString(
        folder.resolve("deep/effects.jsonl"), "hello\n{\"id\":\n", StandardOpenOption.APPEND);
    ledger.intend(entry("2", "s1"));

    assertThat(ledger().unsettled("s1")).hasSize(2);
  }

  /** As a kill or a full disk leaves them: without a line break, even within a letter. */
  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"id\":\"2", "{\"id\":\"2\",\"at\":\"2026", "{\"id\":\"\u00c3"})
  void aTornEndTakesNoOtherLineWithIt(String torn) throws IOException {
    ledger().intend(entry("1", "s1"));
    Files.writeString(
        folder.resolve("deep/effects.jsonl"),
        torn,
        StandardCharsets.ISO_8859_1,
        StandardOpenOption.APPEND);

    ledger().intend(entry("3", "s1"));

    assertThat(ledger().unsettled("s1")).containsExactly(entry("1", "s1"), entry("3", "s1"));
  }

  @Test
  void aLostLineBreakLosesNothingElse() throws IOException {
    ledger().intend(entry("1", "s1"));
    Path file = folder.resolve("deep/effects.jsonl");
    Files.writeString(file, Files.readString(file).strip());

    ledger().intend(entry("2", "s1"));

    assertThat(ledger().unsettled("s1")).containsExactly(entry("1", "s1"), entry("2", "s1"));
  }

  @Test
  void theFileIsForItsOwnerOnly() throws IOException {
    Assumptions.assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system has no permissions");

    ledger().intend(entry("1", "s1"));

    assertThat(PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("deep/effects.jsonl"))))
        .isEqualTo("rw-------");
  }
}
