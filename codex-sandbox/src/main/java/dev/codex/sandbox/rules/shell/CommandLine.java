package dev.codex.sandbox.rules.shell;

import dev.codex.sandbox.rules.shell.ShellCommand.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command comes to, with shells and their scripts looked through.
 *
 * @param exact the simple commands it runs, each and no others; empty where nobody can tell
 * @param possible every command it might run; empty where even that cannot be said
 */
public record CommandLine(
    Optional<List<ShellCommand>> exact, Optional<List<List<String>>> possible) {

  private static final int MAX_SHELLS = 3;

  public static CommandLine of(List<String> command) {
    List<ShellCommand> exact = new ArrayList<>();
    ShellCommand whole = new ShellCommand(Link.NEXT, List.of(), command, List.of());
    boolean certain = add(whole, exact, 0);
    return new CommandLine(
        certain ? Optional.of(List.copyOf(exact)) : Optional.empty(), Wrappers.possible(command));
  }

  private static boolean add(ShellCommand command, List<ShellCommand> exact, int shells) {
    ShellCommand plain = Wrappers.unwrapped(command);
    Optional<String> script = Wrappers.script(plain.words());
    boolean shell = !plain.words().isEmpty() && Wrappers.isShell(plain.words().get(0));
    if (!shell) {
      exact.add(plain);
      return exact.size() <= ShellScript.MAX_COMMANDS;
    }
    // a shell with a script file, options or a changed environment is a program like any other
    if (script.isEmpty() || !plain.assignments().isEmpty() || !plain.redirects().isEmpty()) {
      exact.add(plain);
      return true;
    }
    Optional<ShellScript> read = ShellScript.read(script.get());
    String name = Wrappers.name(plain.words().get(0));
    boolean bash = name.equals("bash") || name.equals("zsh");
    return shells < MAX_SHELLS
        && read.isPresent()
        && (bash || read.get().commands().stream().allMatch(CommandLine::isPosix))
        && read.get().commands().stream().allMatch(inner -> add(inner, exact, shells + 1));
  }

  /** A POSIX shell takes {@code &>} for a command in the background and a new one. */
  private static boolean isPosix(ShellCommand command) {
    return command.redirects().stream().noneMatch(one -> one.operator().startsWith("&"));
  }
}
