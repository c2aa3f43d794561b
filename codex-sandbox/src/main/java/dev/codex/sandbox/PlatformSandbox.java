package dev.codex.sandbox;

import dev.codex.exec.Sandbox;
import dev.codex.meta.Experimental;
import dev.codex.policy.Approver;
import dev.codex.policy.ConnectionRules;
import dev.codex.sandbox.kernel.CommandSteps.Limit;
import dev.codex.sandbox.landlock.LandlockSandbox;
import dev.codex.sandbox.linux.Mechanism;
import dev.codex.sandbox.linux.NamespaceSandbox;
import dev.codex.sandbox.linux.Setup;
import dev.codex.sandbox.macos.SeatbeltSandbox;
import dev.codex.sandbox.process.LocalSandbox;
import dev.codex.sandbox.process.OutputReaders;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the sandbox that this machine has.
 *
 * <pre>{@code
 * Sandbox sandbox = PlatformSandbox.detect();
 * }</pre>
 *
 * <p>On Linux commands get namespaces of their own: a view of the files, no other processes, no
 * network unless the policy says so, no rights and few system calls. Nothing has to be installed
 * for that unless the system lets only bubblewrap do it. Where neither works, Landlock is used if
 * {@link Builder#require} allows. Elsewhere nothing confines yet, so that only {@code
 * SandboxPolicy.dangerFullAccess()} and {@code SandboxPolicy.external(...)} are accepted. Under
 * these two, commands run as they are and can do whatever the user of this JVM can do.
 */
public final class PlatformSandbox {

  private PlatformSandbox() {}

  /** The sandbox of this machine, for commands with the core of this JVM's environment. */
  public static Sandbox detect() {
    return fromEnvironment().build();
  }

  /**
   * Like {@link #detect}, but never a reason for an agent not to be built: where a policy cannot be
   * enforced, every command is refused with the reason and files are still read and, as far as the
   * policy allows, edited.
   */
  public static Sandbox detectOrRefuse() {
    return fromEnvironment().buildOrRefuse();
  }

  /**
   * Tries out in a new temp folder what this machine's sandbox keeps to. Takes some ten
   * milliseconds; {@link #detect} does not need it.
   */
  public static SandboxReport probe() {
    return fromEnvironment().probe();
  }

  /** Starts from the environment of this JVM. */
  public static Builder fromEnvironment() {
    return new Builder().variables(System.getenv());
  }

  /** Starts from no environment at all. */
  public static Builder builder() {
    return new Builder();
  }

  /** Says what commands find when they are started. */
  public static final class Builder {
    private EnvironmentPolicy environment = EnvironmentPolicy.standard();
    private Map<String, String> variables = Map.of();
    private Map<Limit, Long> limits = Map.of();
    private boolean triesSeatbelt;
    private ConnectionRules connections = ConnectionRules.none();
    private Approver approver = Approver.denyAll();
    private List<Mechanism> mechanisms = List.of(Mechanism.values());
    private Set<Guarantee> required = EnumSet.complementOf(
        EnumSet.of(Guarantee.RESOURCES_LIMITED, Guarantee.MISSING_NESTED_NAMES));
    private Optional<Path> editJournal = Optional.empty();

    private Builder() {}

    /** Which of the host's variables commands get; the default is {@code standard()}. */
    public Builder environment(EnvironmentPolicy environment) {
      this.environment = Objects.requireNonNull(environment, "environment");
      return this;
    }

    /** The host's variables. */
    public Builder variables(Map<String, String> variables) {
      this.variables = Map.copyOf(variables);
      return this;
    }

    /**
     * What has to be enforced. The default is all that namespaces enforce; without some of it, such
     * as {@code PROTECTED_NAMES}, {@code PROCESSES_HIDDEN} and {@code CHILDREN_KILLED}, Landlock is
     * used on machines that have no user namespaces. {@code probe()} shows what it keeps to.
     */
    public Builder require(Guarantee... guarantees) {
      this.required = Set.of(guarantees);
      return this;
    }

