package dev.codex.sandbox.server.socket;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a connection whose request takes too long, however many bytes a minute it sends. */
final class HandshakeClock implements Runnable {

  private final Socket socket;
  private final int millis;
  private final CountDownLatch over = new CountDownLatch(1);

  HandshakeClock(Socket socket, int millis) {
    this.socket = socket;
    this.millis = millis;
  }

  void stop() {
    over.countDown();
  }

  @Override
  public void run() {
    try {
      if (!over.await(millis, TimeUnit.MILLISECONDS)) {
        socket.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // closed already
    }
  }
}
