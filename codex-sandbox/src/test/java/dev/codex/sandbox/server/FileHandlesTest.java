package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHandlesTest {

  private static final byte[] BYTES = {1, 2, 3};

  @TempDir
  Path directory;

  private final FileHandles handles = new FileHandles();
  private final List<Boolean> finished = new ArrayList<>();

  private FileChannel open(String id) throws IOException, Refusal {
    FileChannel channel = FileChannel.open(
        directory.resolve(id), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    handles.add(id, () -> new FileHandles.Handle(channel, true, finished::add));
    return channel;
  }

  @Test
  void aFileIsFinishedWhenItIsClosedInGoodOrder() throws Exception {
    FileChannel channel = open("h");

    handles.write("h", 0, BYTES);
    handles.close("h");

    assertThat(finished).containsExactly(true);
    assertThat(channel.isOpen()).isFalse();
    assertThat(directory.resolve("h")).hasBinaryContent(BYTES);
  }

  @Test
  void aFileThatCannotBeWrittenIsTakenBackAndItsHandleIsFree() throws Exception {
    open("h").close(); // as if the disk were full

    assertThatThrownBy(() -> handles.write("h", 0, BYTES)).isInstanceOf(IOException.class);

    assertThat(finished).containsExactly(false);
    handles.close("h");
    assertThat(finished).hasSize(1);
    open("h");
    handles.write("h", 0, BYTES);
  }

  @Test
  void failuresDoNotUseUpTheHandlesOfAConnection() throws Exception {
    for (int i = 0; i < 200; i++) {
      String id = "h" + i;
      open(id).close();
      assertThatThrownBy(() -> handles.write(id, 0, BYTES)).isInstanceOf(IOException.class);
    }

    assertThat(finished).hasSize(200).containsOnly(false);
  }

  @Test
  void aFileThatIsReadIsNotTakenBackByAWriteToIt() throws Exception {
    FileChannel channel = FileChannel.open(
        directory.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    handles.add("f", () -> new FileHandles.Handle(channel, false, finished::add));

    handles.discard("f");
    assertThatThrownBy(() -> handles.write("f", 0, BYTES)).isInstanceOf(Refusal.class);

    assertThat(channel.isOpen()).isTrue();
    assertThat(finished).isEmpty();
  }
}
