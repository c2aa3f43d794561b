package dev.codex.sandbox.linux;

class OwnMechanismTest extends NamespaceSandboxTest {

  OwnMechanismTest() {
    super(Mechanism.NAMESPACES);
  }
}
