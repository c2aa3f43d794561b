package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.library.Globals;
import dev.codex.sandbox.rules.starlark.value.Callable;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import java.util.HashMap;
import java.util.Map;

/** A Starlark file that has been read and can be run. */
public final class Program {

  private final Block body;
  private final Scope scope;
  private final Map<String, Callable> known;

  private Program(Block body, Scope scope, Map<String, Callable> known) {
    this.body = body;
    this.scope = scope;
    this.known = known;
  }

  /**
   * Reads a file that may call these functions besides those that every file has.
   *
   * @throws StarlarkException with the place, if it is not Starlark or uses a name that is nowhere
   *     given a meaning
   */
  public static Program parse(String text, Map<String, Callable> functions) {
    Map<String, Callable> known = new HashMap<>(Globals.standard());
    known.putAll(functions);
    Scope scope = new Scope();
    Block body = new StatementParser(new TokenStream(Lexer.tokens(text)), scope).file();
    scope.close(known.keySet());
    return new Program(body, scope, Map.copyOf(known));
  }

  /**
   * Runs it from top to bottom.
   *
   * @throws StarlarkException with the place, if it fails or uses more than a file may
   */
  public void run() {
    Meter meter = new Meter();
    try {
      body.execute(Frame.of(scope, known, meter));
    } catch (StarlarkException e) {
      throw meter.placed(e);
    }
  }
}
