import dev.codex.*
import dev.codex.error.*
import dev.codex.event.*
import dev.codex.item.*
import dev.codex.model.*
import dev.codex.policy.*
import dev.codex.sandbox.*
import dev.codex.tool.*
import dev.codex.tools.*
import java.nio.file.Path
Agent codex(Path workspace) { return dev.codex.examples.cli.LocalAgent.in(workspace); }
