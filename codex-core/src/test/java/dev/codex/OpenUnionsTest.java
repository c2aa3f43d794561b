package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.event.Event;
import dev.codex.hook.HookEvent;
import dev.codex.item.Content;
import dev.codex.item.ModelItem;
import dev.codex.item.WorkItem;
import dev.codex.policy.ApprovalRequest;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unions that will grow: an arm that no host can name keeps every switch in need of a default. */
class OpenUnionsTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Event.class,
        HookEvent.class,
        ApprovalRequest.class,
        Content.class,
        ModelItem.class,
        WorkItem.class
      })
  void aUnionThatWillGrowHasAnArmThatHostsCannotName(Class<?> union) {
    assertThat(Arrays.stream(union.getPermittedSubclasses())
            .filter(arm -> !Modifier.isPublic(arm.getModifiers())))
        .hasSize(1);
  }
}
