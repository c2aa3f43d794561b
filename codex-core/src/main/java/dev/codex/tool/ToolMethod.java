package dev.codex.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a tool; see {@link Tool#ofMethods}. {@link Describe} at the method tells the model
 * what it does, and at a parameter what to pass.
 *
 * <pre>{@code
 * @ToolMethod
 * @Describe("Reads one ticket.")
 * String lookUpTicket(@Describe("Key such as ABC-123") String key, Progress progress) { ... }
 * }</pre>
 *
 * <p>Parameters of the types {@link ToolInvocation}, {@link Progress} and {@link Cancellation} are
 * filled in by the library, the model is asked for all others. Their names must be in the class
 * file, which javac puts there with {@code -parameters}. What is returned becomes the answer as
 * with {@link ToolFunction}; {@code void} is an empty one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ToolMethod {

  /** The tool's name; the default is the method's, in snake case. */
  String name() default "";

  /** Whether a call changes something outside its answer. */
  boolean mutating() default true;

  /** Whether calls may run beside each other. */
  boolean parallelSafe() default false;

  /** After how many seconds a call is cancelled; 10 minutes. */
  long timeoutSeconds() default 600;
}
