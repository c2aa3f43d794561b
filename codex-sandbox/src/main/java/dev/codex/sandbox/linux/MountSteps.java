package dev.codex.sandbox.linux;

import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The steps that turn a copy of the host's mounts into what a command gets to see.
 *
 * <p>First everything that the command will see is picked up by descriptor, as it is on the host
 * and without following links. Then the whole tree becomes read-only where it is, and what was
 * picked up goes on top of it, outer folders first.
 */
final class MountSteps {

  private static final long HERE = -100; // AT_FDCWD
  private static final long EMPTY_PATH = 0x1000;
  private static final long RECURSIVE = 0x8000;
  private static final long CLONE = 1;
  private static final long FROM_DESCRIPTOR = 4; // MOVE_MOUNT_F_EMPTY_PATH
  private static final long PATH_ONLY = 010000000;
  private static final long NO_LINKS = 0x04 | 0x02; // no symbolic ones, nor those of /proc
  private static final long READ_ONLY = 1;
  private static final long NO_SET_ID = 2;
  private static final long NO_DEVICES = 4;
  private static final long NO_PROGRAMS = 8;
  private static final long PRIVATE = 1 << 18 | 1 << 14; // MS_PRIVATE, MS_REC
  private static final long CREATE = 0100 | 01; // for writing

  private static final Path ROOT = Path.of("/");
  private static final Path PROC = Path.of("/proc");
  private static final Path NULL = Path.of("/dev/null");
  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");
  private static final int TEMPORARY = CommandSteps.STATUS + 1;

  private final Script script;
  private final Confinement confinement;
  private final Map<Object, Integer> held = new HashMap<>();
  private final Set<Path> made = new HashSet<>();
  private final boolean hasRoot;
  private int next = TEMPORARY + 1;

  MountSteps(Script script, Confinement confinement) {
    this.script = script;
    this.confinement = confinement;
    this.hasRoot = !(confinement.mounts().get(0) instanceof Mount.HiddenFolder);
  }

  /** Picks up, closes and builds; {@code /proc} comes after this. */
  void add() {
    script.call("/", "mount", 0, script.text("/"), 0, PRIVATE, 0);
    List<Mount> mounts = confinement.mounts().subList(1, confinement.mounts().size());
    DEVICES.forEach(name -> hold("/dev/" + name, Path.of("/dev", name), NO_SET_ID | NO_PROGRAMS));
    mounts.forEach(this::hold);
    if (hasRoot) {
      attributes(HERE, "/", RECURSIVE, READ_ONLY | NO_SET_ID | NO_DEVICES);
    } else {
      emptyRoot();
    }
    devices();
    mounts.forEach(this::attach);
    // not before everything in them is in place
    confinement.mounts().stream()
        .filter(Mount.HiddenFolder.class::isInstance)
        .forEach(mount -> attributes(HERE, mount.path().toString(), 0, READ_ONLY));
  }

  private void hold(Mount mount) {
    if (mount instanceof Mount.Writable) {
      hold(mount, mount.path(), NO_SET_ID | NO_DEVICES);
    } else if (mount instanceof Mount.ReadOnly || mount instanceof Mount.Blocked) {
      hold(mount, mount.path(), READ_ONLY | NO_SET_ID | NO_DEVICES);
    } else if (mount instanceof Mount.HiddenFile) {
      hold(mount, NULL, READ_ONLY | NO_SET_ID | NO_DEVICES); // no device works on this
    }
  }

  private void hold(Object key, Path path, long attributes) {
    String name = path.toString();
    long how = script.words(PATH_ONLY | CommandSteps.CLOSE_ON_EXEC, 0, NO_LINKS);
    script.open(TEMPORARY, name, "openat2", HERE, script.text(name), how, 24);
    long flags = CLONE | RECURSIVE | EMPTY_PATH | CommandSteps.CLOSE_ON_EXEC;
    script.open(next, name, "open_tree", TEMPORARY, script.text(""), flags);
    script.call("", "close", TEMPORARY);
    attributes(next, "", RECURSIVE | EMPTY_PATH, attributes);
    held.put(key, next++);
  }

  private void attributes(long descriptor, String path, long flags, long set) {
    script.call(
        path,
        "mount_setattr",
        descriptor,
        script.text(path),
        flags,
        script.words(set, 0, 0, 0),
        32);
  }

