package dev.codex.ledger;

enum NoLedger implements Ledger {
  INSTANCE;

  @Override
  public void intend(Entry entry) {}

  @Override
  public void settle(Entry entry, Outcome outcome) {}
}
