package dev.codex.sandbox.landlock;

import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.Step;
import dev.codex.sandbox.kernel.Step.Label;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The steps by which a process takes the right to write from itself, and with it from all that
 * comes from it. What it may read is left alone.
 */
final class LandlockScript {

  private static final long WRITE_FILE = 1 << 1;
  private static final long REMOVE_FOLDER = 1 << 4;
  private static final long REMOVE_FILE = 1 << 5;
  private static final long MAKE_CHARACTER_DEVICE = 1 << 6;
  private static final long MAKE_FOLDER = 1 << 7;
  private static final long MAKE_FILE = 1 << 8;
  private static final long MAKE_SOCKET = 1 << 9;
  private static final long MAKE_FIFO = 1 << 10;
  private static final long MAKE_BLOCK_DEVICE = 1 << 11;
  private static final long MAKE_LINK = 1 << 12;
  private static final long REFER = 1 << 13; // rename and link across folders
  private static final long TRUNCATE = 1 << 14;
  private static final long IOCTL_DEVICE = 1 << 15;

  private static final long IN_FILES = WRITE_FILE | TRUNCATE;
  private static final long IN_FOLDERS = IN_FILES
      | REMOVE_FOLDER
      | REMOVE_FILE
      | MAKE_FOLDER
      | MAKE_FILE
      | MAKE_SOCKET
      | MAKE_FIFO
      | MAKE_LINK
      | REFER;
  private static final long DEVICES = MAKE_CHARACTER_DEVICE | MAKE_BLOCK_DEVICE;

  private static final long ALL_TCP = 1 | 2; // bind, connect
  private static final long ALL_SCOPES = 1 | 2; // abstract sockets, signals
  private static final int DEVICE_RULES = 5;
  private static final int TCP_RULES = 4;
  private static final int SCOPES = 6;

  private static final long ASK_VERSION = 1;
  private static final long BELOW_PATH = 1;
  private static final long HERE = -100;
  private static final long PATH_ONLY = 010000000 | CommandSteps.CLOSE_ON_EXEC;
  private static final long NO_LINKS = 0x04 | 0x02;
  private static final int RULES = CommandSteps.STATUS + 1;
  private static final int PLACE = RULES + 1;

  private static final List<Path> HARMLESS =
      List.of(Path.of("/dev/null"), Path.of("/dev/zero"), Path.of("/dev/full"));

  private final Script script;
  private final int version;

  LandlockScript(Script script, int version) {
    this.script = script;
    this.version = version;
  }

  /** A script that exits with the version of the kernel's Landlock, 0 for none. */
  static void askVersion(Script script) {
    Label none = new Label();
    Step ask = script.call("", "landlock_create_ruleset", 0, 0, ASK_VERSION).orElse(none);
    ask.storedAsArgumentOf(script.call("", "exit_group", 0), 0);
    script.place(none);
    script.call("", "exit_group", 0);
  }

  /**
   * Takes everything away but these folders; comes after {@code noNewPrivileges}.
   *
   * @param folders without symbolic links
   */
  void restrict(List<Path> folders, boolean isOnline) {
    long handled = IN_FOLDERS | DEVICES | (version >= DEVICE_RULES ? IOCTL_DEVICE : 0);
    long tcp = version >= TCP_RULES && !isOnline ? ALL_TCP : 0;
    long scopes = version >= SCOPES ? ALL_SCOPES : 0;
    int size = version >= SCOPES ? 24 : version >= TCP_RULES ? 16 : 8;
    long rules = script.words(handled, tcp, scopes);
    script.open(RULES, "", "landlock_create_ruleset", rules, size, 0);
    folders.forEach(folder -> allow(folder, IN_FOLDERS));
    HARMLESS.stream().filter(Files::exists).forEach(file -> allow(file, IN_FILES));
    script.call("", "landlock_restrict_self", RULES, 0);
    script.call("", "close", RULES);
  }

  private void allow(Path path, long rights) {
    String name = path.toString();
    long how = script.words(PATH_ONLY, 0, NO_LINKS);
    script.open(PLACE, name, "openat2", HERE, script.text(name), how, 24);
    script.call(name, "landlock_add_rule", RULES, BELOW_PATH, script.words(rights, PLACE), 0);
    script.call("", "close", PLACE);
  }
}
