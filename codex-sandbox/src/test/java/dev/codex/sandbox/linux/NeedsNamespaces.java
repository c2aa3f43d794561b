package dev.codex.sandbox.linux;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skipped where nothing can be confined, which a machine that is meant to confine must not do. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "dev.codex.sandbox.linux.NamespaceAvailability#isThere",
    disabledReason = "namespaces do not work here")
@interface NeedsNamespaces {}
