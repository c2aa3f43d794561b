package dev.codex.internal.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.model.ModelInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryRepairTest {

  @Test
  void aValidHistoryStaysTheSameInstance() {
    ModelInput valid = input(
        message("m1", "user", "hello"),
        call("f1", "c1"),
        custom("f2", "c2"),
        output("c1"),
        customOutput("c2"),
        call("f3", "c1"),
        output("c1"),
        message("m2", "assistant", "bye"));

    HistoryRepair.Result result = HistoryRepair.repair(valid);

    assertThat(result.input()).isSameAs(valid);
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void missingOutputsAreInsertedBehindTheBlockOfCalls() {
    HistoryRepair.Result result = HistoryRepair.repair(input(
        call("f1", "c1"),
        custom("f2", "c2"),
        call("f3", "c3"),
        output("c2"),
        customOutput("c2"),
        message("m", "user", "go on")));

    assertThat(result.input())
        .isEqualTo(input(
            call("f1", "c1"),
            custom("f2", "c2"),
            call("f3", "c3"),
            "{'type':'function_call_output','call_id':'c1','output':'aborted'}",
            "{'type':'function_call_output','call_id':'c3','output':'aborted'}",
            customOutput("c2"),
            message("m", "user", "go on")));
    assertThat(result.notes())
        .containsExactly(
            new HistoryRepair.Note(3, "an output of 'c2', which was not called, was left out"),
            new HistoryRepair.Note(0, "the call 'c1' has no output"),
            new HistoryRepair.Note(2, "the call 'c3' has no output"));
  }

  @Test
  void aRepeatedCallIdIsPairedInOrderAndALaterBlockTakesItOver() {
    HistoryRepair.Result result = HistoryRepair.repair(input(
        call("f1", "c"),
        message("m", "user", "killed"),
        call("f2", "c"),
        output("c"),
        output("c")));

    assertThat(result.input())
        .isEqualTo(input(
            call("f1", "c"),
            "{'type':'function_call_output','call_id':'c','output':'aborted'}",
            message("m", "user", "killed"),
            call("f2", "c"),
            output("c")));
  }

  @Test
  void emptyMessagesDoubleIdsAndCallsThatCannotBeAnsweredGo() {
    HistoryRepair.Result result = HistoryRepair.repair(input(
        "{'type':'message','id':'m1','role':'assistant','content':[]}",
        "{'type':'message','id':'m2','role':'assistant','content':"
            + "[{'type':'output_text','text':''}]}",
        "{'type':'message','role':'user','content':[{'type':'input_text','text':''},"
            + "{'type':'input_image','image_url':'data:x'}]}",
        message("m3", "user", "a"),
        message("m3", "user", "b"),
        "{'type':'reasoning','id':'r1','summary':[]}",
        "{'type':'reasoning','id':'r1','summary':[]}",
        "{'type':'function_call','name':'x','arguments':'{}'}",
        "{'id':'z','type':'other','content':[]}"));

    assertThat(result.input())
        .isEqualTo(input(
            "{'type':'message','role':'user','content':[{'type':'input_text','text':''},"
                + "{'type':'input_image','image_url':'data:x'}]}",
            message("m3", "user", "a"),
            message("m3", "user", "b").replace("'id':'m3',", ""),
            "{'type':'reasoning','id':'r1','summary':[]}",
            "{'id':'z','type':'other','content':[]}"));
    assertThat(result.notes()).hasSize(5);
  }

  @Test
  void otherKindsOfCallsAreAnsweredInTheirOwnWay() {
    HistoryRepair.Result result = HistoryRepair.repair(input(
        "{'type':'local_shell_call','call_id':'l','status':'completed'}",
        "{'type':'tool_search_call','call_id':'t','execution':'client'}",
        "{'type':'tool_search_call','call_id':'s','execution':'server'}"));

    assertThat(result.input())
        .isEqualTo(input(
            "{'type':'local_shell_call','call_id':'l','status':'completed'}",
            "{'type':'tool_search_call','call_id':'t','execution':'client'}",
            "{'type':'function_call_output','call_id':'l','output':'aborted'}",
            "{'type':'tool_search_output','call_id':'t','status':'completed',"
                + "'execution':'client','tools':[]}",
            "{'type':'tool_search_call','call_id':'s','execution':'server'}"));
  }

  @Test
  void whateverTheSequenceTheStrictestServerTakesTheResult() {
    for (int seed = 0; seed < 10_000; seed++) {
      ModelInput input = random(new Random(seed));

      HistoryRepair.Result result = HistoryRepair.repair(input);

      assertThat(StrictServer.complaints(result.input()))
          .as("seed %s: %s", seed, input)
          .isEmpty();
      HistoryRepair.Result again = HistoryRepair.repair(result.input());
      assertThat(again.input()).as("seed %s: %s", seed, input).isSameAs(result.input());
      if (result.notes().isEmpty()) {
        assertThat(result.input()).isSameAs(input);
      }
    }
  }

  private static ModelInput random(Random random) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(14); i > 0; i--) {
      String id = "i" + random.nextInt(20);
      String callId = random.nextInt(20) == 0 ? "" : "c" + random.nextInt(4);
      items.add(
          switch (random.nextInt(8)) {
            case 0 -> message(id, "user", random.nextInt(4) == 0 ? "" : "text");
            case 1 -> message(id, "assistant", random.nextInt(4) == 0 ? "" : "text");
            case 2 -> "{'type':'reasoning','id':'" + id + "','summary':[]}";
            case 3, 4 -> call(id, callId);
            case 5 -> custom(id, callId);
            case 6 -> output(callId);
            default -> customOutput(callId);
          });
    }
    return input(items.toArray(new String[0]));
  }

  private static String message(String id, String role, String text) {
    return "{'type':'message','id':'" + id + "','role':'" + role
        + "','content':[{'type':'input_text','text':'" + text + "'}]}";
  }

  private static String call(String id, String callId) {
    return "{'type':'function_call','id':'" + id + "','name':'x','arguments':'{}','call_id':'"
        + callId + "'}";
  }

  private static String custom(String id, String callId) {
    return "{'type':'custom_tool_call','id':'" + id + "','call_id':'" + callId
        + "','name':'x','input':''}";
  }

  private static String output(String callId) {
    return "{'type':'function_call_output','call_id':'" + callId + "','output':'done'}";
  }

  private static String customOutput(String callId) {
    return "{'type':'custom_tool_call_output','call_id':'" + callId + "','output':'done'}";
  }

  private static ModelInput input(String... items) {
    return Stream.of(items)
        .map(item -> item.replace('\'', '"').getBytes(UTF_8))
        .reduce(ModelInput.empty(), ModelInput::plusJson, (a, b) -> a);
  }
}
