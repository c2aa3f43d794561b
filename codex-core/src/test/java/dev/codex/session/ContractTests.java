package dev.codex.session;

import dev.codex.testing.contract.SessionStoreContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Makes a JUnit test of each method of the contract. */
final class ContractTests {

  private ContractTests() {}

  static Stream<DynamicTest> of(Supplier<SessionStore> stores) {
    return Arrays.stream(SessionStoreContract.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method, stores)));
  }

  private static void run(Method method, Supplier<SessionStore> stores) throws Throwable {
    SessionStoreContract contract = new SessionStoreContract() {
      @Override
      protected SessionStore newStore() {
        return stores.get();
      }
    };
    try {
      method.invoke(contract);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