    /**
     * Who is asked about hosts that no rule of a {@code NetworkAccess.through(...)} policy names;
     * the default denies. Asked once for each host and port, on a thread of the proxy.
     */
    public Builder connectionApprover(Approver approver) {
      this.approver = Objects.requireNonNull(approver, "approver");
      return this;
    }

    /**
     * What holds for hosts besides the domains of a {@code NetworkAccess.through(...)} policy: the
     * rules files of an agent, for example, which then also keep what {@link #connectionApprover}
     * decides for good. A denial wins, wherever it stands. The default says nothing.
     */
    public Builder connectionRules(ConnectionRules rules) {
      this.connections = Objects.requireNonNull(rules, "rules");
      return this;
    }

    /** What each command may use up; no limit is the default. Not enforced on unconfined ones. */
    public Builder limits(ResourceLimits limits) {
      Map<Limit, Long> map = new EnumMap<>(Limit.class);
      limits.maxProcesses().ifPresent(value -> map.put(Limit.PROCESSES, value));
      limits.maxMemoryBytes().ifPresent(value -> map.put(Limit.DATA, value));
      limits.maxFileBytes().ifPresent(value -> map.put(Limit.FILE_SIZE, value));
      this.limits = map;
      return this;
    }

    /**
     * Confines with seatbelt on macOS, where everything is refused otherwise: its profiles are
     * tested, but not on that system. Look at {@link #probe} before you rely on it.
     */
    @Experimental
    public Builder trySeatbelt() {
      this.triesSeatbelt = true;
      return this;
    }

    /** Only these, in this order. */
    Builder mechanisms(List<Mechanism> mechanisms) {
      this.mechanisms = List.copyOf(mechanisms);
      return this;
    }

    /**
     * A folder in which is written down what edits are about to be made, so that a series of edits
     * is made whole or not at all even if this JVM is killed in the middle: {@link #build} takes
     * back what was left half done. The default is that only failures are taken back.
     */
    public Builder editJournal(Path folder) {
      this.editJournal = Optional.of(folder);
      return this;
    }

    /**
     * The sandbox.
     *
     * @throws UncheckedIOException if the edit journal cannot be read
     */
    public Sandbox build() {
      Sandbox sandbox = unjournaled();
      return editJournal.isPresent() ? JournaledSandbox.of(sandbox, editJournal.get()) : sandbox;
    }

    private Sandbox unjournaled() {
      Map<String, String> given = environment.apply(variables);
      List<Path> temporary = temporaryFolders();
      OutputReaders readers = new OutputReaders();
      LocalSandbox local = new LocalSandbox(given, temporary, readers);
      String system = System.getProperty("os.name");
      if (system.equals("Linux")) {
        Setup setup = new Setup(mechanisms, limits, connections, approver);
        return new ChosenSandbox(
            local,
            new NamespaceSandbox(given, temporary, readers, setup),
            new LandlockSandbox(given, temporary, readers, limits),
            required,
            variables.keySet());
      }
      return triesSeatbelt
          ? new EitherSandbox(local, new SeatbeltSandbox(given, temporary, readers, system))
          : local;
    }

    /** See {@link PlatformSandbox#detectOrRefuse}. */
    public Sandbox buildOrRefuse() {
      return new RefusingSandbox(build());
    }

    /** See {@link PlatformSandbox#probe}. */
    public SandboxReport probe() {
      return new SandboxProbe(unjournaled(), Enclosure.around(variables.keySet())).report();
    }

    private List<Path> temporaryFolders() {
      List<Path> folders = new ArrayList<>();
      if (File.separatorChar == '/') {
        folders.add(Path.of("/tmp"));
      }
      Path named = Path.of(variables.getOrDefault("TMPDIR", ""));
      if (named.isAbsolute()) {
        folders.add(named.normalize());
      }
      return folders;
    }
  }
}
