package dev.codex.sandbox.linux;

import java.util.List;
import java.util.regex.Pattern;

/** Knows bubblewrap's complaints and what helps. */
final class BubblewrapFailure {

  private static final String NO_NAMESPACES =
      "user namespaces are not available. Allow them (sysctl user.max_user_namespaces,"
          + " kernel.unprivileged_userns_clone, or an AppArmor profile for bwrap), or, if a"
          + " container confines this JVM already, say so with SandboxPolicy.external(...).";

  private static final List<Known> KNOWN = List.of(
      new Known("unknown option --(\\S+)", "this bubblewrap is too old. Use 0.8 or later."),
      new Known(
          "No permissions to creat|creating new namespace failed|setting up uid map"
              + "|Failed RTM_NEW|NETLINK_ROUTE|Operation not permitted.*namespace",
          NO_NAMESPACES),
      new Known(
          "mount proc|/newroot/proc",
          "a new /proc cannot be mounted, as in most containers. Start the container with an"
              + " unmasked /proc, or, if it confines this JVM already, say so with"
              + " SandboxPolicy.external(...)."),
      new Known(
          "seccomp", "the kernel does not take system call filters. Use one with CONFIG_SECCOMP."));

  private BubblewrapFailure() {}

  static String explain(String program, String said) {
    String text = said.strip();
    String remedy = KNOWN.stream()
        .filter(known -> known.pattern.matcher(text).find())
        .map(Known::remedy)
        .findFirst()
        .orElse("it failed. Try " + program + " --ro-bind / / true by hand.");
    return "Commands cannot be confined with " + program + ": " + remedy + " It said: " + text;
  }

  private record Known(Pattern pattern, String remedy) {
    Known(String pattern, String remedy) {
      this(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), remedy);
    }
  }
}
