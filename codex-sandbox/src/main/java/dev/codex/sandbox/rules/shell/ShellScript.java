package dev.codex.sandbox.rules.shell;

import dev.codex.sandbox.rules.shell.ShellCommand.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A script that is nothing but simple commands with known words, joined by {@code && || ; |} and
 * line ends. Anything else - an expansion, a substitution, a loop, a function, a here document, a
 * job in the background, a character that shells read differently - is not read at all: then nobody
 * can tell without running it what it does.
 */
public final class ShellScript {

  static final int MAX_LENGTH = 64 * 1024;
  static final int MAX_COMMANDS = 200;

  private static final Pattern ASSIGNMENT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);
  private static final Pattern ODD_ASSIGNMENT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\[.*|\\+=.*)", Pattern.DOTALL);

  /** Words that are no program where a command begins. */
  private static final Set<String> KEYWORDS = Set.of(
      "if",
      "then",
      "else",
      "elif",
      "fi",
      "do",
      "done",
      "case",
      "esac",
      "while",
      "until",
      "for",
      "select",
      "function",
      "in",
      "{",
      "}",
      "!",
      "[[",
      "]]",
      "time",
      "coproc");

  private final List<ShellCommand> commands;

  private ShellScript(List<ShellCommand> commands) {
    this.commands = List.copyOf(commands);
  }

  /** The commands in the order they stand. */
  public List<ShellCommand> commands() {
    return commands;
  }

  /** The script, or nothing where its commands cannot be told for certain. */
  public static Optional<ShellScript> read(String script) {
    if (script.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ShellScript(new Parser(new ShellLexer(script)).script()));
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  /** Reads commands off a lexer. */
  private static final class Parser {

    private final ShellLexer lexer;
    private final List<ShellCommand> commands = new ArrayList<>();

    Parser(ShellLexer lexer) {
      this.lexer = lexer;
    }

    List<ShellCommand> script() {
      Link link = Link.NEXT;
      lexer.skipLines();
      while (!lexer.atEnd() || link != Link.NEXT) {
        commands.add(command(link));
        if (commands.size() > MAX_COMMANDS) {
          throw new UnreadableException();
        }
        link = link();
      }
      return commands;
    }

    /** What stands between this command and the next; only some of it may end the script. */
    private Link link() {
      Link link = switch (lexer.operator()) {
        case "&&" -> Link.AND;
        case "||" -> Link.OR;
        case "|" -> Link.PIPE;
        case ";", "\n", "" -> Link.NEXT;
        default -> throw new UnreadableException();
      };
      lexer.skipLines();
      return link;
    }

    private ShellCommand command(Link link) {
      List<String> assignments = new ArrayList<>();
      List<String> words = new ArrayList<>();
      List<Redirect> redirects = new ArrayList<>();
      while (true) {
        Optional<Redirect> redirect = lexer.redirect();
        if (redirect.isPresent()) {
          redirects.add(redirect.get());
          continue;
        }
        Optional<ShellWord> word = lexer.word();
        if (word.isEmpty()) {
          break;
        }
        if (words.isEmpty()) {
          first(word.get(), assignments, words);
        } else {
          words.add(word.get().value());
        }
      }
      if (words.isEmpty() && assignments.isEmpty()) {
        throw new UnreadableException();
      }
      return new ShellCommand(link, assignments, words, redirects);
    }

    private static void first(ShellWord word, List<String> assignments, List<String> words) {
      if (word.isBare() && KEYWORDS.contains(word.value())
          || ODD_ASSIGNMENT.matcher(word.value()).matches()) {
        throw new UnreadableException();
      }
      if (!ASSIGNMENT.matcher(word.value()).matches()) {
        words.add(word.value());
      } else if (word.nameIsBare()) {
        assignments.add(word.value());
      } else {
        throw new UnreadableException();
      }
    }
  }
}
