package dev.codex.policy;

import dev.codex.policy.PathRule.Access;
import dev.codex.policy.SandboxPolicy.Profile;
import dev.codex.policy.SandboxPolicy.TempFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds a {@link SandboxPolicy.Profile}. */
public final class ProfileBuilder {

  private final List<PathRule> rules = new ArrayList<>();
  private NetworkAccess network = NetworkAccess.OFF;
  private TempFolders tempFolders = TempFolders.READ_ONLY;
  private GitAccess git = GitAccess.READ_ONLY;

  ProfileBuilder() {}

  /** Allows to write in a folder. */
  public ProfileBuilder write(Path folder) {
    return rule(folder.toAbsolutePath().normalize().toString(), Access.WRITE);
  }

  /** Only reading, inside of what could be written, or again inside of what is denied. */
  public ProfileBuilder read(Path path) {
    return rule(path.toAbsolutePath().normalize().toString(), Access.READ);
  }

  /** Neither reading nor writing, for what a pattern matches; see {@link PathRule}. */
  public ProfileBuilder deny(String pattern) {
    return rule(pattern, Access.DENY);
  }

  private ProfileBuilder rule(String pattern, Access access) {
    rules.add(new PathRule(pattern, access));
    return this;
  }

  public ProfileBuilder network(NetworkAccess network) {
    this.network = network;
    return this;
  }

  /** The default is {@link TempFolders#READ_ONLY}. */
  public ProfileBuilder tempFolders(TempFolders tempFolders) {
    this.tempFolders = tempFolders;
    return this;
  }

  /** The default is {@link GitAccess#READ_ONLY}. */
  public ProfileBuilder git(GitAccess git) {
    this.git = git;
    return this;
  }

  public SandboxPolicy build() {
    return new Profile(rules, network, tempFolders, git);
  }
}
