package dev.ghsync.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jdbi's own parser, which knows all of SQL, is the measure. */
class NamedParametersTest {
  private static final Pattern STATEMENT =
      Pattern.compile("\\b(SELECT|INSERT|UPDATE|DELETE)\\b.*", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT 1",
        "SELECT :a",
        ":a",
        "SELECT :a, :b, :a FROM t WHERE x = :long_name2",
        "SELECT ':a', ':b''c', :d",
        "SELECT \":a\" FROM t WHERE b = :b",
        "SELECT ?, '?', ? -- not ?",
        "SELECT :a -- not :b\n, :c",
        "SELECT :a -- the end",
        "SELECT x - :a, (:b), :c||':d'",
        "SELECT x->>'$.y', json(:a)->:b"
      })
  void findsWhatJdbiFinds(String sql) {
    assertThat(NamedParameters.parse(sql)).isEqualTo(byJdbi(sql));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void readsTheProgramsStatementsAsJdbiDoes(String sql) {
    assertThat(NamedParameters.parse(sql)).isEqualTo(byJdbi(sql));
  }

  @Test
  void knowsTheProgramsStatements() {
    assertThat(statements()).hasSizeGreaterThan(80).anyMatch(sql -> sql.contains(":repo"));
  }

  static List<String> statements() {
    return new ClassFileImporter()
        .withImportOption(new DoNotIncludeTests()).importPackages("dev.ghsync.store").stream()
            .map(JavaClass::reflect)
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
            .flatMap(NamedParametersTest::text)
            .filter(text -> STATEMENT.matcher(text).find())
            .toList();
  }

  private static Stream<String> text(Field field) {
    if (!Modifier.isStatic(field.getModifiers()) || field.getType() != String.class) {
      return Stream.empty();
    }
    try {
      field.setAccessible(true);
      return Stream.of((String) field.get(null));
    } catch (IllegalAccessException e) {
      throw new AssertionError(field.toString(), e);
    }
  }

  private static ParsedSql byJdbi(String sql) {
    try (Handle handle = Jdbi.create("jdbc:sqlite:").open()) {
      StatementContext context = handle.createQuery("SELECT 1").getContext();
      return new ColonPrefixSqlParser().parse(sql, context);
    }
  }
}
