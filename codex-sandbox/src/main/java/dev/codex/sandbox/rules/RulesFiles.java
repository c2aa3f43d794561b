package dev.codex.sandbox.rules;

import dev.codex.error.ConfigException;
import dev.codex.policy.CommandRules;
import dev.codex.policy.ConnectionRules;
import dev.codex.policy.OpenConnection;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RunCommand;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Rules files as an agent's {@link CommandRules} and its sandbox's {@link ConnectionRules}. Read
 * when built and not again; safe to share between agents and threads.
 *
 * <pre>{@code
 * RulesFiles rules = RulesFiles.builder()
 *     .addFolder(home.resolve("rules"))
 *     .add("host", "prefix_rule(pattern = [\"mvn\", \"test\"])")
 *     .build();
 * Sandbox sandbox = PlatformSandbox.fromEnvironment().connectionRules(rules).build();
 * Agent agent = Agent.builder().rules(rules).sandbox(sandbox)...
 * }</pre>
 *
 * <p>Every rule counts that matches, and the strictest wins. A rule that asks or forbids is looked
 * for behind wrappers, in loops and substitutions and however the program is spelled; a rule that
 * allows counts only for commands whose words are certain. Commands that no rule matches and that
 * are known to only read are allowed; {@code rm -f} in any disguise is asked about.
 */
public final class RulesFiles implements CommandRules, ConnectionRules {

  private final Judge judge;
  private final Optional<Amendments> amendments;
  private final ReentrantLock amending = new ReentrantLock();

  /** Never changed once it is here: an amendment puts a longer copy in its place. */
  private volatile Rules rules;

  private RulesFiles(Rules rules, Judge judge, Optional<Amendments> amendments) {
    this.rules = rules;
    this.judge = judge;
    this.amendments = amendments;
  }

  /**
   * The rules of these files, in their order.
   *
   * @throws ConfigException if a file cannot be read or has a mistake; names the place
   */
  public static RulesFiles load(Path... files) {
    Builder builder = builder();
    Stream.of(files).forEach(builder::addFile);
    return builder.build();
  }

  /**
   * The rules of a text.
   *
   * @param name stands for a file's name in messages
   * @throws ConfigException if it has a mistake; names the place
   */
  public static RulesFiles parse(String name, String text) {
    return builder().add(name, text).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The strictest of the network rules for exactly this host and protocol. */
  @Override
  public ConnectionRules.Verdict judge(OpenConnection connection) {
    return rules
        .decision(connection)
        .map(decision -> switch (decision) {
          case ALLOW -> ConnectionRules.Verdict.ALLOW;
          case PROMPT -> ConnectionRules.Verdict.ASK;
          case FORBIDDEN -> ConnectionRules.Verdict.DENY;
        })
        .orElse(ConnectionRules.Verdict.SILENT);
  }

  @Override
  public CommandRules.Verdict judge(RunCommand command) {
    return judge.judge(rules, command);
  }

  /** They are in memory, all of them. */
  @Override
  public boolean answersAtOnce() {
    return true;
  }

  /** The verdict, and every rule that matches anything that the command might run. */
  @Override
  public String basis(RunCommand command) {
    return judge.basis(rules, command);
  }

  /**
   * Adds the rule to the file for amendments and to these rules, unless there is no such file or
   * the rule would allow any program at all, as one for a shell or an interpreter would.
   *
   * @throws java.io.UncheckedIOException if the file cannot be written; nothing has changed then
   */
  @Override
  public boolean remember(RuleAmendment amendment) {
    if (amendments.isEmpty() || !Amendments.isNarrow(amendment)) {
      return false;
    }
    amending.lock();
    try {
      String text = Amendments.text(amendment);
      Rules longer = rules.copy();
      RulesReader.read("amendment", text, longer);
      amendments.get().append(text);
      rules = longer;
      return true;
    } finally {
      amending.unlock();
    }
  }

  /** The rules that match exactly these words, without looking behind a path or a shell. */
  public RuleCheck check(List<String> command) {
    return new RuleCheck(rules.exact(command));
  }

  /**
   * The rules that match these words or, if there are none, those for the name of the program where
   * a path is given that the files say the name stands for.
   */
  public RuleCheck check(List<String> command, Path workingDirectory) {
    return new RuleCheck(rules.resolved(command, workingDirectory));
  }

  /** What the files say about hosts, in their order. */
  public List<NetworkRule> network() {
    return rules.network();
  }

  /** Collects the files. */
  public static final class Builder {

    private record Source(String name, String text) {}

    private final List<Source> sources = new ArrayList<>();
    private Trust trust = Trust.SANDBOXED;
    private Optional<Amendments> amendments = Optional.empty();
    private CommandRules.Verdict forcedRemoval = CommandRules.Verdict.ask(Judge.FORCED_REMOVAL);

    private Builder() {}

    /** One more text; the name stands for a file's name in messages. */
    public Builder add(String name, String text) {
      sources.add(
          new Source(Objects.requireNonNull(name, "name"), Objects.requireNonNull(text, "text")));
      return this;
    }

    /**
     * One more file, in UTF-8.
     *
     * @throws ConfigException if it cannot be read
     */
    public Builder addFile(Path file) {
      try {
        return add(file.toString(), Files.readString(file));
      } catch (NoSuchFileException e) {
        throw new ConfigException("The rules file " + file + " does not exist.", e);
      } catch (CharacterCodingException e) {
        throw new ConfigException("The rules file " + file + " is not UTF-8 text.", e);
      } catch (IOException e) {
        throw new ConfigException("The rules file " + file + " cannot be read: " + e, e);
      }
    }

    /**
     * All files of a folder that end in {@code .rules}, by name. A folder that does not exist has
     * none.
     *
     * @throws ConfigException if a file cannot be read
     */
    public Builder addFolder(Path folder) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".rules") && Files.isRegularFile(file))
            .sorted()
            .forEach(this::addFile);
        return this;
      } catch (NoSuchFileException | NotDirectoryException e) {
        return this;
      } catch (IOException e) {
        throw new ConfigException("The rules folder " + folder + " cannot be read: " + e, e);
      }
    }

    /** How far rules that allow go; by default commands stay in the sandbox. */
    public Builder trust(Trust trust) {
      this.trust = Objects.requireNonNull(trust, "trust");
      return this;
    }

    /**
     * Where rules are kept that an approver wants to be remembered: each is a line at the end. The
     * file is created when it is needed, and is not read for being named here.
     */
    public Builder amendments(Path file) {
      amendments = Optional.of(new Amendments(file));
      return this;
    }

    /**
     * Refuses {@code rm -f} in any disguise where no rule allows it, instead of asking: for
     * programs that have nobody to ask.
     */
    public Builder forbidForcedRemoval() {
      forcedRemoval = CommandRules.Verdict.forbid(Judge.FORCED_REMOVAL);
      return this;
    }

    /**
     * @throws ConfigException if a text has a mistake; names the place
     */
    public RulesFiles build() {
      Rules rules = new Rules();
      sources.forEach(source -> RulesReader.read(source.name(), source.text(), rules));
      return new RulesFiles(rules, new Judge(trust, forcedRemoval), amendments);
    }
  }
}
