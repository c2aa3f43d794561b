package dev.codex.internal.harm;

import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.FileStatus.Kind;
import dev.codex.internal.harm.Script.Word;
import dev.codex.policy.Safeguard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Measures what the effects of a script would destroy, and stops at the first that is too much. */
public final class Damage {

  private static final int MAX_DEPTH = 64;

  /** What single files that cannot be named in advance are. */
  public enum Unknowns {
    FORBIDDEN,
    /** The sandbox sees to it that they are in the workspace. */
    CONFINED
  }

  private final Safeguard limits;
  private final Territory territory;
  private final Unknowns unknowns;
  private final Loss before;
  private Loss loss = Loss.NONE;
  private Optional<String> problem = Optional.empty();
  private final Set<Path> deleted = new LinkedHashSet<>();
  private final Set<Path> touched = new LinkedHashSet<>();
  private final Set<Path> begun = new LinkedHashSet<>(); // written where nothing was
  private final Set<Path> placed = new LinkedHashSet<>(); // by what was somewhere else
  private boolean isCertain = true; // what is assessed now is done, and in one folder only

  public Damage(Safeguard limits, Territory territory, Unknowns unknowns, Loss before) {
    this.limits = limits;
    this.territory = territory;
    this.unknowns = unknowns;
    this.before = before;
  }

  /** What this alone destroys, as far as it was measured. */
  public Loss loss() {
    return loss;
  }

  /** The files whose content would go away, as far as they can be named. */
  public Set<Path> deleted() {
    return Collections.unmodifiableSet(deleted);
  }

  /** All that would go, come or change, as far as it can be named; of folders with all in them. */
  public Set<Path> touched() {
    return Collections.unmodifiableSet(touched);
  }

  /** The files that it makes out of nothing; those that may be others brought there are not. */
  public List<Path> made() {
    return begun.stream()
        .filter(path -> placed.stream().noneMatch(path::startsWith))
        .toList();
  }

  /** Where something else is afterwards, or nothing. */
  public Set<Path> replaced() {
    Set<Path> replaced = new LinkedHashSet<>(deleted);
    replaced.addAll(placed);
    return replaced;
  }

  public Optional<String> problem() {
    return problem;
  }

  public void assess(List<Effect> effects, Path start) {
    Whereabouts folders = new Whereabouts(start, territory::isFolder);
    for (Effect effect : effects) {
      Set<Optional<Path>> all = folders.now();
      for (Optional<Path> folder : all) {
        if (problem.isPresent()) {
          return;
        }
        assess(effect, folder, all.size() == 1);
      }
      folders.after(effect);
    }
  }

  private void assess(Effect effect, Optional<Path> folder, boolean isTheOnlyOne) {
    boolean before = isCertain;
    isCertain = before && isTheOnlyOne && !(effect instanceof Effect.RunCode);
    assess(effect, folder);
    isCertain = before;
  }

  private void assess(Effect effect, Optional<Path> folder) {
    if (effect instanceof Effect.Wipe wipe) {
      object(wipe.program() + " writes over a whole disk");
    } else if (effect instanceof Effect.DeleteTrees trees) {
      trees.targets().forEach(word -> tree(word, folder));
    } else if (effect instanceof Effect.DeleteMatching matching) {
      Pattern names = Territory.glob(matching.names());
      matching.starts().forEach(word -> matching(word, folder, names));
    } else if (effect instanceof Effect.DeleteFiles files) {
      files.targets().forEach(word -> file(word, folder));
    } else if (effect instanceof Effect.Discard discard) {
      folder
          .flatMap(from -> Territory.path(discard.folder(), from))
          .ifPresent(from -> discarded(discard, from));
    } else if (effect instanceof Effect.Overwrite over) {
      over.targets().forEach(word -> overwritten(word, folder));
    } else if (effect instanceof Effect.Place place) {
      placed(place, folder);
    } else if (effect instanceof Effect.RunCode code) {
      folder.ifPresent(from -> code(new CodeText(code.text()), from));
    }
  }

