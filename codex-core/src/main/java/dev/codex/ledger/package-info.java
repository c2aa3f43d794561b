/**
 * The book of side effects: what is intended, what was decided, how it ended.
 *
 * <pre>{@code
 * JsonlLedger ledger = JsonlLedger.in(Path.of("/var/lib/my-host/effects.jsonl"));
 * Agent agent = Agent.builder().ledger(ledger)...build();
 * ledger.export(System.out);
 * }</pre>
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.ledger;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
