package dev.codex.sandbox.kernel;

import java.util.List;

/**
 * What the steps of a script are about. It is kept as long as the command runs, which the script
 * with all its data need not be.
 *
 * @param first the address of the first one
 */
public record StepNames(long first, List<String> names) {

  /** The step that is at an address of the launcher, as a person can read it. */
  public String at(long address) {
    long index = (address - first) / (Step.LENGTH * Long.BYTES);
    return index >= 0 && index < names.size() ? names.get((int) index) : "the launcher's start";
  }
}