  /** What it gives to a shell is read; what it does by itself only where nothing confines it. */
  private void code(CodeText code, Path folder) {
    for (String literal : code.literals()) {
      assess(Harm.of(literal), folder);
    }
    if (unknowns == Unknowns.FORBIDDEN) {
      code.reach(text -> Territory.path(new Word(text, true, false), folder)
              .filter(path -> !territory.isOwn(path.resolve("any")))
              .isPresent())
          .ifPresent(this::object);
    }
  }

  private void object(String why) {
    if (problem.isEmpty()) {
      problem = Optional.of(why);
    }
  }

  private void delete(Path path, FileStatus status) {
    touched.add(path);
    deleted.add(path);
    lose(Loss.ofDeleted(status.size()));
  }

  private void lose(Loss more) {
    loss = loss.plus(more);
    before.plus(loss).beyond(limits).ifPresent(this::object);
  }

  private void tree(Word word, Optional<Path> folder) {
    Optional<Path> path = folder.flatMap(from -> Territory.path(word, from));
    if (path.isEmpty()) {
      object("nobody can tell which folders it deletes");
      return;
    }
    if (!word.isGlob()) {
      territory.objection(path.get()).ifPresentOrElse(this::object, () -> goes(path.get()));
      return;
    }
    Path above = path.get().getParent();
    boolean everything = String.valueOf(path.get().getFileName()).equals("*");
    if (above == null || above.toString().matches(".*[*?\\[{].*")) {
      object("nobody can tell which folders it deletes");
    } else if (everything && territory.objection(above).isPresent()) {
      object(
          "everything in " + above + " would go; " + territory.objection(above).get());
    } else {
      for (Path match : territory.matching(path.get())) {
        territory.objection(match).ifPresentOrElse(this::object, () -> goes(match));
      }
    }
  }

  private void goes(Path path) {
    touched.add(path);
    count(path, 0);
  }

  /** Counts files below the path until it is too much. */
  private void count(Path path, int depth) {
    Optional<FileStatus> status = territory.status(path);
    if (problem.isPresent() || status.isEmpty()) {
      return;
    }
    if (status.get().kind() != Kind.DIRECTORY) {
      delete(path, status.get());
      return;
    }
    if (BuildFolders.contains(path)) {
      return;
    }
    for (FileEntry entry : entries(path, depth)) {
      if (entry.name().equals(".git")) {
        object(path + " holds a git repository");
        return;
      }
      count(path.resolve(entry.name()), depth + 1);
    }
  }

  private List<FileEntry> entries(Path path, int depth) {
    if (depth > MAX_DEPTH) {
      object(path + " is nested too deeply to be counted");
      return List.of();
    }
    try {
      return territory.files().list(path);
    } catch (IOException e) {
      return List.of();
    }
  }

  private void matching(Word word, Optional<Path> folder, Pattern names) {
    Optional<Path> path = folder.flatMap(from -> Territory.path(word, from));
    if (path.isEmpty()) {
      object("nobody can tell where it deletes");
    } else if (names.matcher(".git").matches() && names.matcher("HEAD").matches()) {
      tree(word, folder);
    } else if (!territory.isOwn(path.get().resolve("file"))) {
      object(path.get() + " is outside of the workspace");
    } else {
      countMatching(path.get(), names, 0);
    }
  }

  private void countMatching(Path path, Pattern names, int depth) {
    for (FileEntry entry : entries(path, depth)) {
      if (problem.isPresent()) {
        return;
      }
      Path below = path.resolve(entry.name());
      boolean isFolder = entry.status().kind() == Kind.DIRECTORY;
      if (names.matcher(entry.name()).matches()) {
        if (entry.name().equals(".git")) {
          object(path + " holds a git repository");
        }
        touched.add(below);
        count(below, depth + 1);
      } else if (isFolder && !entry.name().equals(".git")) {
        countMatching(below, names, depth + 1);
      }
    }
  }

  private void file(Word word, Optional<Path> folder) {
    Optional<Path> path = folder.flatMap(from -> Territory.path(word, from));
    if (path.isEmpty()) {
      if (unknowns == Unknowns.FORBIDDEN) {
        object("nobody can tell which files it deletes, and nothing confines it");
      }
      return;
    }
    List<Path> files = word.isGlob() ? territory.matching(path.get()) : List.of(path.get());
    for (Path file : files) {
      if (territory.status(file).isPresent()) {
        territory.objection(file).ifPresent(this::object);
        count(file, MAX_DEPTH);
      }
    }
  }

