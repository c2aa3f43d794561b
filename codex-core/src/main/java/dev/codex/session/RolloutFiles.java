package dev.codex.session;

import dev.codex.error.SessionException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names and places of rollout files: {@code
 * sessions/YYYY/MM/DD/rollout-YYYY-MM-DDThh-mm-ss-UUID.jsonl} in local time (codex-behaviour 5).
 * Links below {@code sessions} are not followed.
 */
final class RolloutFiles {

  private static final String UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final Pattern ID = Pattern.compile(UUID);
  private static final Pattern NAME =
      Pattern.compile("rollout-(\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d)-(" + UUID + ")\\.jsonl");
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern MONTH_OR_DAY = Pattern.compile("\\d\\d");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path sessions;
  private final ZoneId zone;

  RolloutFiles(Path home, ZoneId zone) {
    this.sessions = home.toAbsolutePath().normalize().resolve("sessions");
    this.zone = zone;
  }

  /** The folder above all of them. */
  Path folder() {
    return sessions;
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  Path fileFor(String id, Instant createdAt) {
    LocalDateTime time = LocalDateTime.ofInstant(createdAt, zone);
    String year = String.valueOf(time.getYear());
    String month = twoDigits(time.getMonthValue());
    String day = twoDigits(time.getDayOfMonth());
    String second = twoDigits(time.getHour())
        + "-" + twoDigits(time.getMinute())
        + "-" + twoDigits(time.getSecond());
    String name = "rollout-" + year + "-" + month + "-" + day + "T" + second + "-" + id + ".jsonl";
    return sessions.resolve(year).resolve(month).resolve(day).resolve(name);
  }

  /** By hand: the first formatter of a JVM loads a hundred classes. */
  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }

  /** Makes an empty file and the directories above it, for the owner's eyes whatever the umask. */
  void create(Path file, String id) throws IOException {
    createDirectories(Objects.requireNonNull(file.getParent(), "a session file lies in a day"));
    try {
      Files.createFile(file, attributes(file, OWNER_ONLY_FILE));
    } catch (FileAlreadyExistsException e) {
      throw new SessionException("There is a session " + id + " already: " + file + ".", e);
    }
    restrict(file, OWNER_ONLY_FILE);
  }

  /** The file of the session, if there is one. */
  Optional<Path> find(String id) {
    String end = "-" + id + ".jsonl";
    for (Path day : days()) {
      List<Path> found =
          children(day, name -> name.endsWith(end) && NAME.matcher(name).matches());
      for (Path file : found) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /** All files, the one that was begun last first. */
  List<Path> all() {
    List<Path> files = new ArrayList<>();
    for (Path day : days()) {
      files.addAll(children(day, name -> NAME.matcher(name).matches()));
    }
    return files;
  }

  /** The id of the session that is kept in the file. */
  static String id(Path file) {
    return match(file).group(2);
  }

  /** When the session began, by the name of its file. */
  Instant createdAt(Path file) {
    String[] parts = match(file).group(1).split("[T-]", -1);
    int[] of = Arrays.stream(parts).mapToInt(Integer::parseInt).toArray();
    return LocalDateTime.of(of[0], of[1], of[2], of[3], of[4], of[5])
        .atZone(zone)
        .toInstant();
  }

  @Override
  public String toString() {
    return sessions.toString();
  }

  private static Matcher match(Path file) {
    Matcher matcher = NAME.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not the name of a rollout file: " + file);
    }
    return matcher;
  }

  private List<Path> days() {
    List<Path> days = new ArrayList<>();
    for (Path year : directories(sessions, YEAR)) {
      for (Path month : directories(year, MONTH_OR_DAY)) {
        days.addAll(directories(month, MONTH_OR_DAY));
      }
    }
    return days;
  }

  private static List<Path> directories(Path parent, Pattern pattern) {
    List<Path> found = children(parent, name -> pattern.matcher(name).matches());
    found.removeIf(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    return found;
  }

  /** The children of this name, the last first; none of a directory that cannot be read. */
  private static List<Path> children(Path directory, Predicate<String> wanted) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(
        directory, path -> wanted.test(path.getFileName().toString()))) {
      stream.forEach(children::add);
    } catch (IOException | DirectoryIteratorException e) {
      return new ArrayList<>(); // one bad directory must not hide the others
    }
    children.sort(Comparator.reverseOrder());
    return children;
  }

  private static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, attributes(directory, OWNER_ONLY));
      restrict(directory, OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** A umask may have taken away even what the owner needs. */
  private static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (isPosix(path)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
