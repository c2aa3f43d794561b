package dev.codex.sandbox.linux;

import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.Script;
import dev.codex.sandbox.kernel.Step;
import dev.codex.sandbox.kernel.Step.Label;
import dev.codex.sandbox.network.NetworkProxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that takes connections on the loopback interface of the new network, which leads
 * nowhere, and passes their bytes to a socket file of the host. It is there before the view changes
 * and before system calls are judged, so the command can do neither: reach the file, or make a
 * socket that could. Two processes carry a connection, one in each direction.
 */
final class BridgeSteps {

  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final long SET_INTERFACE_FLAGS = 0x8914;
  private static final int UP = 0x41; // and running
  private static final int WAITING = 64;
  private static final long CHILD = 17;
  private static final long WRITING = 1;

  private static final int SERVER = CommandSteps.STATUS + 1;
  private static final int CLIENT = SERVER + 1;

  private final Script script;
  private final CommandSteps steps;

  BridgeSteps(Script script, CommandSteps steps) {
    this.script = script;
    this.steps = steps;
  }

  /** The command's own script goes on after this. */
  void add(Path folder) {
    int flags = (int) CommandSteps.CLOSE_ON_EXEC;
    script.open(SERVER, "loopback", "socket", INET, DATAGRAM | flags, 0);
    script.call("loopback", "ioctl", SERVER, SET_INTERFACE_FLAGS, script.data(loopback()));
    script.call("", "close", SERVER);
    script.open(SERVER, "bridge", "socket", INET, STREAM | flags, 0);
    script.call("bridge", "bind", SERVER, script.data(address()), 16);
    script.call("bridge", "listen", SERVER, WAITING);
    // before there are two processes: the view of both changes at once
    script.call("proxy", "chdir", script.text(folder.toString()));
    Label bridge = new Label();
    Label command = new Label();
    script.call("bridge", "clone", CHILD).when(0, bridge);
    script.call("", "close", SERVER);
    script.jump(command);
    script.place(bridge);
    giveUp();
    serve();
    script.place(command);
  }

  private static byte[] loopback() {
    ByteBuffer request = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    request.put("lo".getBytes(StandardCharsets.US_ASCII));
    return request.putShort(16, (short) UP).array();
  }

  private static byte[] address() {
    ByteBuffer address = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    address.putShort((short) INET).order(ByteOrder.BIG_ENDIAN).putShort((short) NetworkProxy.PORT);
    return address.put(new byte[] {127, 0, 0, 1}).array();
  }

  /** The command's streams would never end, and its user must not get at this process. */
  private void giveUp() {
    steps.dropBounds();
    steps.hideMemory();
    steps.dropCapabilities();
    steps.noNewPrivileges();
    long ignore = script.words(1, 0, 0, 0);
    script.call("children", "rt_sigaction", CHILD, ignore, 0, 8);
    for (int descriptor = 0; descriptor <= CommandSteps.STATUS; descriptor++) {
      // occupied, so that the numbers of the next ones follow
      script.open(descriptor, "bridge", "dup3", SERVER, descriptor, 0);
    }
  }

  private void serve() {
    Label next = new Label();
    script.place(next);
    script.open(CLIENT, "bridge", "accept4", SERVER, 0, 0, 0).orElse(next);
    Label connection = new Label();
    script.call("", "clone", CHILD).when(0, connection).orElse(connection);
    script.call("", "close", CLIENT);
    script.jump(next);

    script.place(connection);
    Label end = new Label();
    script.call("", "close", SERVER);
    script.open(SERVER, "", "socket", UNIX, STREAM, 0).orElse(end);
    byte[] name = (NetworkProxy.SOCKET + '\0').getBytes(StandardCharsets.US_ASCII);
    ByteBuffer address = ByteBuffer.allocate(2 + name.length).order(ByteOrder.LITTLE_ENDIAN);
    byte[] unix = address.putShort((short) UNIX).put(name).array();
    script.call("", "connect", SERVER, script.data(unix), unix.length).orElse(end);
    Label up = new Label();
    script.call("", "clone", CHILD).when(0, up).orElse(end);
    copy(SERVER, CLIENT, end);
    script.place(up);
    copy(CLIENT, SERVER, end);
    script.place(end);
    script.call("", "exit_group", 0);
  }

  private void copy(int from, int to, Label end) {
    Label more = new Label();
    Label done = new Label();
    script.place(more);
    Step read = script
        .call("", "read", from, Script.SCRATCH, Script.SCRATCH_SIZE)
        .when(0, done)
        .orElse(done);
    Step write = script.call("", "write", to, Script.SCRATCH, 0).orElse(done);
    read.storedAsArgumentOf(write, 2);
    script.jump(more);
    script.place(done);
    script.call("", "shutdown", to, WRITING).orElse(end);
    script.jump(end);
  }
}
