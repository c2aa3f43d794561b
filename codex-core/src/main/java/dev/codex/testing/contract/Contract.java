package dev.codex.testing.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every implementation of a port must do, as methods that throw AssertionError. Contracts know
 * no test framework; with JUnit an implementer's test is
 *
 * <pre>{@code
 * class MyStoreTest extends SessionStoreContract {
 *   protected SessionStore store() { ... }
 *
 *   @TestFactory Stream<DynamicTest> contract() {
 *     return checks().entrySet().stream()
 *         .map(check -> dynamicTest(check.getKey(), check.getValue()::run));
 *   }
 * }
 * }</pre>
 *
 * <p>A contract is an abstract subclass of this one; each public method of it that takes nothing
 * and returns nothing is a check.
 */
public abstract class Contract {

  protected Contract() {}

  /** The checks by name, sorted. They are independent of each other and of their order. */
  public final Map<String, Check> checks() {
    Map<String, Check> checks = new TreeMap<>();
    for (Class<?> type = getClass(); type != Contract.class; type = type.getSuperclass()) {
      if (Modifier.isAbstract(type.getModifiers())) {
        for (Method method : type.getDeclaredMethods()) {
          if (isCheck(method)) {
            checks.put(method.getName(), () -> run(method));
          }
        }
      }
    }
    return Collections.unmodifiableMap(checks);
  }

  private static boolean isCheck(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !Modifier.isStatic(method.getModifiers())
        && !method.isSynthetic()
        && method.getParameterCount() == 0
        && method.getReturnType() == void.class;
  }

  private void run(Method method) throws Exception {
    try {
      method.invoke(this);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      throw e;
    }
  }
}
