package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void everyFailureHasAnExitCodeOfItsKind(FailureCode code) {
    assertThat(ExitCode.of(code).number()).isIn(1, 4, 5, 6, 7, 130);
  }
}
