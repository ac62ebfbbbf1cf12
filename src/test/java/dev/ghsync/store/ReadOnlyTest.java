package dev.ghsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.store.sql.StoreException;
import dev.ghsync.store.sql.WriteConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyTest {
  private static final RepoName NAME = new RepoName("octo", "tiny");

  @TempDir Path folder;

  @Test
  void aWriteWithinAReadDoesNotCompile() {
    assertThat(errors("store.write(s -> s.repos().delete(1));")).isEmpty();
    assertThat(errors("store.read(s -> s.repos().list());")).isEmpty();
    assertThat(errors("store.read(s -> { s.repos().delete(1); return true; });"))
        .singleElement()
        .asString()
        .contains("cannot find symbol", "delete");
  }

  private List<String> errors(String statement) {
    String source = "class Try { void run(dev.ghsync.store.Store store) { " + statement + " } }";
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Try.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options = List.of("-proc:none", "-d", folder.toString(), "-cp", "target/classes");
    compiler.getTask(null, null, problems, options, null, List.of(file)).call();
    return problems.getDiagnostics().stream()
        .filter(problem -> problem.getCode().startsWith("compiler.err.cant"))
        .map(Object::toString)
        .toList();
  }

  @Test
  void readersNeitherWaitForAWriterNorSeeWhatItHasNotCommitted() {
    try (Store store = Store.open(folder.resolve("ghsync.db"))) {
      int seenByOthers =
          store.inTransaction(
              s -> {
                s.repos().insert(Host.GITHUB, NAME);
                return CompletableFuture.supplyAsync(() -> count(store)).join();
              });
      assertThat(seenByOthers).isZero();
      assertThat(count(store)).isEqualTo(1);
    }
  }

  @Test
  void aReadWithinATransactionSeesItsOwnRows() {
    try (Store store = Store.open(folder.resolve("ghsync.db"))) {
      int seen =
          store.inTransaction(
              s -> {
                s.repos().insert(Host.GITHUB, NAME);
                return count(store);
              });
      assertThat(seen).isEqualTo(1);
    }
  }

  private static int count(Store store) {
    return store.<Integer>read(s -> s.repos().list().size());
  }

  @Test
  void sqliteRefusesAWriteOnTheReadingConnection() {
    Path file = folder.resolve("ghsync.db");
    try (Store store = Store.open(file);
        WriteConnection reader = (WriteConnection) Connections.openBeside(file)) {
      assertThat(count(store)).isZero();
      assertThatThrownBy(() -> reader.update("DELETE FROM repos"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot be written");
    }
  }

  @Test
  void aFailedTransactionLeavesNothingAndTheNextOneWorks() {
    try (Store store = Store.open(folder.resolve("ghsync.db"))) {
      assertThatThrownBy(
              () ->
                  store.write(
                      s -> {
                        s.repos().insert(Host.GITHUB, NAME);
                        throw new IllegalStateException("no");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(count(store)).isZero();
      store.write(s -> s.repos().insert(Host.GITHUB, NAME));
      assertThat(count(store)).isEqualTo(1);
    }
  }
}