  private void overwritten(Word word, Optional<Path> folder) {
    Optional<Path> path = folder.flatMap(from -> Territory.path(word, from));
    if (path.isEmpty()) {
      return;
    }
    List<Path> files = word.isGlob() ? territory.matching(path.get()) : List.of(path.get());
    for (Path file : files) {
      if (isCertain && territory.status(file).isEmpty()) {
        begun.add(file);
      }
      replace(file);
    }
  }

  private void replace(Path file) {
    if (file.startsWith("/dev")) {
      if (!isStream(file)) {
        object(file + " is a device");
      }
      return;
    }
    Optional<FileStatus> status = territory.status(file);
    if (status.isEmpty()) {
      touched.add(file);
    } else if (status.get().kind() != Kind.DIRECTORY) {
      touched.add(file);
      lose(Loss.ofOverwritten(status.get().size()));
      if (!territory.isOwn(file)) {
        object(file + " is outside of the workspace");
      }
    }
  }

  private void discarded(Effect.Discard discard, Path folder) {
    Optional<Path> root = territory.repository(folder);
    if (root.isEmpty()) {
      return;
    }
    List<Path> targets = new ArrayList<>();
    for (Word word : discard.targets()) {
      Optional<Path> path = Territory.path(word, folder);
      if (path.isPresent() && word.isGlob()) {
        targets.addAll(territory.matching(path.get()));
      } else {
        targets.add(path.orElse(root.get())); // in doubt all of it
      }
    }
    GitIndex index = GitIndex.of(territory.files(), root.get());
    for (Path file : index.files(discard.targets().isEmpty() ? List.of(root.get()) : targets)) {
      Optional<FileStatus> status = territory.status(file);
      if (status.isPresent()
          && status.get().kind() == Kind.FILE
          && !index.has(file, status.get())) {
        touched.add(file);
        deleted.add(file);
        lose(Loss.ofOverwritten(status.get().size()));
      }
    }
  }

  private void placed(Effect.Place place, Optional<Path> folder) {
    Optional<Path> target = folder.flatMap(from -> Territory.path(place.target(), from));
    for (Word word : place.sources()) {
      Optional<Path> named = folder.flatMap(from -> Territory.path(word, from));
      List<Path> sources = named.isPresent() && word.isGlob()
          ? territory.matching(named.get())
          : named.stream().toList();
      for (Path source : sources) {
        if (place.origin() == Effect.Origin.GOES && territory.status(source).isPresent()) {
          territory.objection(source).ifPresent(this::object);
          touched.add(source);
        }
        target.ifPresent(to -> place(source, to, word.text().matches(".*/\\.?")));
      }
    }
  }

  /** A name with a slash behind it may stand for what is in the folder. */
  private void place(Path source, Path target, boolean isContent) {
    boolean isInto = territory.isFolder(target);
    if (isInto && source.getFileName() != null) {
      merge(source, target.resolve(source.getFileName()), 0);
    }
    if (!isInto || isContent) {
      merge(source, target, 0);
    }
  }

  private void merge(Path source, Path target, int depth) {
    boolean isFolder =
        territory.status(source).map(FileStatus::kind).orElse(Kind.FILE) == Kind.DIRECTORY;
    if (problem.isPresent() || source.equals(target)) {
      return;
    }
    if (isFolder && territory.isFolder(target)) {
      for (FileEntry entry : entries(source, depth)) {
        merge(source.resolve(entry.name()), target.resolve(entry.name()), depth + 1);
      }
    } else {
      placed.add(target);
      replace(target);
    }
  }

  private static boolean isStream(Path device) {
    return device.startsWith("/dev/fd")
        || device.startsWith("/dev/shm")
        || device.startsWith("/dev/pts")
        || Set.of(
                "/dev/null",
                "/dev/stdout",
                "/dev/stderr",
                "/dev/stdin",
                "/dev/tty",
                "/dev/zero",
                "/dev/full")
            .contains(device.toString());
  }
}
