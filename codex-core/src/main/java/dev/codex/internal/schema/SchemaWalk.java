package dev.codex.internal.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a value and a schema side by side. Schemas come from third parties too (MCP
 * servers), so a walk has a bounded number of steps and of references without progress.
 */
final class SchemaWalk {

  private static final int MAX_STEPS = 1_000_000;
  private static final int MAX_DEPTH = 1_000;

  private final @Nullable Object root;
  private int steps;
  private int depth;

  SchemaWalk(@Nullable Object root) {
    this.root = root;
  }

  void check(@Nullable Object schema, @Nullable Object value, String path, Problems problems) {
    if (Boolean.FALSE.equals(schema)) {
      problems.add(path + " is not allowed here");
    }
    if (!(schema instanceof Map<?, ?> keywords) || ++steps > MAX_STEPS || depth >= MAX_DEPTH) {
      return;
    }
    depth++;
    if (keywords.get("$ref") instanceof String reference) {
      check(resolve(reference), value, path, problems);
    }
    if (checkType(keywords, value, path, problems)) {
      checkChoices(keywords, value, path, problems);
      if (value instanceof Map<?, ?> object) {
        checkObject(keywords, object, path, problems);
      } else if (value instanceof List<?> array) {
        checkArray(keywords, array, path, problems);
      } else if (value instanceof String text) {
        checkText(keywords, text, path, problems);
      } else if (value instanceof Number) {
        checkNumber(keywords, value, path, problems);
      }
    }
    depth--;
  }

  /** What a reference names within the root schema; what it does not name allows everything. */
  private @Nullable Object resolve(String reference) {
    if (!reference.startsWith("#")) {
      return null;
    }
    Object schema = root;
    for (String step : reference.substring(1).split("/")) {
      String name = step.replace("~1", "/").replace("~0", "~");
      if (!name.isEmpty()) {
        schema = schema instanceof Map<?, ?> keywords ? keywords.get(name) : null;
      }
    }
    return schema;
  }

  private static boolean checkType(
      Map<?, ?> keywords, @Nullable Object value, String path, Problems problems) {
    Object type = keywords.get("type");
    if (!(type instanceof String) && !(type instanceof List<?>)) {
      return true;
    }
    Collection<?> types = type instanceof List<?> list ? list : List.of(type);
    if (types.stream().anyMatch(name -> isOfType(name, value))) {
      return true;
    }
    List<String> words = types.stream().map(SchemaWalk::words).toList();
    problems.mismatch(path, String.join(" or ", words), value);
    return false;
  }

  private static boolean isOfType(@Nullable Object type, @Nullable Object value) {
    return switch (String.valueOf(type)) {
      case "object" -> value instanceof Map<?, ?>;
      case "array" -> value instanceof List<?>;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Number && Scalar.whole(value) != null;
      case "null" -> value == null;
      default -> true;
    };
  }

  private static String words(Object type) {
    return switch (String.valueOf(type)) {
      case "object", "array", "integer" -> "an " + type;
      case "boolean" -> "true or false";
      case "null" -> "null";
      default -> "a " + type;
    };
  }

  private void checkChoices(
      Map<?, ?> keywords, @Nullable Object value, String path, Problems problems) {
    if (keywords.get("enum") instanceof List<?> allowed
        && allowed.stream().noneMatch(one -> isSame(one, value))) {
      List<String> names = allowed.stream()
          .map(one -> one instanceof String text ? text : Problems.found(one))
          .toList();
      problems.unknownName(path, names, value);
    }
    if (keywords.containsKey("const") && !isSame(keywords.get("const"), value)) {
      problems.mismatch(path, Problems.found(keywords.get("const")), value);
    }
    if (keywords.get("anyOf") instanceof List<?> arms) {
      Problems closest = closest(arms, value, path);
      if (closest != null) {
        problems.addAll(closest);
      }
    }
  }

  /** The problems of the arm that has the fewest, or null if one has none. */
  private @Nullable Problems closest(List<?> arms, @Nullable Object value, String path) {
    Problems closest = null;
    for (Object arm : arms) {
      Problems problems = new Problems();
      check(arm, value, path, problems);
      if (problems.count() == 0) {
        return null;
      }
      boolean isNullArm = arm instanceof Map<?, ?> keywords && "null".equals(keywords.get("type"));
      if (closest == null || (!isNullArm && problems.count() < closest.count())) {
        closest = problems;
      }
    }
    return closest;
  }

