package dev.codex.examples.bench;

/**
 * What the fake server saw of a request. Times are {@link System#nanoTime}, which on Linux is the
 * same clock in all processes.
 *
 * @param headersAt when its headers were complete
 * @param bodyAt when its body was complete
 * @param answeredAt just before the last bytes of the answer were written
 * @param connection which connection it came over; 1 is the server's first
 */
record RequestRecord(
    String session,
    int round,
    int bytes,
    long headersAt,
    long bodyAt,
    long answeredAt,
    int connection) {

  String line() {
    return String.join(
        "\t",
        session,
        Integer.toString(round),
        Integer.toString(bytes),
        Long.toString(headersAt),
        Long.toString(bodyAt),
        Long.toString(answeredAt),
        Integer.toString(connection));
  }

  static RequestRecord parse(String line) {
    String[] cells = line.split("\t");
    return new RequestRecord(
        cells[0],
        Integer.parseInt(cells[1]),
        Integer.parseInt(cells[2]),
        Long.parseLong(cells[3]),
        Long.parseLong(cells[4]),
        Long.parseLong(cells[5]),
        Integer.parseInt(cells[6]));
  }
}
