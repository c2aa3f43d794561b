package dev.codex.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaCheckTest {

  private static final String TREE =
      "{'$ref':'#/$defs/n','$defs':{'n':{'type':'object','required':['k'],'properties':"
          + "{'k':{'type':'array','items':{'$ref':'#/$defs/n'}}}}}}";
  private static final String ARMS =
      "{'anyOf':[{'type':'object','properties':{'type':{'enum':['A']},'a':{'type':'integer'}},"
          + "'required':['type','a'],'additionalProperties':false},{'type':'object','properties':"
          + "{'type':{'enum':['B']},'b':{'type':'string'}},'required':['type','b'],"
          + "'additionalProperties':false},{'type':'null'}]}";

  static Stream<Arguments> checks() {
    return Stream.of(
        check("{'type':'string'}", "'a'"),
        check("{'type':'string'}", "1", "$ must be a string but is 1"),
        check("{'type':['integer','null']}", "null"),
        check("{'type':['integer','null']}", "3.0"),
        check("{'type':['integer','null']}", "'x'", "$ must be an integer or null but is 'x'"),
        check("{'enum':['a','b',3]}", "3.0"),
        check(
            "{'enum':['apple','b']}",
            "'aple'",
            "$ must be one of apple, b but is 'aple' (did you mean apple?)"),
        check("{'const':{'a':[1]}}", "{'a':[1.0]}"),
        check("{'const':'x'}", "'y'", "$ must be 'x' but is 'y'"),
        check("{'minimum':1,'maximum':2}", "1.5"),
        check("{'minimum':1,'maximum':2}", "3", "$ must be at most 2 but is 3"),
        check("{'minimum':1}", "0.5", "$ must be at least 1 but is 0.5"),
        check("{'exclusiveMinimum':1}", "1", "$ must be more than 1 but is 1"),
        check("{'exclusiveMaximum':1}", "1", "$ must be less than 1 but is 1"),
        check("{'minLength':2,'maxLength':3}", "'😀😀'"),
        check("{'minLength':2}", "'a'", "$ must have at least 2 characters but has 1"),
        check("{'pattern':'^[a-z]+$'}", "'abc'"),
        check(
            "{'pattern':'^[a-z]+$'}", "'ABC'", "$ must be text that matches ^[a-z]+$ but is 'ABC'"),
        check("{'pattern':'(('}", "'ABC'"),
        check(
            "{'items':{'type':'integer'},'maxItems':2}",
            "[1,'x',3]",
            "$ must have at most 2 elements but has 3",
            "$[1] must be an integer but is 'x'"),
        check(
            "{'properties':{'a b':{'type':'integer'}},'required':['a b','count'],"
                + "'additionalProperties':false}",
            "{'a b':null,'cuont':1}",
            "$.count is missing (required; did you mean it by 'cuont'?)",
            "$['a b'] must be an integer but is null",
            "$.cuont is not allowed here"),
        check(
            "{'additionalProperties':{'type':'integer'}}",
            "{'x':1,'y':'z'}",
            "$.y must be an integer but is 'z'"),
        check(TREE, "{'k':[{'k':[]},{'k':[]}]}"),
        check(TREE, "{'k':[{'k':[{}]}]}", "$.k[0].k[0].k is missing (an array)"),
        check(
            "{'$ref':'#/$defs/a~1b','$defs':{'a/b':{'type':'null'}}}",
            "1",
            "$ must be null but is 1"),
        check("{'$ref':'#'}", "1"),
        check(ARMS, "{'type':'B','b':'x'}"),
        check(ARMS, "null"),
        check(ARMS, "{'type':'B','b':1}", "$.b must be a string but is 1"),
        check(ARMS, "7", "$ must be an object but is 7"),
        check("false", "1", "$ is not allowed here"),
        check("true", "1"),
        check(
            "{'type':'string'}",
            "'a",
            "the JSON is cut off at line 1, column 3; send it again as a whole"));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void theTextIsCheckedAgainstTheSchema(String schema, String json, String[] problems) {
    assertThat(SchemaCheck.of(schema).problems(json)).containsExactly(problems);
  }

  @Test
  void aSchemaThatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> SchemaCheck.of("{\"type\":"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The schema cannot be used: the JSON is cut off at line 1, column 9; send it again as a"
                + " whole");
  }

  @Test
  @Timeout(20)
  void aPatternThatNeverEndsCountsAsMatching() {
    SchemaCheck check = SchemaCheck.of("{\"pattern\":\"(.*a){12}$\"}");

    assertThat(check.problems("\"" + "a".repeat(100) + "!\"")).isEmpty();
    assertThat(check.problems("\"" + "a".repeat(100_000) + "!\"")).isEmpty();
  }

  @Test
  void aSchemaThatExplodesIsGivenUp() {
    StringBuilder schema = new StringBuilder("{\"$ref\":\"#/$defs/a0\",\"$defs\":{");
    for (int i = 0; i < 60; i++) {
      String next = "{\"$ref\":\"#/$defs/a" + (i + 1) + "\"}";
      schema.append("\"a" + i + "\":{\"anyOf\":[" + next + "," + next + "]},");
    }
    schema.append("\"a60\":{\"type\":\"null\"}}}");

    assertThat(Duration.ofNanos(timed(SchemaCheck.of(schema.toString()))))
        .isLessThan(Duration.ofSeconds(20));
  }

  private static long timed(SchemaCheck check) {
    long start = System.nanoTime();
    check.problems("1");
    return System.nanoTime() - start;
  }

  private static Arguments check(String schema, String json, String... problems) {
    String[] expected =
        Stream.of(problems).map(problem -> problem.replace('\'', '"')).toArray(String[]::new);
    return Arguments.of(schema.replace('\'', '"'), json.replace('\'', '"'), expected);
  }
}