  private void checkObject(Map<?, ?> keywords, Map<?, ?> object, String path, Problems problems) {
    Map<?, ?> properties = keywords.get("properties") instanceof Map<?, ?> map ? map : Map.of();
    if (keywords.get("required") instanceof List<?> required) {
      for (Object name : required) {
        if (!object.containsKey(name)) {
          List<String> unknown = names(object);
          unknown.removeAll(names(properties));
          problems.missing(path, String.valueOf(name), expected(properties.get(name)), unknown);
        }
      }
    }
    Object others = keywords.get("additionalProperties");
    object.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (properties.containsKey(key)) {
        check(properties.get(key), value, Problems.child(path, name), problems);
      } else {
        check(others, value, Problems.child(path, name), problems);
      }
    });
  }

  private static List<String> names(Map<?, ?> object) {
    List<String> names = new ArrayList<>();
    object.keySet().forEach(name -> names.add(String.valueOf(name)));
    return names;
  }

  private static String expected(@Nullable Object schema) {
    Object type = schema instanceof Map<?, ?> keywords ? keywords.get("type") : null;
    if (type instanceof List<?> types) {
      return String.join(" or ", types.stream().map(SchemaWalk::words).toList());
    }
    return type == null ? "required" : words(type);
  }

  private void checkArray(Map<?, ?> keywords, List<?> array, String path, Problems problems) {
    checkSize(keywords, "Items", array.size(), "elements", path, problems);
    for (int i = 0; i < array.size(); i++) {
      check(keywords.get("items"), array.get(i), path + "[" + i + "]", problems);
    }
  }

  private static void checkText(Map<?, ?> keywords, String text, String path, Problems problems) {
    int length = text.codePointCount(0, text.length());
    checkSize(keywords, "Length", length, "characters", path, problems);
    if (keywords.get("pattern") instanceof String pattern && !SafePattern.matches(pattern, text)) {
      problems.mismatch(path, "text that matches " + Problems.shorten(pattern), text);
    }
  }

  private static void checkSize(
      Map<?, ?> keywords, String what, int size, String unit, String path, Problems problems) {
    BigDecimal actual = BigDecimal.valueOf(size);
    BigDecimal min = Scalar.decimal(keywords.get("min" + what));
    if (min != null && actual.compareTo(min) < 0) {
      problems.add(path + " must have at least " + min + " " + unit + " but has " + size);
    }
    BigDecimal max = Scalar.decimal(keywords.get("max" + what));
    if (max != null && actual.compareTo(max) > 0) {
      problems.add(path + " must have at most " + max + " " + unit + " but has " + size);
    }
  }

  private static void checkNumber(
      Map<?, ?> keywords, Object value, String path, Problems problems) {
    BigDecimal number = Objects.requireNonNull(Scalar.decimal(value), "number");
    BigDecimal min = Scalar.decimal(keywords.get("minimum"));
    if (min != null && number.compareTo(min) < 0) {
      problems.mismatch(path, "at least " + min, value);
    }
    BigDecimal max = Scalar.decimal(keywords.get("maximum"));
    if (max != null && number.compareTo(max) > 0) {
      problems.mismatch(path, "at most " + max, value);
    }
    BigDecimal above = Scalar.decimal(keywords.get("exclusiveMinimum"));
    if (above != null && number.compareTo(above) <= 0) {
      problems.mismatch(path, "more than " + above, value);
    }
    BigDecimal below = Scalar.decimal(keywords.get("exclusiveMaximum"));
    if (below != null && number.compareTo(below) >= 0) {
      problems.mismatch(path, "less than " + below, value);
    }
  }

  /** JSON equality, in which 1 and 1.0 are the same. */
  private static boolean isSame(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
      return one.keySet().equals(other.keySet())
          && one.keySet().stream().allMatch(name -> isSame(one.get(name), other.get(name)));
    }
    if (left instanceof List<?> one && right instanceof List<?> other) {
      if (one.size() != other.size()) {
        return false;
      }
      for (int i = 0; i < one.size(); i++) {
        if (!isSame(one.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    BigDecimal number = Scalar.decimal(left);
    BigDecimal other = Scalar.decimal(right);
    return number != null && other != null
        ? number.compareTo(other) == 0
        : Objects.equals(left, right);
  }
}
