package dev.ghsync.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TokenVaultTest {
  private static final Token TOKEN = new Token("ghp_0123456789");

  @TempDir Path folder;
  private Path key = Path.of("");
  private final List<String> problems = new ArrayList<>();
  private TokenVault vault = new TokenVault(new KeyFile(key, problems::add));

  @BeforeEach
  void setUp() {
    key = folder.resolve("config/ghsync/key");
    vault = new TokenVault(new KeyFile(key, problems::add));
  }

  private byte[] seal(String scope) {
    return ok(vault.seal(TOKEN, scope));
  }

  private static <T> T ok(Result<T> result) {
    return result.fold(
        value -> value,
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private static Failure failed(Result<?> result) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    return ((Result.Failed<?>) result).failure();
  }

  @Test
  void whatIsSealedOpensAgain() {
    assertThat(ok(vault.open(seal("octo/tiny"), "octo/tiny"))).isEqualTo(TOKEN);
    assertThat(ok(vault.open(seal(""), ""))).isEqualTo(TOKEN);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aKeyThatOthersCouldReadIsClosedToThemAndThatIsSaid() throws IOException {
    byte[] sealed = seal("");
    assertThat(problems).isEmpty();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(ok(vault.open(sealed, ""))).isEqualTo(TOKEN);
    assertThat(problems).singleElement().asString().contains(key.toString(), "0600");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    ok(vault.open(sealed, ""));
    assertThat(problems).hasSize(1);
  }

  @Test
  void theSealedFormHidesTheTokenAndNeverRepeats() {
    byte[] one = seal("");
    byte[] other = seal("");

    assertThat(new String(one, StandardCharsets.ISO_8859_1)).doesNotContain("ghp_", "0123");
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theKeyIsForItsOwnerAlone() throws IOException {
    seal("");

    assertThat(Files.size(key)).isEqualTo(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("config/ghsync"))))
        .isEqualTo("rwx------");
    assertThat(folder.resolve("config/ghsync")).isDirectoryContaining(key::equals);
    assertThat(folder.resolve("config/ghsync")).isDirectoryNotContaining(f -> !f.equals(key));
  }

  @Test
  void aKeyIsNeverOverwritten() throws IOException {
    seal("");
    byte[] before = Files.readAllBytes(key);

    seal("octo/tiny");

    assertThat(key).hasBinaryContent(before);
  }

  @Test
  void manyAtOnceMakeOneKey() {
    List<byte[]> sealed = IntStream.range(0, 16).parallel().mapToObj(i -> seal("r/" + i)).toList();

    for (int i = 0; i < sealed.size(); i++) {
      assertThat(ok(vault.open(sealed.get(i), "r/" + i))).isEqualTo(TOKEN);
    }
  }

  @Test
  void aTokenCannotBeMovedToAnotherRepository() {
    Failure failure = failed(vault.open(seal("octo/tiny"), "octo/other"));

    assertThat(failure.code()).isEqualTo(FailureCode.NO_PAT);
  }

  @Test
  void oneChangedBitIsNoticed() {
    byte[] sealed = seal("");
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      assertThat(failed(vault.open(changed, "")).code()).isEqualTo(FailureCode.NO_PAT);
    }
    assertThat(failed(vault.open(new byte[0], "")).message()).contains("does not know");
  }

  @Test
  void anotherKeyIsSaidToBeAnother() throws IOException {
    byte[] sealed = seal("");
    Files.write(key, new byte[32]);

    assertThat(failed(vault.open(sealed, "")).message())
        .contains("with another key than that in " + key);
  }

  @Test
  void aBrokenKeyFileIsNotReplaced() throws IOException {
    byte[] sealed = seal("");
    Files.write(key, new byte[5]);

    assertThat(failed(vault.open(sealed, "")).message()).contains("5 bytes instead of 32");
    Failure failure = failed(vault.seal(TOKEN, ""));
    assertThat(failure.code()).isEqualTo(FailureCode.STORAGE);
    assertThat(failure.message()).contains(key.toString(), "5 bytes instead of 32");
  }

  @Test
  void aPlaceThatTakesNoKeyIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    Failure failure =
        failed(new TokenVault(new KeyFile(file.resolve("key"), problems::add)).seal(TOKEN, ""));

    assertThat(failure.message()).contains(file.resolve("key").toString());
  }
}
