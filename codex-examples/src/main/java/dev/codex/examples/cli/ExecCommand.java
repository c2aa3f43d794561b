package dev.codex.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.Agent;
import dev.codex.Input;
import dev.codex.Prompt;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.config.Config;
import dev.codex.config.ConfigNotice;
import dev.codex.config.UnknownKeys;
import dev.codex.error.CodexException;
import dev.codex.error.SandboxUnavailableException;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.TurnCompleted;
import dev.codex.examples.cli.ExecOptions.Resume;
import dev.codex.examples.cli.output.EventPrinter;
import dev.codex.examples.cli.output.HumanPrinter;
import dev.codex.examples.cli.output.JsonPrinter;
import dev.codex.item.AgentMessage;
import dev.codex.model.OutputSchema;
import dev.codex.session.SessionStore;
import dev.codex.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Runs one turn and says how it went: the {@code exec} command. */
final class ExecCommand {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Surroundings surroundings;
  private final ExecOptions options;
  private final EventPrinter printer;

  ExecCommand(Surroundings surroundings, ExecOptions options) {
    this.surroundings = surroundings;
    this.options = options;
    this.printer = options.isJson()
        ? new JsonPrinter(surroundings.out())
        : new HumanPrinter(
            surroundings.out(),
            surroundings.err(),
            System.getProperty("codex.output", "").equals("terminal"));
  }

  /** Returns the exit code. */
  int run() {
    try (Place place = Place.of(surroundings, options.environment())) {
      Path workspace = workspace(place);
      Config config = config(workspace);
      ModelFinder finder = new ModelFinder(surroundings, new LocalServer(PATIENCE)::firstModel);
      ModelChoice choice = finder.find(config, options.model());
      if (choice instanceof ModelChoice.Missing missing) {
        missing.looked().forEach(surroundings.err()::println);
        surroundings
            .err()
            .println("So your prompt is left aside, and here is the offline demo:"
                + " everything in it is real but the model, a stand-in that follows a few fixed"
                + " rules.");
        return new DemoCommand(surroundings, options.isJson()).run();
      }
      requireTrust(config, workspace, place);
      requireFolderOfLastMessage();
      place.reach(config);
      AgentAssembly assembly =
          new AgentAssembly(surroundings, options, config, workspace, (ModelChoice.Found) choice);
      return run(assembly, config, place);
    } catch (ExecException e) {
      surroundings.err().println(e.getMessage());
      return 1;
    } catch (SandboxUnavailableException e) {
      surroundings.err().println("Error: " + e.getMessage());
      surroundings.err().println("Here the latter is: codex exec -s danger-full-access");
      return 1;
    } catch (CodexException e) {
      surroundings.err().println("Error: " + e.getMessage());
      return 1;
    }
  }

  private int run(AgentAssembly assembly, Config config, Place place) {
    String text = new StandardInput(surroundings.input(), surroundings.inputKind(), PATIENCE)
        .prompt(options.prompt());
    Prompt prompt = prompt(text);
    Agent agent = assembly.agent(place);
    try (Session session = open(agent, assembly, place)) {
      printer.started(assembly.info(session.id(), text));
      warnings(config);
      assembly.notices().forEach(printer::warning);
      return run(session, prompt);
    }
  }

  private int run(Session session, Prompt prompt) {
    String lastMessage = "";
    boolean completed = false;
    Turn turn = session.start(prompt);
    try (Interruption interruption = Interruption.of(session, turn)) {
      for (Event event : turn) {
        if (interruption.hasBegun()) {
          return 1;
        }
        printer.event(event);
        completed |= event instanceof TurnCompleted;
        if (event instanceof ItemCompleted done && done.item() instanceof AgentMessage message) {
          lastMessage = message.text();
        }
      }
    }
    printer.finished(lastMessage);
    writeLastMessage(completed ? lastMessage : "");
    return completed ? 0 : 1;
  }

  private Path workspace(Place place) {
    Path workspace = options
        .workingDirectory()
        .map(surroundings.directory()::resolve)
        .orElse(surroundings.directory());
    if (place.isRemote()) {
      return workspace.toAbsolutePath().normalize(); // there, which may not be here
    }
    try {
      return workspace.toRealPath();
    } catch (IOException e) {
      throw new ExecException("The working directory " + workspace + " does not exist.");
    }
  }