  private void put(Object key, String path) {
    int descriptor = Objects.requireNonNull(held.get(key), "descriptor");
    script.call(
        path, "move_mount", descriptor, script.text(""), HERE, script.text(path), FROM_DESCRIPTOR);
    script.call("", "close", descriptor);
  }

  /** Everything that was not picked up is gone. */
  private void emptyRoot() {
    // a second one can be made only where there is a first one
    fileSystem("proc", "/proc", NO_SET_ID | NO_DEVICES | NO_PROGRAMS, "");
    hold(PROC, PROC, NO_SET_ID | NO_DEVICES | NO_PROGRAMS);
    fileSystem("tmpfs", "/proc", NO_SET_ID | NO_DEVICES, "mode=755");
    script.call("/proc", "chdir", script.text("/proc"));
    long here = script.text(".");
    script.call("", "pivot_root", here, here);
    script.call("", "umount2", here, 2);
    script.call("/", "chdir", script.text("/"));
    folder("/dev", 0755);
    folder("/proc", 0755);
    put(PROC, "/proc");
  }

  private void fileSystem(String type, String path, long flags, String options) {
    long name = script.text(type);
    script.call(path, "mount", name, script.text(path), name, flags, script.text(options));
  }

  private void folder(String path, long mode) {
    script.call(path, "mkdirat", HERE, script.text(path), mode);
  }

  private void file(String path) {
    long flags = CREATE | CommandSteps.CLOSE_ON_EXEC;
    script.open(TEMPORARY, path, "openat", HERE, script.text(path), flags, 0644);
    script.call("", "close", TEMPORARY);
  }

  private void link(String target, String path) {
    script.call(path, "symlinkat", script.text(target), HERE, script.text(path));
  }

  private void devices() {
    fileSystem("tmpfs", "/dev", NO_SET_ID, "mode=755");
    for (String name : DEVICES) {
      file("/dev/" + name);
      put("/dev/" + name, "/dev/" + name);
    }
    folder("/dev/shm", 01777);
    folder("/dev/pts", 0755);
    fileSystem("devpts", "/dev/pts", NO_SET_ID | NO_PROGRAMS, "newinstance,ptmxmode=666,mode=620");
    link("pts/ptmx", "/dev/ptmx");
    link("/proc/self/fd", "/dev/fd");
    link("/proc/self/fd/0", "/dev/stdin");
    link("/proc/self/fd/1", "/dev/stdout");
    link("/proc/self/fd/2", "/dev/stderr");
  }

  private void attach(Mount mount) {
    String path = mount.path().toString();
    makePlaces(mount);
    if (held.containsKey(mount)) {
      put(mount, path);
    } else if (mount instanceof Mount.Private) {
      fileSystem("tmpfs", path, NO_SET_ID | NO_DEVICES, "mode=1777");
    } else if (mount instanceof Mount.Link link) {
      link(link.target().toString(), path);
    } else if (mount instanceof Mount.HiddenFolder hidden) {
      String mode = hidden.inside() == Mount.Inside.PASSABLE ? "mode=111" : "mode=0";
      fileSystem("tmpfs", path, NO_SET_ID | NO_DEVICES, mode);
    }
  }

  /** Where the folder around is empty, what a mount covers has to be made first. */
  private void makePlaces(Mount mount) {
    Path place = mount.path();
    List<Path> missing = new ArrayList<>();
    for (Path path = place; path != null && !isMounted(path, mount); path = path.getParent()) {
      missing.add(0, path);
    }
    Path around = missing.isEmpty() ? ROOT : missing.get(0).getParent();
    if (around == null || !isEmpty(around)) {
      return;
    }
    boolean isFolder = !(mount instanceof Mount.HiddenFile)
        && (!held.containsKey(mount) || Files.isDirectory(place));
    for (Path path : missing) {
      if (!path.equals(place) || isFolder && !(mount instanceof Mount.Link)) {
        if (made.add(path)) {
          folder(path.toString(), 0755);
        }
      } else if (!(mount instanceof Mount.Link)) {
        file(path.toString());
      }
    }
  }

  private boolean isMounted(Path path, Mount except) {
    return confinement.mounts().stream()
        .anyMatch(mount -> mount != except && mount.path().equals(path));
  }

  private boolean isEmpty(Path folder) {
    return confinement.mounts().stream()
        .filter(mount -> mount.path().equals(folder))
        .anyMatch(mount -> mount instanceof Mount.Private || mount instanceof Mount.HiddenFolder);
  }
}
