package dev.codex.examples.cli;

import dev.codex.policy.DomainRules;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The words after {@code codex sandbox}.
 *
 * @param rules files whose network rules hold besides the domains of the policy
 * @param command what to run, and its arguments
 */
record SandboxArguments(
    Path directory, SandboxPolicy policy, List<Path> rules, List<String> command) {

  static SandboxArguments parse(List<String> words, Path directory) {
    Parser parser = new Parser(directory);
    Iterator<String> rest = words.iterator();
    List<String> command = new ArrayList<>();
    while (rest.hasNext()) {
      String word = rest.next();
      if (word.equals("--")) {
        rest.forEachRemaining(command::add);
      } else if (word.startsWith("-")) {
        parser.option(word, rest);
      } else {
        command.add(word);
        rest.forEachRemaining(command::add);
      }
    }
    if (command.isEmpty()) {
      throw new UsageException("sandbox needs a command: codex sandbox [OPTIONS] -- COMMAND...");
    }
    return new SandboxArguments(parser.directory, parser.policy(), parser.rules(), command);
  }

  /** Collects options, whose order does not matter. */
  private static final class Parser {
    private Path directory;
    private String mode = "read-only";
    private String network = "off";
    private final List<String> allowedDomains = new ArrayList<>();
    private final List<String> deniedDomains = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();
    private TempFolders temp = TempFolders.WRITABLE;
    private final List<Path> added = new ArrayList<>();

    Parser(Path directory) {
      this.directory = directory;
    }

    void option(String name, Iterator<String> rest) {
      if (!rest.hasNext()) {
        throw new UsageException(name + " needs a value.");
      }
      String value = rest.next();
      switch (name) {
        case "-s", "--sandbox" -> mode = value;
        case "-C", "--cd" -> directory = directory.resolve(value).normalize();
        case "--add-dir" -> added.add(Path.of(value));
        case "--network" -> network = value;
        case "--allow-domain" -> allowedDomains.add(value);
        case "--deny-domain" -> deniedDomains.add(value);
        case "--rules" -> rules.add(value);
        case "--temp" -> temp = choice(TempFolders.class, name, value);
        default -> throw new UsageException("sandbox has no option '" + name + "'.");
      }
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String name, String value) {
      for (E constant : type.getEnumConstants()) {
        if (constant.name().equalsIgnoreCase(value.replace('-', '_'))) {
          return constant;
        }
      }
      throw new UsageException(name + " cannot be '" + value + "'.");
    }

    /** Naming a domain, or rules for domains, means the proxy. */
    private NetworkAccess network() {
      boolean hasDomains =
          !allowedDomains.isEmpty() || !deniedDomains.isEmpty() || !rules.isEmpty();
      if (network.equals("proxy") || hasDomains && network.equals("off")) {
        return proxied();
      }
      if (hasDomains) {
        throw new UsageException("domains and rules are for --network proxy.");
      }
      return switch (network) {
        case "on" -> NetworkAccess.ON;
        case "off" -> NetworkAccess.OFF;
        default -> throw new UsageException("--network cannot be '" + network + "'.");
      };
    }

    private NetworkAccess proxied() {
      try {
        return NetworkAccess.through(new DomainRules(allowedDomains, deniedDomains));
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }

    List<Path> rules() {
      return rules.stream().map(directory::resolve).toList();
    }

    SandboxPolicy policy() {
      switch (mode) {
        case "read-only":
          return new SandboxPolicy.ReadOnly(network());
        case "danger-full-access":
          return SandboxPolicy.dangerFullAccess();
        case "workspace-write":
          List<Path> roots = new ArrayList<>(List.of(directory));
          added.forEach(folder -> roots.add(directory.resolve(folder)));
          return new WorkspaceWrite(roots, network(), temp);
        default:
          throw new UsageException("there is no sandbox mode '" + mode + "'.");
      }
    }
  }
}