  private Config config(Path workspace) {
    Path home = surroundings.home();
    Config.Builder config =
        Config.builder().unknownKeys(options.isStrict() ? UnknownKeys.REFUSE : UnknownKeys.REPORT);
    if (!options.ignoresUserConfig()) {
      config.addHome(home);
    }
    options.profile().ifPresent(name -> config.addProfile(home, name));
    config.addProject(workspace);
    options.overrides().forEach(config::addOverride);
    return config.build();
  }

  private void requireTrust(Config config, Path workspace, Place place) {
    if (!options.skipsRepositoryCheck()
        && !place.isInRepository(workspace, config)
        && !config.isTrusted(workspace)) {
      throw new ExecException(
          "Not inside a trusted directory and --skip-git-repo-check was not specified.");
    }
  }

  private void requireFolderOfLastMessage() {
    options.lastMessageFile().ifPresent(named -> {
      Path file = surroundings.directory().resolve(named);
      Path folder = file.getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        throw new ExecException("The last message cannot be written to " + file
            + ": there is no such folder. Make it, or name another file with -o.");
      }
    });
  }

  private Prompt prompt(String text) {
    Prompt.Builder prompt = Prompt.builder();
    for (Path image : options.images()) {
      prompt.addInput(Input.image(named(image)));
    }
    prompt.addInput(Input.text(text));
    options.outputSchema().ifPresent(file -> prompt.outputSchema(schema(file)));
    return prompt.build();
  }

  /** As it was spelled, if it means the same in the working directory of the session. */
  private Path named(Path file) {
    Path here = surroundings.directory();
    boolean isSame = options.workingDirectory().map(here::resolve).orElse(here).equals(here);
    return isSame ? file : here.resolve(file);
  }

  private OutputSchema schema(Path file) {
    Path path = surroundings.directory().resolve(file);
    try {
      String text = Files.readString(path);
      new ObjectMapper().readTree(text);
      return OutputSchema.of(text);
    } catch (JsonProcessingException e) {
      throw new ExecException(
          "The output schema " + path + " is not JSON: " + e.getOriginalMessage());
    } catch (NoSuchFileException e) {
      throw new ExecException("The output schema " + path + " does not exist.");
    } catch (IOException e) {
      throw new ExecException("The output schema " + path + " cannot be read: " + e.getMessage());
    }
  }

  private Session open(Agent agent, AgentAssembly assembly, Place place) {
    if (options.resume().isEmpty()) {
      return agent.startSession();
    }
    Optional<String> id = options.resume().get() instanceof Resume.Id named
        ? Optional.of(named.id())
        : last(assembly.store(), (Resume.Last) options.resume().get(), workspace(place));
    return id.map(agent::resumeSession).orElseGet(agent::startSession);
  }

  private static Optional<String> last(SessionStore store, Resume.Last last, Path workspace) {
    return store.list().stream()
        .filter(one ->
            last.scope() == Resume.Scope.EVERYWHERE || one.workingDirectory().equals(workspace))
        .map(SessionSummary::id)
        .findFirst();
  }

  private void warnings(Config config) {
    for (ConfigNotice notice : config.notices()) {
      if (notice.kind() == ConfigNotice.Kind.UNTRUSTED_PROJECT) {
        surroundings.err().println("warning: " + notice.message());
      } else {
        printer.warning(notice.message());
      }
    }
  }

  private void writeLastMessage(String message) {
    if (options.lastMessageFile().isEmpty()) {
      return;
    }
    Path file = surroundings.directory().resolve(options.lastMessageFile().get());
    try {
      Files.writeString(file, message);
    } catch (NoSuchFileException e) {
      surroundings
          .err()
          .println(
              "The last message could not be written to " + file + ": there is no such folder.");
      return;
    } catch (IOException e) {
      surroundings.err().println("The last message could not be written to " + file + ": " + e);
      return;
    }
    if (message.isEmpty()) {
      surroundings.err().println("Warning: no last agent message; wrote empty content to " + file);
    }
  }
}
