package dev.codex.policy;

enum NoRules implements CommandRules {
  INSTANCE;

  @Override
  public Verdict judge(RunCommand command) {
    return Verdict.silent();
  }
}
