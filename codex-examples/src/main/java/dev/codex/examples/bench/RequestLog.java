package dev.codex.examples.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What the fake server saw since it was last asked, in the order of arrival. */
final class RequestLog {

  /** Milliseconds between an answer's last byte and the complete request of the next round. */
  record Turnaround(int round, double millis) {}

  private final List<RequestRecord> records;

  RequestLog(List<RequestRecord> records) {
    this.records =
        records.stream().sorted(Comparator.comparing(RequestRecord::bodyAt)).toList();
  }

  int size() {
    return records.size();
  }

  RequestRecord last() {
    return records.get(records.size() - 1);
  }

  RequestRecord get(int index) {
    return records.get(index);
  }

  List<Turnaround> turnarounds() {
    Map<String, RequestRecord> before = new HashMap<>();
    List<Turnaround> all = new ArrayList<>(records.size());
    for (RequestRecord record : records) {
      RequestRecord previous = before.put(record.session(), record);
      if (previous != null && previous.round() + 1 == record.round()) {
        long nanos = record.bodyAt() - previous.answeredAt();
        all.add(new Turnaround(record.round(), nanos / 1e6));
      }
    }
    return all;
  }

  /** The turnarounds of rounds in the given range, the second bound not included. */
  Samples turnarounds(int from, int to) {
    return Samples.of(turnarounds().stream()
        .filter(each -> each.round() >= from && each.round() < to)
        .mapToDouble(Turnaround::millis));
  }

  Samples allTurnarounds() {
    return turnarounds(0, Integer.MAX_VALUE);
  }

  /** Milliseconds from the end of the headers to the end of the body. */
  DoubleStream bodyGaps() {
    return records.stream().mapToDouble(each -> (each.bodyAt() - each.headersAt()) / 1e6);
  }

  long connections() {
    return records.stream().map(RequestRecord::connection).distinct().count();
  }
}
