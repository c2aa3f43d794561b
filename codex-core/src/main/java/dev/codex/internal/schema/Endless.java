package dev.codex.internal.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds records that hold themselves without a way out: no finite JSON is one of them. */
final class Endless {

  private final Set<Shape> finite = Collections.newSetFromMap(new IdentityHashMap<>());

  private Endless() {}

  /**
   * Checks every record and sealed interface.
   *
   * @throws IllegalArgumentException naming a component that never ends, and what to do
   */
  static void refuse(Collection<Shape> shapes) {
    Endless endless = new Endless();
    boolean found = true;
    while (found) {
      found = false;
      for (Shape shape : shapes) {
        if (!endless.finite.contains(shape) && endless.canEnd(shape)) {
          found = endless.finite.add(shape);
        }
      }
    }
    for (Shape shape : shapes) {
      if (shape instanceof RecordShape record && !endless.finite.contains(record)) {
        endless.refuse(record);
      }
    }
  }

  private boolean canEnd(Shape shape) {
    if (shape instanceof RecordShape record) {
      return record.parts.stream().allMatch(part -> isFinite(part.shape()));
    }
    return shape instanceof Shape.Choice choice && choice.arms.stream().anyMatch(this::isFinite);
  }

  /** Lists, maps and what may be null can be empty. */
  private boolean isFinite(Shape shape) {
    boolean holdsOthers = shape instanceof RecordShape || shape instanceof Shape.Choice;
    return !holdsOthers || finite.contains(shape);
  }

  private void refuse(RecordShape record) {
    for (RecordShape.Part part : record.parts) {
      if (!isFinite(part.shape())) {
        throw new IllegalArgumentException(record.type.getSimpleName() + "." + part.name()
            + " never ends: every " + record.type.getSimpleName()
            + " would hold another one. Make it an Optional or a List.");
      }
    }
  }
}
