package dev.codex.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchActionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'search','query':'q','sources':[{'url':'u'}]}|q",
        "{'type':'search','queries':['a']}|a",
        "{'type':'search','queries':['a','b']}|a ...",
        "{'type':'search','queries':'a'}|~~",
        "{'type':'open_page','url':'http://u'}|http://u",
        "{'type':'find_in_page','url':'http://u','pattern':'p'}|'p' in http://u",
        "{'type':'weird','x':{'query':'no'}}|~~",
        "{}|~~"
      })
  void aStepOfASearchIsToldInOneLine(String json, String summary) throws IOException {
    assertThat(SearchAction.read(json.replace('\'', '"')).summary()).isEqualTo(summary);
  }
}
