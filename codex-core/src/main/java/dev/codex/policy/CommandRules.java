package dev.codex.policy;

import java.util.Objects;

/**
 * Standing answers to commands: a host plugs in a rules engine, or a lambda.
 *
 * <p>Asked for every {@link RunCommand} before the approval policy is, from any thread, and more
 * than once about the same call: the same command has the same verdict until the rules become
 * others. Rules that throw have forbidden.
 */
@FunctionalInterface
public interface CommandRules {

  Verdict judge(RunCommand command);

  /**
   * Keeps a rule that an approver wants, from now on and as long as the rules themselves are kept.
   * Called on the thread of the call that was approved.
   *
   * @return false if these rules keep nothing, which is the default
   */
  default boolean remember(RuleAmendment amendment) {
    return false;
  }

  /**
   * What the verdict on a command rests on, such as the rules that match it. An answer that comes
   * when this text has become another one counts for nothing. Only asked for when somebody is asked
   * about the command; the default is the verdict itself.
   */
  default String basis(RunCommand command) {
    return judge(command).toString();
  }

  /**
   * Whether these rules answer from memory and so never wait for anything, as those of rules files
   * do. They are then asked on the thread of the call, which saves two changes of threads for each
   * command; others get a thread of their own, on which they may hang. The default is false.
   */
  default boolean answersAtOnce() {
    return false;
  }

  /** No rule says anything about any command. */
  static CommandRules none() {
    return command -> Verdict.silent();
  }

  /** What the rules say about a command. */
  sealed interface Verdict {

    static Verdict silent() {
      return new Silent();
    }

    static Verdict allow() {
      return new Allow(Where.AS_CONFIGURED);
    }

    /** Run it without asking, if there is a sandbox to run it in. */
    static Verdict allowConfined() {
      return new Allow(Where.ONLY_CONFINED);
    }

    /** Run it without asking and without the sandbox. */
    static Verdict allowOutside() {
      return new Allow(Where.OUTSIDE);
    }

    static Verdict ask(String why) {
      return new Ask(why);
    }

    static Verdict forbid(String why) {
      return new Forbid(why);
    }

    /** No rule matches: the approval policy decides. */
    record Silent() implements Verdict {}

    /** Run it without asking. */
    record Allow(Where where) implements Verdict {
      public Allow {
        Objects.requireNonNull(where, "where");
      }
    }

    /** Where a command runs that nobody is asked about. */
    enum Where {
      /** Under the sandbox policy of the agent. */
      AS_CONFIGURED,
      /**
       * Under the sandbox policy of the agent if that confines; else nothing is said about it. For
       * commands that only read, but may start helpers that a project names.
       */
      ONLY_CONFINED,
      /** Outside of the sandbox. */
      OUTSIDE
    }

    /** Ask before running it; denied where nobody is asked. */
    record Ask(String why) implements Verdict {
      public Ask {
        Objects.requireNonNull(why, "why");
      }
    }

    /** Never run it. */
    record Forbid(String why) implements Verdict {
      public Forbid {
        Objects.requireNonNull(why, "why");
      }
    }
  }
}
